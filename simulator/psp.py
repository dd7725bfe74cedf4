"""The line to the PSP: it refuses, times out, loses answers, delivers late and reads stale.

The kinds are those of the design's table of what may happen to a charge call.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import ceil
from typing import Final, TypeVar

from runtime.domain.ledger import EntryType
from runtime.domain.payment import Payment, Status
from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind, PspObject, PspRecord, PspState
from simulator.book import CONFIRMABLE, KEPT, ChargeCall
from simulator.circuit import left
from simulator.contradictions import OTHER_AT_CREATE
from simulator.invocation import Invocation
from simulator.observed import Observed
from simulator.word import cancels_another, sent_as_accepted

ResultT = TypeVar("ResultT")

TIMEOUT: Final = Outcome(OutcomeKind.UNKNOWN, "provider_timeout", failing=True)
NEVER_SENT: Final = Outcome(OutcomeKind.RETRYABLE, "provider_unavailable", failing=True)
MISSING: Final = Outcome(OutcomeKind.REJECTED, "provider_rejected")
"""What a 404 is mapped to."""
REFUSALS: Final = {
    "never sent": NEVER_SENT,
    "429": Outcome(OutcomeKind.RETRYABLE, "provider_rate_limited", retry_after=30),
    "503": Outcome(OutcomeKind.UNKNOWN, "provider_unavailable", failing=True),
    "401": Outcome(OutcomeKind.MISCONFIGURED, "provider_misconfigured"),
    "409": Outcome(OutcomeKind.UNKNOWN, "provider_error"),
}
"""What is answered without anything being done."""

CHARGE_FATES: Final = (
    *REFUSALS,
    "timeout before",
    "timeout after",
    "timeout after",
    "500 before",
    "500 after",
    "late",
    "late",
    "late",
)
METHODS: Final = ("prepare", "charge", "lookup", "cancel", "list")
OTHER_FATES: Final = (*REFUSALS, "timeout before", "timeout after", "stale", "stale")


class SimPsp:
    """The PSP port over the book."""

    name = "sim"

    def __init__(self, run: Invocation) -> None:
        self._run = run
        self._harness = run.harness
        self._book = run.harness.observed.book

    def prepare(self, payment: Payment, payment_method: Clear, key: int) -> PspObject | Outcome:
        """Create the object; now and then the PSP has forgotten the key and makes another."""
        card = payment_method.get_secret_value()
        fate = self._leave("prepare", OTHER_FATES)
        if fate in REFUSALS:
            return self._arrive("prepare", REFUSALS[fate])
        if fate == "timeout before":
            return self._arrive("prepare", self._silence())
        self._harness.judge(list(sent_as_accepted(self._harness.observed, payment, card=card)))
        if card == OTHER_AT_CREATE:
            self._harness.coverage.counts[f"creates of {card}"] += 1
        answer = self._book.create(payment, card, key, fate)
        return self._arrive("prepare", self._silence() if fate == "timeout after" else answer)

    def charge(self, payment: Payment, ref: str, attempt: int) -> Outcome:
        """Confirm the object."""
        self._depart("charge")
        self._harness.judge(list(sent_as_accepted(self._harness.observed, payment, ref=ref)))
        self._book.calls.append(ChargeCall(payment.payment_id, attempt))
        self._harness.look(payment.payment_id)
        fate = self._fate("charge", CHARGE_FATES)
        if fate in REFUSALS:
            return self._arrive("charge", REFUSALS[fate])
        match fate:
            case "timeout before":
                outcome = self._silence()
            case "late":
                self._harness.later(lambda: self._land(ref, attempt))
                outcome = self._silence()
            case "timeout after":
                self._book.confirm(ref, attempt)
                outcome = self._silence()
            case "500 before" | "idempotency_error":
                outcome = self._book.keep(ref, attempt, fate)
            case "500 after":
                self._book.confirm(ref, attempt)
                outcome = self._book.keep(ref, attempt, fate)
            case _:
                outcome = self._book.confirm(ref, attempt)
        card = self._book.intents[ref].card
        self._harness.coverage.counts[f"charges of {card}"] += 1
        return self._arrive("charge", outcome)

    def lookup(self, ref: str) -> PspRecord | Outcome:
        """Read; a stale one shows the object as it was made."""
        self._run.looked_up.add(ref)
        return self._look("lookup", ref, lambda: self._book.read(ref))

    def cancel(self, ref: str) -> PspRecord | Outcome:
        """Cancel; a confirm that is on its way may land just before."""
        if self._harness.fault_injection.chance(0.5):
            self._harness.hurry_one()
        self._harness.judge(
            [
                *cancels_own(self._harness.observed, ref, self._run.request_id, self._run.now()),
                *cancels_unnamed(self._harness.observed, ref, self._run.request_id),
                *cancels_another(self._run, ref),
            ]
        )
        return self._look("cancel", ref, lambda: self._book.cancel(ref))

    def list(self, since: int) -> Iterator[PspRecord | Outcome]:
        """Everything that was ever made, newest first; a stale list lacks the newer half."""
        del since
        fate = self._leave("list", OTHER_FATES)
        intents = list(reversed(self._book.intents.values()))
        missing = (len(intents) + 1) // 2 if fate == "stale" else 0
        for intent in intents[missing:] if fate in {"", "stale"} else []:
            yield replace(intent.psp_record(), charge=None)
        if fate not in {"", "stale"}:
            self._run.refused.append("psp.list")
            yield REFUSALS.get(fate) or KEPT.get(fate) or self._silence()
        self._run.edge("after psp.list")

    def _look(self, method: str, ref: str, effect: Callable[[], PspRecord]) -> PspRecord | Outcome:
        fate = self._leave(method, OTHER_FATES)
        return self._arrive(method, self._answer(method, ref, fate, effect))

    def _answer(
        self, method: str, ref: str, fate: str, effect: Callable[[], PspRecord]
    ) -> PspRecord | Outcome:
        if fate in {*REFUSALS, "500 before", "idempotency_error"}:
            return REFUSALS.get(fate) or KEPT[fate]
        if fate == "timeout before":
            return self._silence()
        if ref not in self._book.intents:
            return MISSING
        if fate == "stale" and method == "lookup":
            return self._stale(ref)
        psp_record = effect()
        if fate in {"500 after", "timeout after"}:
            return KEPT.get(fate) or self._silence()
        if self._book.lies(ref):
            intent = self._book.intents[ref]
            self._run.contradicted.add(intent.payment_id)
            self._harness.coverage.counts[f"contradictions read: {intent.card}"] += 1
        return psp_record

    def _stale(self, ref: str) -> PspRecord | Outcome:
        self._harness.coverage.counts["reads that lagged"] += 1
        intent = self._book.intents[ref]
        if intent.confirms == 0:
            return MISSING
        return PspRecord(
            ref=ref,
            state=PspState.NOT_CHARGED,
            amount_received=0,
            currency=intent.currency,
            livemode=intent.livemode,
            payment_id=intent.payment_id,
        )

    def _land(self, ref: str, attempt: int) -> None:
        landed = self._book.intents[ref].state in CONFIRMABLE
        self._harness.coverage.counts[
            "late confirms that landed" if landed else "late confirms refused"
        ] += 1
        self._book.confirm(ref, attempt)

    def _leave(self, method: str, fates: tuple[str, ...]) -> str:
        self._depart(method)
        return self._fate(method, fates)

    def _depart(self, method: str) -> None:
        run = self._run
        run.edge(f"before psp.{method}")
        self._harness.judge(
            [f"circuit: {run.request_id}: {x}." for x in left(run.known, run.number)]
        )

    def _fate(self, method: str, fates: tuple[str, ...]) -> str:
        harness = self._harness
        if harness.fault_injection.out("psp", harness.scheduler.now):
            fate = "503"
        else:
            drawn = harness.fault_injection.chance(harness.options.psp)
            fate = harness.scripted(method) or (
                harness.fault_injection.rng.choice(fates) if drawn else ""
            )
        fate = fate or harness.kept_fate()
        harness.note(self._run.request_id, f"psp.{method} {fate}")
        if fate:
            harness.coverage.counts[f"psp.{method} {fate}"] += 1
        if harness.options.tardy and harness.fault_injection.on:
            harness.scheduler.pause(ceil(harness.options.timing.psp_call) * (not fate))
        elif harness.fault_injection.chance(0.5):
            harness.scheduler.pause(harness.fault_injection.within(0, 2))
        return fate

    def _silence(self) -> Outcome:
        self._harness.scheduler.pause(ceil(self._harness.options.timing.psp_call))
        return TIMEOUT

    def _arrive(self, method: str, answer: ResultT) -> ResultT:
        self._run.known.hear(answer)
        self._run.edge(f"after psp.{method}")
        return answer


def owner(observed: Observed, ref: str) -> Payment | None:
    """The row of the payment whose object it is."""
    intent = observed.book.intents.get(ref)
    return observed.row(intent.payment_id) if intent else None


def cancels_unnamed(observed: Observed, ref: str, request_id: str) -> Iterator[str]:
    """The night cancels no object that a queued payment is about to name."""
    row = owner(observed, ref)
    if row and row.status is Status.QUEUED and request_id.startswith("reconciler"):
        yield f"I5: {request_id} cancels {ref} of {row.payment_id}, which is queued."


def cancels_own(observed: Observed, ref: str, request_id: str, now: int) -> Iterator[str]:
    """`claim`, `decline`.

    Nobody cancels the object under another's open attempt, while it may be charged.
    """
    row = owner(observed, ref)
    if row is None or row.provider is None or row.provider.ref != ref or now >= row.charge_until:
        return
    started = [e for e in observed.lines(row.payment_id) if e.type is EntryType.ATTEMPT_STARTED]
    if row.open_attempt and started[-1].request_id != request_id:
        yield f"lease: {row.payment_id}: {request_id} cancels the object of another's attempt."
