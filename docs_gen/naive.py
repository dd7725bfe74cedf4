"""A stack without safeguards under the same faults as ours: what it loses and charges twice.

Naive: accept → queue → charge → one put. No ledger, no read-back, no idempotency; a message that
fails comes again, ten times at most. Ours is the real domain code. Both in process, on fakes.
`python -m docs_gen.naive` writes the README's table anew.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from runtime.domain.errors import UnavailableError
from runtime.domain.payment import Status
from runtime.domain.psp import Outcome, OutcomeKind
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.sweep_payments import sweep_payments
from tests.fakes.payments import ID, TIMEOUT, Harness

README: Final = Path(__file__).parents[1] / "README.md"
RECEIVES: Final = 10
VISIBLE_AGAIN_S: Final = 120
STEPS: Final = 200
"""So many deliveries and sweeps, and what is not final then is lost."""
BEGIN: Final = "<!-- naive -->\n"
END: Final = "<!-- /naive -->\n"
AWAY: Final = Outcome(OutcomeKind.RETRYABLE, "provider_unavailable")


class KilledError(Exception):
    """The process is gone."""


class Fate(NamedTuple):
    """What became of one accepted payment."""

    charges: int
    known: bool
    """The stack can say that it was paid."""


@dataclass
class Naive:
    """What anybody would write first."""

    queue: deque[str] = field(default_factory=lambda: deque([ID]))
    rows: set[str] = field(default_factory=set)
    charged: int = 0
    outcomes: deque[Exception] = field(default_factory=deque)
    """What the next charges end in, once the money is taken."""
    away: int = 0
    """So many calls do not reach the PSP."""

    def work(self, payment_id: str) -> None:
        """Charge, then write.

        Raises:
            UnavailableError: the table is away, or the next outcome is one.
        """
        if self.away:
            self.away -= 1
            raise UnavailableError("No connection.")
        self.charged += 1
        if self.outcomes:
            raise self.outcomes.popleft()
        self.rows.add(payment_id)

    def run(self) -> Fate:
        """Deliver until nothing is left; what failed ten times is a dead letter."""
        while self.queue:
            payment_id = self.queue.popleft()
            for _ in range(RECEIVES):
                try:
                    self.work(payment_id)
                    break
                except (KilledError, UnavailableError):
                    continue
        return Fate(self.charged, known=bool(self.rows))


def ours(harness: Harness) -> Fate:
    """Deliver, redeliver what failed, sweep what is due, until the payment is final."""
    for _ in range(STEPS):
        if harness.row().status is Status.SUCCEEDED and not harness.queue.sent:
            break
        if harness.queue.sent:
            _, delay = harness.queue.sent.pop(0)
            harness.clock.advance(delay)
            try:
                process_payment(ID, harness.processing())
            except (KilledError, UnavailableError):
                harness.queue.sent.append((ID, VISIBLE_AGAIN_S))
        else:
            harness.clock.advance(60)
            sweep_payments(harness.sweeping())
    return Fate(len(harness.psp.charges), known=harness.row().status is Status.SUCCEEDED)


def _killed(naive: Naive, harness: Harness) -> None:
    def die(ref: str) -> Outcome:
        harness.psp.take(ref)
        raise KilledError

    naive.outcomes.append(KilledError())
    harness.psp.script("charge", [die])


def _lost(naive: Naive, harness: Harness) -> None:
    naive.outcomes.append(UnavailableError("No answer."))
    harness.psp.script("charge", [lambda ref: harness.psp.lie(ref, TIMEOUT)])


def _refused(naive: Naive, harness: Harness) -> None:
    def refuse(_: str) -> Outcome:
        harness.ledger.fail_next("commit", UnavailableError("Throttled."))
        return Outcome(OutcomeKind.APPROVED)

    naive.outcomes.append(UnavailableError("Throttled."))
    harness.psp.script("charge", [refuse])


def _twice(naive: Naive, harness: Harness) -> None:
    naive.queue.append(ID)
    harness.queue.sent.append((ID, 0))


def _purged(naive: Naive, harness: Harness) -> None:
    naive.queue.clear()
    harness.queue.sent.clear()


def _away(naive: Naive, harness: Harness) -> None:
    naive.away = 2 * RECEIVES
    harness.psp.script("prepare", [AWAY] * 2 * RECEIVES)


SCENARIOS: Final[dict[str, Callable[[Naive, Harness], None]]] = {
    "F16 a message delivered twice": _twice,
    "F33 killed after the charge": _killed,
    "F34 the charge's answer lost": _lost,
    "F44 the write refused after the charge": _refused,
    "F25 the queue purged": _purged,
    "F52 the PSP away for twenty calls": _away,
}


def play(fault: Callable[[Naive, Harness], None]) -> tuple[Fate, Fate]:
    """One payment under a fault: naive, ours."""
    naive, harness = Naive(), Harness()
    harness.accepted()
    harness.queue.sent.append((ID, 0))
    fault(naive, harness)
    return naive.run(), ours(harness)


def table() -> str:
    """One accepted payment under each fault: how often it was charged, and whether it was lost."""
    lines = [
        "| one payment, and | naive: charged | lost | Tillstack: charged | lost |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, fault in SCENARIOS.items():
        cells = [f"{fate.charges} | {'no' if fate.known else 'yes'}" for fate in play(fault)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def pasted(text: str) -> str:
    """The text with a fresh table between its two marks."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return head + BEGIN + table() + END + tail


if __name__ == "__main__":
    README.write_text(pasted(README.read_text()))
