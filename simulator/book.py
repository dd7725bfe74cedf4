"""The PSP's own book: its objects, what was really charged, and every call that arrived.

This is the truth of the simulation; `psp.py` is the line that distorts it.
A payment method's name says what the card does, as with Stripe's test cards.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, NamedTuple

from runtime.domain.payment import Payment
from runtime.domain.psp import Outcome, OutcomeKind, PspCharge, PspObject, PspRecord, PspState
from simulator.contradictions import ANOTHER, LIES, NOT_ASKED_FOR, OTHER_AT_CREATE, UNSAID

PAYS: Final = "pm_pays"
CARDS: Final = {
    PAYS: 8,
    "pm_declined": 2,
    "pm_rejected": 1,
    "pm_unusable": 1,
    "pm_pending": 2,
    "pm_pending_declined": 1,
    "pm_wrong_amount": 1,
    "pm_wrong_currency": 1,
    "pm_needs_payer": 1,
    "pm_held": 1,
}
"""Payment method → how often it is drawn."""

PARKED: Final = ("pm_wrong_amount", "pm_wrong_currency", "pm_held")
"""Whatever else happens, these end in front of a person."""

BETRAYS: Final = "pm_betrays"
"""Declined for good, and charged all the same: no code could prevent it, so the step checks look
away; at rest each is in front of a person. Drawn for whole histories only."""

DECLINED: Final = Outcome(OutcomeKind.DECLINED, "card_declined", "insufficient_funds")
REJECTED: Final = Outcome(OutcomeKind.REJECTED, "provider_rejected")
ALREADY: Final = Outcome(OutcomeKind.UNKNOWN, "provider_error")
"""What Stripe's `payment_intent_unexpected_state` is mapped to."""
KEPT: Final = {
    "500 before": Outcome(OutcomeKind.UNKNOWN, "provider_error", failing=True),
    "500 after": Outcome(OutcomeKind.UNKNOWN, "provider_error", failing=True),
    "idempotency_error": Outcome(OutcomeKind.UNKNOWN, "provider_error", kept=True),
}
"""What the PSP answers once, before or after the deed, and ever again under the same key: a failure
of its own, and that the key is another request's (Stripe, "Idempotent requests")."""

ANSWERS: Final = {
    "pm_declined": (PspState.DECLINED, DECLINED),
    "pm_needs_payer": (PspState.NEEDS_PAYER, Outcome(OutcomeKind.UNKNOWN)),
    "pm_held": (PspState.HELD, Outcome(OutcomeKind.UNKNOWN)),
    "pm_pending": (PspState.PENDING, Outcome(OutcomeKind.PENDING)),
    "pm_money_at_cancel": (PspState.NEEDS_PAYER, Outcome(OutcomeKind.UNKNOWN)),
    "pm_pending_declined": (PspState.PENDING, Outcome(OutcomeKind.PENDING)),
}
"""Payment method → what a confirm makes of the object, and what it answers."""

CONFIRMABLE: Final = frozenset({PspState.NOT_CHARGED, PspState.NEEDS_PAYER})
UNDER_WAY: Final = frozenset({PspState.PAID, PspState.PENDING})


class Capture(NamedTuple):
    """Money that was taken."""

    payment_id: str
    amount: int
    currency: str


class ChargeCall(NamedTuple):
    """One confirm that left a worker."""

    payment_id: str
    attempt: int


@dataclass
class Intent:
    """One object; `state` is the truth."""

    ref: str
    payment_id: str
    amount: int
    currency: str
    card: str
    livemode: bool
    state: PspState = PspState.NOT_CHARGED
    received: int = 0
    confirms: int = 0

    @property
    def lying(self) -> bool:
        """Whether its record contradicts itself now."""
        return self.state is PspState.PAID and self.card in LIES

    def read(self) -> PspRecord:
        """What a read that does not lag shows: the record, or another's."""
        record = self.psp_record()
        if not self.lying or not self.card.startswith("pm_other"):
            return record
        unpaid = replace(record, state=PspState.NOT_CHARGED, amount_received=0, charge=None)
        if self.card == "pm_other_id_at_read":
            return replace(unpaid, ref=NOT_ASKED_FOR)
        return replace(unpaid, payment_id=ANOTHER)

    def psp_record(self) -> PspRecord:
        """What the list shows: the truth, or a lie about the state."""
        taken = self.received > 0
        held = self.state is PspState.HELD
        charge = PspCharge(
            f"ch_{self.ref}", paid=True, captured=taken, refunded=False, disputed=False
        )
        return PspRecord(
            ref=self.ref,
            state=self._shown(),
            amount_received=self.received,
            currency=self.currency,
            livemode=self.livemode,
            payment_id=self.payment_id,
            charge=charge if taken or held else None,
            decline=DECLINED if self._shown() is PspState.DECLINED else None,
        )

    def _shown(self) -> PspState:
        lies = self.lying and not self.card.startswith("pm_other")
        return LIES[self.card] if lies else self.state


