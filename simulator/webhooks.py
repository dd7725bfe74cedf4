"""The PSP's events: early, late, twice, forged, about nobody, and again until they are answered."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from runtime.contract.metrics import Metric
from runtime.domain.errors import SignatureInvalidError
from runtime.domain.payment import PAYMENT_ID, Payment, Status
from runtime.domain.psp import PspState, WebhookEvent
from runtime.use_cases.receive_webhook import Heard, ReceiveWebhookPorts, receive_webhook
from simulator.invocation import Invocation
from simulator.ports import SimLedger, SimMessageQueue

if TYPE_CHECKING:
    from simulator.harness import Harness
    from simulator.queues import Queue

LASTS: Final = 30
"""Seconds of the receiver."""
TWICE: Final = 2
"""An event may come as often, with something else between."""
FORGED: Final = 0.2
"""Chance that somebody else tells the same, besides."""
LATEST: Final = (0, 5, 900)
"""Seconds within which an event leaves."""
REPEATS: Final = 8
LONGEST_PAUSE: Final = 3_600
"""An event that was not answered comes again, so often and with at most such pauses."""


SHOWN: Final[Mapping[PspState, tuple[Status, ...]]] = {
    PspState.PAID: (Status.SUCCEEDED,),
    PspState.DECLINED: (Status.FAILED,),
    PspState.CANCELED: (Status.FAILED, Status.CANCELED),
}
"""What an event says → the statuses that show it already."""


class Told(NamedTuple):
    """One event: however often it comes, it is the same."""

    ref: str
    about: str | None
    says: PspState | None = None


class Receiver:
    """The receiver's one warm worker: what it remembers, and what it has done in truth."""

    def __init__(self) -> None:
        self.heard = Heard()
        self.passed: dict[str, int] = {}
        """Event → the payment's version when its message left."""


def happened(harness: "Harness", about: str | None) -> Told:
    """An event that tells the truth of this moment."""
    intents = [one for one in harness.observed.book.intents.values() if one.payment_id == about]
    state = intents[-1].state if intents else None
    harness.events += 1
    return Told(f"evt_{harness.events}", about, state if state in SHOWN else None)


def announce(harness: "Harness", payment_id: str) -> None:
    """Something changed at the PSP: plan what it tells us of it."""
    fault_injection, event = harness.fault_injection, happened(harness, payment_id)
    for _ in range(TWICE):
        if fault_injection.chance(harness.options.events):
            for forged in (False, True)[: 1 + fault_injection.chance(FORGED)]:
                deliver = partial(deliver_webhook, harness, event, forged=forged)
                harness.scheduler.after(
                    fault_injection.within(0, fault_injection.rng.choice(LATEST)), deliver
                )


def deliver_webhook(
    harness: "Harness", event: Told, *, forged: bool = False, tries: int = 0
) -> None:
    """One event arrives now."""
    harness.scheduler.start(partial(_hear, harness, event, forged=forged, tries=tries))


class _Passing(SimMessageQueue):
    """The way into the queue, which keeps what left for which event."""

    def __init__(self, run: Invocation, queue: "Queue", event: Told) -> None:
        super().__init__(run, queue)
        self._of, self._event, self._receiver = run, event, run.harness.receiver

    def send(self, payment_id: str, delay: int = 0) -> None:
        """Put a message in."""
        super().send(payment_id, delay)
        self._receiver.passed[self._event.ref] = _version(self._of.read)


class SimEvents:
    """The WebhookParser port: what is signed by its own hash counts as signed by the PSP."""

    def __init__(self, run: Invocation) -> None:
        self._run = run

    def parse(self, headers: Mapping[str, Sequence[str]], raw: bytes) -> WebhookEvent:
        """The event, where the signature fits.

        Raises:
            SignatureInvalidError: none of the stack's secrets has signed it, or too long ago.
            UnavailableError: no answer; the same call may be made again.
        """
        return self._run.call("events", "parse", lambda: _read(headers, raw))


def _read(headers: Mapping[str, Sequence[str]], raw: bytes) -> WebhookEvent:
    if list(headers["signature"]) != [_sign(raw)]:
        raise SignatureInvalidError
    told = Told(*json.loads(raw))
    says = None if told.says is None else PspState(told.says)
    return WebhookEvent(told.ref, "changed", told.about, says)


def _sign(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _hear(harness: "Harness", event: Told, *, forged: bool, tries: int) -> None:
    run, receiver, about = Invocation(harness, "receiver", LASTS), harness.receiver, event.about
    queue, before = _Passing(run, harness.queue, event), receiver.passed.get(event.ref)
    ports = ReceiveWebhookPorts(SimEvents(run), SimLedger(run), queue, run, receiver.heard)
    raw = json.dumps(event).encode()
    headers = {"signature": [_sign(b"another" if forged else raw)]}
    row = harness.observed.row(about or "")
    answered = False
    try:
        receive_webhook(headers, raw, ports)
        answered = True
        passed = receiver.passed.get(event.ref)
        harness.judge(list(_wrong(run, event, (before, passed), forged=forged)))
        harness.coverage.counts["webhooks without news"] += run.counted[Metric.WEBHOOK_NO_NEWS]
        harness.coverage.counts["events passed on again"] += before is not None and run.told
        harness.coverage.counts["webhooks received"] += 1
        harness.coverage.counts["events before the answer"] += bool(row and row.open_attempt)
    except SignatureInvalidError:
        answered = True
        harness.coverage.counts["events forged"] += forged
        harness.judge([] if forged else [f"events: {run.request_id} refused what the PSP signed."])
    except Exception as error:  # noqa: BLE001 - what was not injected is judged.
        if error not in run.injected:
            harness.judge([f"events: {run.request_id} broke on {about!r}: {error!r}."])
    finally:
        if run.dead:
            harness.receiver = Receiver()
        if not answered and not harness.scheduler.closed and tries < REPEATS:
            pause = harness.fault_injection.within(1, min(60 * 2**tries, LONGEST_PAUSE))
            again = partial(deliver_webhook, harness, event, forged=forged, tries=tries + 1)
            harness.scheduler.after(pause, again)


def _wrong(
    run: Invocation, event: Told, passed: tuple[int | None, int | None], *, forged: bool
) -> Iterator[str]:
    """What must not be behind an event that was answered with 200.

    Args:
        run: what answered it.
        event: the event.
        passed: the payment's versions when this worker passed the event on, before it and by now.
        forged: whether somebody else made it.
    """
    if forged:
        yield f"events: {run.request_id} believed what nobody signed."
    elif PAYMENT_ID.fullmatch(event.about or ""):
        version, (before, now) = _version(run.read), passed
        if not run.told and not (now == version or _is_shown(run.read, event)):
            yield f"I16: {run.request_id} answered news and told nobody."
        if run.told and before == version and "ledger.get" not in run.refused:
            yield f"events: {run.request_id} passed {event.ref} on once more."


def _version(row: Payment | None) -> int:
    return row.version if row else 0


def _is_shown(row: Payment | None, event: Told) -> bool:
    return row is not None and row.status in SHOWN.get(event.says or PspState.PENDING, ())
