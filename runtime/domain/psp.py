"""The port of a payment service provider (PSP), and the few answers that it can give.

An adapter turns each failure of its own into an `Outcome`; nothing above it sees an HTTP status.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from runtime.domain.payment import Payment
from runtime.domain.private import Clear


class OutcomeKind(StrEnum):
    """How a call to the PSP ended."""

    APPROVED = "approved"
    DECLINED = "declined"
    PENDING = "pending"
    RETRYABLE = "retryable"
    """Surely not charged; the same call may succeed later."""
    UNKNOWN = "unknown"
    """Only reading the payment back may decide."""
    REJECTED = "rejected"
    """The PSP refuses the request itself, for good."""
    MISCONFIGURED = "misconfigured"
    """Our credentials."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one call, in our codes."""

    kind: OutcomeKind
    code: str | None = None
    decline_code: str | None = None
    advice_code: str | None = None
    retry_after: int | None = None
    """Seconds, as the PSP asked."""
    request_id: str | None = None
    failing: bool = False
    """The PSP itself failed: no connection, no answer in time, 5xx, nonsense."""
    kept: bool = False
    """The PSP keeps this answer under its idempotency key: asked again, it says the same.

    Such an answer says nothing of the PSP's health now.
    """


@dataclass(frozen=True, slots=True)
class PspObject:
    """An unconfirmed object of the PSP."""

    ref: str
    kept: bool = False
    """As of an `Outcome`."""


class PspState(StrEnum):
    """What the PSP says of a payment when it is read."""

    NOT_CHARGED = "not_charged"
    DECLINED = "declined"
    """Definitively: the attempt is over and nothing can follow it."""
    NEEDS_PAYER = "needs_payer"
    PENDING = "pending"
    HELD = "held"
    """Authorized but not captured, which we never ask for."""
    CANCELED = "canceled"
    PAID = "paid"


MONEY: Final = frozenset({PspState.PAID, PspState.HELD})
"""States of a record in which the payer's money is taken or held."""

CHARGEABLE: Final = frozenset({PspState.NOT_CHARGED, PspState.NEEDS_PAYER})
"""States of a record whose object a confirm may still charge: it must be canceled before a payment
fails."""


@dataclass(frozen=True, slots=True)
class PspCharge:
    """The PSP's charge behind a paid payment."""

    ref: str
    paid: bool
    captured: bool
    refunded: bool
    disputed: bool


@dataclass(frozen=True, slots=True)
class PspRecord:
    """A strong read of the PSP's payment object: facts, no judgement."""

    ref: str
    """The object that the answer is about, whichever was asked for."""
    state: PspState
    amount_received: int
    currency: str
    livemode: bool
    payment_id: str | None
    """Our id, from the object's metadata."""
    charge: PspCharge | None = None
    decline: Outcome | None = None


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """The PSP's word that something happened: a reason to look, never a fact."""

    ref: str
    """The PSP's id of the event, or empty."""
    kind: str
    """In the PSP's words."""
    payment_id: str | None
    """Whose payment the event says it is about; anything may stand here."""
    says: PspState | None = None
    """What it says became of the payment; None: something else, or nothing that we know."""


class WebhookParser(Protocol):
    """The PSP's way of telling us.

    Apart from `Psp`, because who receives webhooks needs no key to pay.
    """

    def parse(self, headers: Mapping[str, Sequence[str]], raw: bytes) -> WebhookEvent:
        """The event, once a live secret is known to have signed these very bytes.

        Args:
            headers: lower-case name → every value.
            raw: the body as it arrived.

        Raises:
            SignatureInvalidError: signed by nobody, by somebody else, or too long ago.
            UnavailableError: the secrets can't be read now.
        """
        ...


class Psp(Protocol):
    """A payment service provider with one object per payment.

    Nothing above this port sees an HTTP status. No call retries by itself.
    """

    name: str

    def prepare(self, payment: Payment, payment_method: Clear, key: int) -> PspObject | Outcome:
        """Create the unconfirmed object. Moves no money; idempotent per key, counted from 1."""
        ...

    def charge(self, payment: Payment, ref: str, attempt: int) -> Outcome:
        """Confirm the object; idempotent per attempt number."""
        ...

    def lookup(self, ref: str) -> PspRecord | Outcome:
        """A strong read."""
        ...

    def cancel(self, ref: str) -> PspRecord | Outcome:
        """After CANCELED no charge can happen; the psp_record may say that it is PAID already."""
        ...

    def list(self, since: int) -> Iterator[PspRecord | Outcome]:
        """Every object that was made at or after `since` (Unix seconds), newest first.

        It may lag, and its views carry no charge: good for finding differences, never for
        deciding. An outcome stands for what can't be read: one object, or, as the last
        thing that comes, everything that would have followed.
        """
        ...
