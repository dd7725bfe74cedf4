"""Look payments up: one, a page of them, or one's ledger. A merchant sees its own only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from runtime.contract.problems import Code
from runtime.domain.errors import PaymentMissingError
from runtime.domain.ledger import Entry, EntryType
from runtime.domain.payment import PAYMENT_ID, MailStatus, Payment, Status, created_key
from runtime.domain.ports import Clock, PageQuery, PaymentQueries
from runtime.wire.payment_request import Fault, InvalidFieldsError, read_as
from runtime.wire.texts import seen

DAY: Final = 24 * 3600
USUAL_WINDOW: Final = 31 * DAY
LONGEST_WINDOW: Final = 366 * DAY

CLOCK_SKEW: Final = 300
"""Seconds by which the clock that stamped a payment may be ahead of ours."""

LAST_SECOND: Final = 9_999_999_999
"""The last time that sorts in ten digits."""

WINDOW_TOO_LONG: Final = Fault(
    Code.PARAMETER_INVALID, "The window must not be longer than 366 days.", "created[gte]"
)
CURSOR_UNKNOWN: Final = Fault(Code.PARAMETER_INVALID, "There is no such payment.", "starting_after")

Seconds = Annotated[int, Field(ge=0, le=LAST_SECOND)]
Reference = Annotated[str, BeforeValidator(seen), Field(min_length=1, max_length=64)]


@dataclass(frozen=True, slots=True)
class ReadPaymentsPorts:
    """What reading needs from outside."""

    queries: PaymentQueries
    clock: Clock


class ListQuery(BaseModel):
    """The query string of `GET /v1/payments`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    limit: int = Field(default=10, ge=1, le=100)
    starting_after: str | None = None
    status: Status | None = None
    created_gte: Seconds | None = Field(default=None, alias="created[gte]")
    created_lt: Seconds | None = Field(default=None, alias="created[lt]")
    reference: Reference | None = None

    @classmethod
    def parameters(cls) -> set[str]:
        """The names that a query string may hold."""
        return {field.alias or name for name, field in cls.model_fields.items()}


class Page(NamedTuple):
    """Newest first, and whether there are older ones in the window."""

    payments: list[Payment]
    has_more: bool


def read_query(parameters: Mapping[str, str]) -> ListQuery:
    """The query in a query string.

    Raises:
        InvalidFieldsError: with every fault, never with a value.
    """
    return read_as(ListQuery, dict(parameters))


def find(payment_id: str, merchant: str, ports: ReadPaymentsPorts) -> Payment:
    """One payment.

    Raises:
        PaymentMissingError: unknown, or another merchant's.
        UnavailableError: no answer; the same call may be made again.
    """
    payment = ports.queries.get(payment_id) if PAYMENT_ID.fullmatch(payment_id) else None
    if payment is None or payment.merchant != merchant:
        raise PaymentMissingError
    return payment


def entries(payment_id: str, merchant: str, ports: ReadPaymentsPorts) -> Sequence[Entry]:
    """The ledger of one payment, oldest first.

    Raises:
        PaymentMissingError: there is no such payment of this merchant's.
        UnavailableError: no answer; the same call may be made again.
    """
    return ports.queries.entries(find(payment_id, merchant, ports).payment_id)


def why_undeliverable(payment: Payment, ports: ReadPaymentsPorts) -> str | None:
    """Why the payer does not have the mail, for the few payments of which this is so.

    The row says where a notification stands; why it stands there is in the last entry about it.

    Raises:
        UnavailableError: no answer; the same call may be made again.
    """
    if payment.notification.status is not MailStatus.UNDELIVERABLE:
        return None
    told = [
        entry
        for entry in ports.queries.entries(payment.payment_id)
        if entry.type is EntryType.NOTIFICATION
    ]
    reason: str | None = told[-1].data.get("reason") if told else None
    return reason


def page(query: ListQuery, merchant: str, ports: ReadPaymentsPorts) -> Page:
    """Payments created in the window, newest first.

    Without `created[gte]` the window is the 31 days before `created[lt]` or now. Filters
    run after the read, and it reads on until the page is full or the window is over.

    Raises:
        InvalidFieldsError: the window is longer than 366 days, or the cursor is unknown.
        UnavailableError: no answer; the same call may be made again.
    """
    end = query.created_lt if query.created_lt is not None else ports.clock.now() + CLOCK_SKEW
    oldest = query.created_gte if query.created_gte is not None else max(0, end - USUAL_WINDOW)
    if end - oldest > LONGEST_WINDOW:
        raise InvalidFieldsError([WINDOW_TOO_LONG])
    before = created_key(end, "")
    if query.starting_after is not None:
        before = min(before, _cursor(query.starting_after, merchant, ports))
    wanted = PageQuery(
        merchant=merchant,
        limit=query.limit + 1,
        before=before,
        oldest=oldest,
        reference=query.reference,
    )
    found: list[Payment] = []
    for payment in ports.queries.page(wanted):
        if query.status in {None, payment.status}:
            found.append(payment)
        if len(found) > query.limit:
            break
    return Page(found[: query.limit], has_more=len(found) > query.limit)


def _cursor(payment_id: str, merchant: str, ports: ReadPaymentsPorts) -> str:
    try:
        return find(payment_id, merchant, ports).created_key
    except PaymentMissingError:
        raise InvalidFieldsError([CURSOR_UNKNOWN]) from None
