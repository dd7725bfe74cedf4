"""Look payments up: one, a page of them, or one's ledger. A merchant sees its own only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple, Protocol

from pydantic import Field

from runtime.contract.codes import Code
from runtime.domain import ledger
from runtime.domain.errors import PaymentMissingError
from runtime.domain.ledger import Entry
from runtime.domain.payment import PAYMENT_ID, MailStatus, Payment, Status, created_key
from runtime.domain.ports import Clock, PageQuery, PaymentQueries
from runtime.domain.terms import known_to
from runtime.wire.documents import Fault, InvalidFieldsError, Query, read_as
from runtime.wire.texts import seen_within

if TYPE_CHECKING:
    from runtime.domain.event_store import ToldEvents

DAY: Final = 24 * 3600

LEDGER_BEGINS: Final = 1_767_225_600
"""2026-01-01, UTC: nobody ran this before, so no ledger holds an older payment."""

DAYS_PER_PAGE: Final = 31
"""UTC days that one page looks through at most, each with four partitions of the index."""

ROWS_PER_PAGE: Final = 500
"""Rows that one page reads at most: a filter by status runs after the read."""

READ_AHEAD: Final = 100
"""Rows of one read where most of them may be filtered out."""

CLOCK_SKEW: Final = 300
"""Seconds by which the clock that stamped a payment may be ahead of ours."""

LAST_SECOND: Final = 9_999_999_999
"""The last time that sorts in ten digits."""

BEFORE: Final = "before_"
"""Begins a cursor that is a time: the page ended there without a payment to name."""

CURSOR_UNKNOWN: Final = Fault(Code.PARAMETER_INVALID, "There is no such payment.", "starting_after")

Seconds = Annotated[int, Field(ge=0, le=LAST_SECOND)]
Reference = Annotated[
    str,
    seen_within(64),
    Field(min_length=1, max_length=64, json_schema_extra={"allOf": [{"pattern": r"\S"}]}),
]
Cursor = Annotated[str, Field(pattern=f"^({PAYMENT_ID.pattern}|{BEFORE}[0-9]{{10}})$")]


@dataclass(frozen=True, slots=True)
class ReadPaymentsPorts:
    """What reading needs from outside."""

    queries: PaymentQueries
    told: "ToldEvents"
    clock: Clock


class Queries(Protocol):
    """Whoever looks payments up."""

    @property
    def queries(self) -> PaymentQueries:
        """Where they are."""
        ...


class ListQuery(Query):
    """The query string of `GET /v1/payments`."""

    limit: int = Field(default=10, ge=1, le=100)
    starting_after: Cursor | None = None
    status: Status | None = None
    created_gte: Seconds | None = Field(default=None, alias="created[gte]")
    created_lt: Seconds | None = Field(default=None, alias="created[lt]")
    reference: Reference | None = None


class Page(NamedTuple):
    """Newest first, and where to go on: None where nothing older is left to look through."""

    payments: list[Payment]
    next_cursor: str | None


def read_query(parameters: Mapping[str, str]) -> ListQuery:
    """The query in a query string.

    Raises:
        InvalidFieldsError: with every fault, never with a value.
    """
    return read_as(ListQuery, dict(parameters))


def find(payment_id: str, merchant: str, ports: Queries) -> Payment:
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

    The row says where a notification stands; why it stands there is in the last entry about it
    that the row knows.

    Raises:
        UnavailableError: no answer; the same call may be made again.
    """
    if payment.notification.status is not MailStatus.UNDELIVERABLE:
        return None
    return ledger.why_undeliverable(known_to(payment, ports.queries.entries(payment.payment_id)))


def page(query: ListQuery, merchant: str, ports: ReadPaymentsPorts) -> Page:
    """Payments created in the window, newest first; without one, back to the first payment.

    What a page costs is bounded, so it may end before it is full, and its cursor then leads on.
    A reference has an index of its own, where any age costs the same.

    Raises:
        InvalidFieldsError: the cursor is unknown.
        UnavailableError: no answer; the same call may be made again.
    """
    before, oldest = _window(query, merchant, ports)
    begin = oldest
    if query.reference is None:
        begin = max(oldest, _midnight(int(before[:10])) - (DAYS_PER_PAGE - 1) * DAY)
    wanted = PageQuery(
        merchant=merchant,
        limit=READ_AHEAD if query.status else query.limit + 1,
        before=before,
        oldest=begin,
        reference=query.reference,
    )
    found: list[Payment] = []
    for read, payment in enumerate(ports.queries.page(wanted), 1):
        if query.status in {None, payment.status}:
            if len(found) == query.limit:
                return Page(found, found[-1].payment_id)
            found.append(payment)
        if read == ROWS_PER_PAGE:
            return Page(found, payment.payment_id)
    return Page(found, f"{BEFORE}{begin:010d}" if begin > oldest else None)


def _window(query: ListQuery, merchant: str, ports: ReadPaymentsPorts) -> tuple[str, int]:
    """A `created_key` that payments are older than, and the first second that is looked at."""
    # Days have to begin somewhere, and no payment is of tomorrow; a reference's payments are found
    # whatever their time.
    newest = LAST_SECOND if query.reference else ports.clock.now() + CLOCK_SKEW
    end = newest if query.created_lt is None else min(query.created_lt, newest)
    before = created_key(end, "")
    if query.starting_after is not None:
        before = min(before, _after(query.starting_after, merchant, ports))
    return before, max(query.created_gte or 0, LEDGER_BEGINS)


def _midnight(at: int) -> int:
    return at - at % DAY


def _after(cursor: str, merchant: str, ports: ReadPaymentsPorts) -> str:
    if cursor.startswith(BEFORE):
        return created_key(int(cursor.removeprefix(BEFORE)), "")
    try:
        return find(cursor, merchant, ports).created_key
    except PaymentMissingError:
        raise InvalidFieldsError([CURSOR_UNKNOWN]) from None
