"""What the API answers of payments, as models; `docs/openapi.json` is made of them.

`runtime/wire/from_domain.py` fills them; nothing may be in an answer that is not here.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field, WithJsonSchema

from runtime.domain.email_event import Reason
from runtime.domain.ledger import EntryType
from runtime.domain.payment import MAX_ATTEMPTS, PAYMENT_ID, MailStatus, Status
from runtime.wire.shown import Shown

ItemT = TypeVar("ItemT")


def one_of(values: Iterable[str]) -> WithJsonSchema:
    """Documents what there is today. A newer version's row may hold more, and is shown as it is."""
    return WithJsonSchema({"type": "string", "enum": list(values)})


class PaymentCustomer(Shown):
    """Who pays, as far as a merchant may read it back."""

    email: str = Field(description="Masked: `j…@gmail.com`; a private domain, `j…@…`.")
    locale: str = Field(description="BCP 47.")


class ChargeError(Shown):
    """Why a charge did not happen."""

    code: str
    decline_code: str | None
    advice_code: str | None
    message: str


class Attempt(Shown):
    """One charge call that was allowed to leave."""

    number: Annotated[
        int, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_ATTEMPTS})
    ]
    started_at: int
    ended_at: int | None
    outcome: str | None
    error: ChargeError | None


class Provider(Shown):
    """What the payment service provider calls the payment and its charge."""

    name: str
    payment_id: str
    charge_id: str | None


class Check(Shown):
    """One question that verification asked the provider's record."""

    name: str
    passed: bool


class Verification(Shown):
    """Whether the provider's record agrees."""

    status: Annotated[str, one_of(["none", "pending", "verified", "mismatch"])]
    verified_at: int | None
    checks: list[Check]


class Notification(Shown):
    """The latest mail to the payer."""

    status: MailStatus
    sent_at: int | None
    message_id: str | None
    reason: Annotated[str, one_of(Reason)] | None = Field(description="Why it is undeliverable.")


class Links(Shown):
    """Where to read on."""

    self: str
    entries: str


class Payment(Shown):
    """One request to take money, as it stands."""

    id: Annotated[str, WithJsonSchema({"type": "string", "pattern": f"^{PAYMENT_ID.pattern}$"})]
    object: Literal["payment"]
    livemode: bool
    status: Status
    amount: int = Field(description="Minor units.")
    amount_received: int = Field(description="Minor units.")
    currency: str
    customer: PaymentCustomer
    description: str | None
    reference: str | None
    metadata: dict[str, str]
    created: int
    updated: int
    attempt_count: int
    max_attempts: int
    next_attempt_at: int | None
    attempts: list[Attempt]
    last_payment_error: ChargeError | None
    provider: Provider | None
    verification: Verification
    notification: Notification
    links: Links


class Posting(Shown):
    """One leg of a booking; a positive amount is a debit."""

    account: str
    amount: int = Field(description="Minor units.")
    currency: str


class Entry(Shown):
    """One line of the ledger."""

    object: Literal["entry"]
    seq: int
    type: EntryType
    at: int
    actor: str
    data: dict[str, Any]
    postings: list[Posting]


class Listed(Shown, Generic[ItemT]):
    """What every list has."""

    object: Literal["list"]
    url: str
    has_more: bool
    data: list[ItemT]


class PaymentList(Listed[Payment]):
    """A page of payments, newest first.

    It ends early where it would cost too much: `data` may then hold fewer than `limit`, or none.
    """

    has_more: bool = Field(
        description="False: nothing that was asked for is older. True: not all was looked through."
    )
    next_cursor: str | None = Field(
        description="Give it as `starting_after` for the next page; null where there is none."
    )


class EntryList(Listed[Entry]):
    """The ledger of one payment, oldest first."""
