"""Payment intents and their charges: state, and the JSON that Stripe shows of it."""

import itertools
import time
from dataclasses import dataclass, field
from typing import Any, Final

from local.psp.behaviours import BEHAVIOURS, PAYS, Behaviour, Decline

ANOTHER: Final = "pay_" + "b" * 26
"""A payment that nobody made."""

_numbers = itertools.count(1)


def new_id(prefix: str) -> str:
    """Unique within this process; shaped like Stripe's."""
    return f"{prefix}_local{next(_numbers):012d}"


@dataclass
class Charge:
    """One try to take money: paid and captured at once, or failed."""

    payment_intent: str
    amount: int
    currency: str
    payment_method: str
    metadata: dict[str, str]
    decline: Decline | None = None
    disputed: bool = False
    id: str = field(default_factory=lambda: new_id("ch"))
    created: int = field(default_factory=lambda: int(time.time()))

    def json(self) -> dict[str, Any]:
        """The charge as Stripe shows it."""
        paid = self.decline is None
        return {
            "id": self.id,
            "object": "charge",
            "amount": self.amount,
            "amount_captured": self.amount if paid else 0,
            "amount_refunded": 0,
            "captured": paid,
            "created": self.created,
            "currency": self.currency,
            "disputed": self.disputed,
            "failure_code": self.decline.code if self.decline else None,
            "failure_message": "Your card was declined." if self.decline else None,
            "livemode": False,
            "metadata": self.metadata,
            "paid": paid,
            "payment_intent": self.payment_intent,
            "payment_method": self.payment_method,
            "refunded": False,
            "status": "succeeded" if paid else "failed",
        }


@dataclass
class Intent:
    """A payment intent; `status` is the truth, whatever a read says."""

    amount: int
    currency: str
    payment_method: str | None
    metadata: dict[str, str]
    payment_method_types: list[str]
    capture_method: str
    confirmation_method: str
    statement_descriptor_suffix: str | None
    may_redirect: bool
    status: str
    id: str = field(default_factory=lambda: new_id("pi"))
    created: int = field(default_factory=lambda: int(time.time()))
    canceled_at: int | None = None
    cancellation_reason: str | None = None
    charge: Charge | None = None
    last_payment_error: dict[str, Any] | None = None
    token: str | None = None
    """The payment method that it was created with; a decline takes it off `payment_method`."""
    confirms: int = 0
    refused: int = 0
    reads: int = 0
    landing: bool = False
    """A confirm is on its way that nobody has seen yet."""

    @property
    def behaviour(self) -> Behaviour:
        """What the token does."""
        return BEHAVIOURS.get(self.token or "", PAYS)

    @property
    def paid(self) -> bool:
        """Whether money was taken."""
        return self.charge is not None and self.charge.decline is None

    def unconfirmed(self) -> dict[str, Any]:
        """What a read that lags still shows."""
        return self.json() | {
            "status": "requires_confirmation",
            "amount_received": 0,
            "latest_charge": None,
            "currency": self.currency,
        }

    def another(self, ref: str) -> dict[str, Any]:
        """Another payment's intent under this name, unconfirmed; it is in no book."""
        return self.unconfirmed() | {"id": ref, "metadata": {"payment_id": ANOTHER}}

    def json(self, *, expand: bool = False) -> dict[str, Any]:
        """The payment intent as Stripe shows it."""
        latest: dict[str, Any] | str | None = None
        if self.charge:
            latest = self.charge.json() if expand else self.charge.id
        received = self.charge.amount if self.charge and self.status == "succeeded" else 0
        paid_currency = self.charge.currency if self.charge and self.paid else self.currency
        return {
            "id": self.id,
            "object": "payment_intent",
            "amount": self.amount,
            "amount_capturable": 0,
            "amount_received": received,
            "canceled_at": self.canceled_at,
            "cancellation_reason": self.cancellation_reason,
            "capture_method": self.capture_method,
            "client_secret": f"{self.id}_secret_local",
            "confirmation_method": self.confirmation_method,
            "created": self.created,
            "currency": paid_currency,
            "last_payment_error": self.last_payment_error,
            "latest_charge": latest,
            "livemode": False,
            "metadata": self.metadata,
            "next_action": None,
            "payment_method": self.payment_method,
            "payment_method_types": self.payment_method_types,
            "statement_descriptor_suffix": self.statement_descriptor_suffix,
            "status": (self.paid and self.behaviour.claims) or self.status,
        }
