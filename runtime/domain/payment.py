"""The payment as the ledger's row holds it, and the parts it is made of."""

import hashlib
import re
from base64 import b32encode
from datetime import UTC, datetime
from enum import StrEnum
from operator import not_
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from runtime.contract.schema_versions import ROW_SCHEMA
from runtime.domain.masked_email import MaskedEmail
from runtime.domain.private import Sealed

MAX_ATTEMPTS: Final = 4
"""One first attempt and three retries."""

PAYMENT_ID: Final = re.compile(r"pay_[a-z2-7]{26}")
"""What every id looks like: `payment_id` makes them."""

EVENT_ID: Final = re.compile(r"evt_[a-z2-7]{26}_[1-9][0-9]{0,5}")
"""What the id of an event looks like: its payment's, and the number of the entry that tells it."""

OPEN_SHARDS: Final = 16
LANES: Final = 2  # Ways to an endpoint: so many calls of `deliver_events` at a time.
DAY_SHARDS: Final = 4


class Status(StrEnum):
    """Where a payment stands; `runtime.domain.state_machine` says how it may move."""

    QUEUED = "queued"
    PROCESSING = "processing"
    VERIFYING = "verifying"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    REQUIRES_REVIEW = "requires_review"


FINAL: Final = frozenset({Status.SUCCEEDED, Status.FAILED, Status.CANCELED})


class MailStatus(StrEnum):
    """Where the mail about the latest outcome stands."""

    NONE = "none"
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"


class Part(BaseModel):
    """A frozen value inside a payment."""

    # A function builds the parts that it makes itself, when it makes them.
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )


class PaymentError(Part):
    """Why a charge did not happen, in our codes and, where it said so, the PSP's."""

    code: str
    decline_code: str | None = None
    advice_code: str | None = None


class Attempt(Part):
    """One charge call that was allowed to leave the process."""

    number: int
    started_at: int
    ended_at: int | None = None
    outcome: str | None = None
    error: PaymentError | None = None


class Provider(Part):
    """What the PSP calls this payment and its charge."""

    name: str
    ref: str
    charge: str | None = None


class Check(Part):
    """One question that verification asked the PSP's record."""

    name: str
    passed: bool


class Verification(Part):
    """`none`, `pending`, `verified` or `mismatch`, with each check's result."""

    status: str = "none"
    verified_at: int | None = None
    checks: tuple[Check, ...] = ()


class Notification(Part):
    """The latest notification record; earlier ones are in the entries."""

    status: MailStatus = MailStatus.NONE
    id: str | None = None
    """Payment id and the final entry's number: equal on every repeat of one mail."""
    outcome: str | None = None
    since: int | None = None
    owner: str | None = None
    lease_until: int | None = None
    sent_at: int | None = None
    message_id: str | None = None


class Payment(Part):
    """The row of the `payments` table. Times are Unix seconds, amounts minor units."""

    v: int = ROW_SCHEMA
    payment_id: str
    version: int
    """The last entry's sequence number."""
    status: Status
    livemode: bool
    merchant: str
    amount: int
    amount_received: int = 0
    currency: str
    body_hash: str
    sealed: dict[str, Sealed]
    """By purpose: `customer`, `payment_method`."""
    email_masked: MaskedEmail
    locale: str
    description: str | None = None
    statement_descriptor_suffix: str | None = None
    reference: str | None = None
    metadata: dict[str, str] = {}
    request_id: str | None = None
    """Of the request that accepted it, as its merchant holds it. Version 1 has none."""
    created_at: int
    updated_at: int
    charge_until: int
    attempts: tuple[Attempt, ...] = ()
    attempt_count: int = 0
    attempt_owner: str | None = None
    lease_until: int | None = None
    next_attempt_at: int | None = None
    provider: Provider | None = None
    verification: Verification = Verification()
    notification: Notification = Notification()
    error: PaymentError | None = None
    last_hash: str
    open_shard: int | None = None
    due_at: int | None = None
    sweeps: int = 0
    day_key: str
    created_key: str
    reference_key: str | None = None
    tells_merchant: Annotated[bool, Field(exclude_if=not_)] = False
    """Its merchant had an endpoint then. Kept where it is so: older code reads no such row."""
    on_bus: Annotated[bool, Field(exclude_if=not_)] = False
    """The stack had an event bus then. Kept likewise."""

    @property
    def open_attempt(self) -> Attempt | None:
        """The attempt whose end is not written yet."""
        last = self.attempts[-1] if self.attempts else None
        return last if last and last.ended_at is None else None

    @property
    def owes_mail(self) -> bool:
        """Whether what the row still waits for is its mail: then `due_at` is the notifier's."""
        return self.notification.status in {MailStatus.DUE, MailStatus.SENDING}

    @property
    def waits_for_a_person(self) -> bool:
        """Whether nothing can be done about it but by a person."""
        return self.status is Status.REQUIRES_REVIEW and not self.owes_mail

    @property
    def last_started(self) -> int:
        """When the last attempt started; before the first, when the payment was accepted."""
        return self.attempts[-1].started_at if self.attempts else self.created_at


def when_accepted(payment: Payment) -> Payment:
    """The payment as its first answer showed it, rebuilt from its immutable fields."""
    return payment.model_copy(
        update={
            "status": Status.QUEUED,
            "updated_at": payment.created_at,
            "amount_received": 0,
            "attempts": (),
            "attempt_count": 0,
            "next_attempt_at": None,
            "provider": None,
            "verification": Verification(),
            "notification": Notification(),
            "error": None,
        }
    )


def payment_id(merchant: str, idempotency_key: str) -> str:
    """The id is derived, so that one conditional write is the whole idempotency check."""
    seed = f"{merchant}\n{idempotency_key}".encode()
    return "pay_" + b32encode(hashlib.sha256(seed).digest()).decode().lower()[:26]


def _bucket(identifier: str, buckets: int) -> int:
    return hashlib.sha256(identifier.encode()).digest()[0] % buckets


def open_shard(identifier: str) -> int:
    """Which of the 16 partitions of the `open` index holds the payment."""
    return _bucket(identifier, OPEN_SHARDS)


def event_lane(identifier: str, lanes: int = LANES) -> int:
    """Which way the payment's events go, to its merchant's endpoint where nothing else is said."""
    return _bucket(identifier, lanes)


def day_keys(merchant: str, day: str) -> list[str]:
    """The partitions of the `by_day` index for one merchant and day (`yyyy-mm-dd`)."""
    return [f"{merchant}#{day}#{shard}" for shard in range(DAY_SHARDS)]


def day_of(at: int) -> str:
    """The UTC day of a Unix time, as `yyyy-mm-dd`."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")


def day_key(merchant: str, at: int, identifier: str) -> str:
    """The `by_day` partition of one payment."""
    return day_keys(merchant, day_of(at))[_bucket(identifier, DAY_SHARDS)]


def created_key(at: int, identifier: str) -> str:
    """Sorts by time, then id; ten digits last until the year 2286."""
    return f"{at:010d}#{identifier}"


def reference_key(merchant: str, reference: str) -> str:
    """The `by_reference` partition."""
    return f"{merchant}#{reference}"
