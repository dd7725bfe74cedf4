"""What we read of Stripe's payment intent, and what it means.

Only the fields named here are looked at, and strictly: an answer of another shape is no
answer. The tables are the design's (payments, "The PSP port", Stripe 5).
"""

from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from runtime.adapters._stripe_errors import decline_of
from runtime.adapters._stripe_http import UnreadableAnswerError
from runtime.domain.psp import Outcome, OutcomeKind, PspCharge, PspRecord, PspState

_STATES: Final = {
    "requires_payment_method": PspState.DECLINED,
    "requires_confirmation": PspState.NOT_CHARGED,
    "requires_action": PspState.NEEDS_PAYER,
    "processing": PspState.PENDING,
    "requires_capture": PspState.HELD,
    "canceled": PspState.CANCELED,
    "succeeded": PspState.PAID,
}
"""Stripe's status of an intent that had a payment method from the start → ours."""


class _Answer(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True, defer_build=True)

    @classmethod
    def read(cls, data: object) -> Self:
        """What Stripe sent.

        Raises:
            UnreadableAnswerError: it is of another shape.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise UnreadableAnswerError from error


class Charge(_Answer):
    """The charge of an intent, where it was asked for (`expand`)."""

    id: StrictStr
    payment_intent: StrictStr | None
    paid: StrictBool
    captured: StrictBool
    refunded: StrictBool
    amount_refunded: StrictInt
    disputed: StrictBool


class Intent(_Answer):
    """A payment intent; amounts in minor units."""

    id: StrictStr
    status: StrictStr
    amount_received: StrictInt
    currency: StrictStr
    livemode: StrictBool
    metadata: dict[str, str]
    latest_charge: Charge | StrictStr | None
    last_payment_error: dict[str, Any] | None
    request_id: str | None = None
    """Stripe's name of the call that brought it."""
    replayed: bool = False
    """Whether it was read out of what an idempotency key keeps."""


class _Named(_Answer):
    id: Annotated[StrictStr, Field(min_length=1)]


class Page(_Answer):
    """One page of a list, newest first."""

    data: list[dict[str, Any]]
    has_more: StrictBool

    @property
    def last(self) -> str:
        """Where the next page starts.

        Raises:
            UnreadableAnswerError: the page has no last object.
        """
        return _Named.read(self.data[-1] if self.data else None).id


def charged(intent: Intent) -> Outcome:
    """What the answer to a confirm says; what it does not say plainly is unknown."""
    match intent.status:
        case "succeeded":
            return Outcome(OutcomeKind.APPROVED)
        case "processing":
            return Outcome(OutcomeKind.PENDING)
        case "requires_payment_method" if not intent.amount_received:
            return _decline(intent)
        case _:
            # The payer could still finish a `requires_action`: read back, and canceled.
            # A decline with money is none: read back, and parked.
            return Outcome(OutcomeKind.UNKNOWN, "provider_error")


def psp_record(intent: Intent) -> PspRecord | None:
    """The facts of a read, or None where the status is one that we don't know."""
    if intent.status not in _STATES:
        return None
    state = _STATES[intent.status]
    return PspRecord(
        ref=intent.id,
        state=state,
        amount_received=intent.amount_received,
        currency=intent.currency,
        livemode=intent.livemode,
        payment_id=intent.metadata.get("payment_id"),
        charge=_charge(intent),
        decline=_decline(intent) if state is PspState.DECLINED else None,
    )


def _charge(intent: Intent) -> PspCharge | None:
    """The charge, if it is this intent's own."""
    charge = intent.latest_charge
    if not isinstance(charge, Charge) or charge.payment_intent != intent.id:
        return None
    return PspCharge(
        ref=charge.id,
        paid=charge.paid,
        captured=charge.captured,
        refunded=charge.refunded or charge.amount_refunded > 0,
        disputed=charge.disputed,
    )


def _decline(intent: Intent) -> Outcome:
    """Why the last try ended; the status alone says that it did."""
    known = decline_of(intent.last_payment_error or {})
    return known or Outcome(OutcomeKind.DECLINED, "card_declined")