@dataclass
class Book:
    """Objects by ref, captures, and confirms in the order in which they left."""

    later: Callable[[Callable[[], None]], None]
    """Lets something happen at the PSP at a time of its own."""
    changed: Callable[[str], None]
    """Told the payment whose object changed."""
    intents: dict[str, Intent] = field(default_factory=dict)
    captures: list[Capture] = field(default_factory=list)
    calls: list[ChargeCall] = field(default_factory=list)
    _made: dict[tuple[str, int], PspObject | Outcome] = field(default_factory=dict)
    _answers: dict[tuple[str, int], Outcome] = field(default_factory=dict)

    def create(self, payment: Payment, card: str, number: int, fate: str) -> PspObject | Outcome:
        """The object of this payment, once per idempotency key; a `stale` PSP makes another."""
        if card == "pm_unusable":
            return REJECTED
        key = (payment.payment_id, number)
        if fate == "idempotency_error":
            self._made[key] = KEPT[fate]
        if key in self._made and fate != "stale":
            return replace(self._made[key], kept=True)
        answer: PspObject | Outcome = KEPT["500 before"]
        if fate != "500 before":
            ref = f"pi_{len(self.intents) + 1}"
            self.intents[ref] = Intent(
                ref, payment.payment_id, payment.amount, payment.currency, card, payment.livemode
            )
            other = card == OTHER_AT_CREATE
            answer = KEPT.get(fate) or (REJECTED if other else PspObject(ref))
        self._made[key] = answer
        return answer

    def confirm(self, ref: str, attempt: int) -> Outcome:
        """Charge the card, once per attempt's key, if the object may still be confirmed."""
        intent = self.intents[ref]
        key = (ref, attempt)
        if key not in self._answers:
            intent.confirms += 1
            confirmable = intent.state in CONFIRMABLE
            self._answers[key] = self._charge(intent) if confirmable else ALREADY
        return self._answers[key]

    def keep(self, ref: str, attempt: int, fate: str) -> Outcome:
        """Answer so, now and for ever under this key."""
        self._answers[ref, attempt] = KEPT[fate]
        return KEPT[fate]

    def cancel(self, ref: str) -> PspRecord:
        """Cancel where that is still possible, and say what is."""
        intent = self.intents[ref]
        if intent.card == "pm_money_at_cancel" and intent.state is PspState.NEEDS_PAYER:
            self._take(intent)
        if intent.state not in UNDER_WAY:
            self._move(intent, PspState.CANCELED)
        return intent.read()

    def read(self, ref: str) -> PspRecord:
        """What a read that does not lag shows."""
        return self.intents[ref].read()

    def lies(self, ref: str) -> bool:
        """Whether the record of this object contradicts itself."""
        return ref in self.intents and self.intents[ref].lying

    def betrays(self, ref: str | None) -> bool:
        """Whether this object is one that is charged after its decline."""
        return ref in self.intents and self.intents[ref].card == BETRAYS

    def _charge(self, intent: Intent) -> Outcome:
        if intent.card == "pm_rejected":
            return REJECTED
        if intent.card == BETRAYS:
            self._move(intent, PspState.DECLINED)
            self.later(partial(self._take, intent))
            return DECLINED
        if intent.card in ANSWERS:
            state, outcome = ANSWERS[intent.card]
            self._move(intent, state)
            if state is PspState.PENDING:
                paid = intent.card == "pm_pending"
                self.later(partial(self._take if paid else self._give_back, intent))
            return outcome
        if intent.card == "pm_paid_without_money":
            self._move(intent, PspState.PAID)
        else:
            self._take(intent)
        if intent.card == "pm_rejected_with_money":
            return REJECTED
        return ALREADY if intent.card in UNSAID else Outcome(OutcomeKind.APPROVED)

    def _take(self, intent: Intent) -> None:
        intent.received = intent.amount + (intent.card == "pm_wrong_amount")
        if intent.card == "pm_wrong_currency":
            intent.currency = "eur" if intent.currency == "usd" else "usd"
        self.captures.append(Capture(intent.payment_id, intent.received, intent.currency))
        self._move(intent, PspState.PAID)

    def _give_back(self, intent: Intent) -> None:
        self._move(intent, PspState.DECLINED)

    def _move(self, intent: Intent, state: PspState) -> None:
        intent.state = state
        self.changed(intent.payment_id)
