"""Look payments up as an operator: any merchant's, by what is known of them, a page at a time.

Three indexes answer, and nothing else is read: `by_reference` where a reference is known, `open`
where what is asked for is unfinished, else `by_day`, one merchant after another.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from runtime.domain.merchant import MerchantName
from runtime.domain.open_rows import OpenRows
from runtime.domain.payment import Payment, Status, created_key
from runtime.domain.ports import Clock, PageQuery, PaymentQueries
from runtime.use_cases.read_payments import (
    CLOCK_SKEW,
    DAY,
    LAST_SECOND,
    LEDGER_BEGINS,
    READ_AHEAD,
    ROWS_PER_PAGE,
    Reference,
    Seconds,
)
from runtime.wire.payment_request import read_as
from runtime.wire.places import MerchantPlace, read_merchant_place, read_open_place, text_of

UNFINISHED: Final = frozenset({Status.QUEUED, Status.PROCESSING, Status.VERIFYING})
"""What stands in the index `open` for as long as it lasts."""

LOOKS_PER_PAGE: Final = 62
"""Days of a merchant, or merchants with a reference, that one page looks through at most."""

LARGEST: Final = 999_999_999_999
"""Minor units."""


@dataclass(frozen=True, slots=True)
class ListLedgerPorts:
    """What an operator's list needs from outside."""

    queries: PaymentQueries
    open_rows: OpenRows
    merchants: Callable[[], Iterable[str]]
    """The names of all, disabled ones too; asked for where no merchant is named."""
    clock: Clock


class LedgerQuery(BaseModel):
    """The query string of `GET /v1/ops/payments`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    limit: int = Field(default=20, ge=1, le=100)
    starting_after: str | None = Field(default=None, min_length=1, max_length=200)
    status: Status | None = None
    merchant: MerchantName | None = None
    reference: Reference | None = None
    older_than: Seconds | None = None
    """Seconds since it was accepted, at least."""
    created_gte: Seconds | None = Field(default=None, alias="created[gte]")
    created_lt: Seconds | None = Field(default=None, alias="created[lt]")
    amount_gte: int | None = Field(default=None, alias="amount[gte]", ge=0, le=LARGEST)
    amount_lte: int | None = Field(default=None, alias="amount[lte]", ge=0, le=LARGEST)

    @classmethod
    def parameters(cls) -> set[str]:
        """The names that a query string may hold."""
        return {field.alias or name for name, field in cls.model_fields.items()}


class LedgerPage(NamedTuple):
    """What was found, and where to go on: None where everything was looked through."""

    payments: list[Payment]
    next_cursor: str | None


class _Window(NamedTuple):
    """Created from `first` on and before `end`: Unix seconds."""

    first: int
    end: int


def read_ledger_query(parameters: Mapping[str, str]) -> LedgerQuery:
    """The query in a query string.

    Raises:
        InvalidFieldsError: with every fault, never with a value.
    """
    return read_as(LedgerQuery, dict(parameters))


def page(query: LedgerQuery, ports: ListLedgerPorts) -> LedgerPage:
    """A page of what the query asks for.

    By `open` it comes in no order; else merchant by merchant, each newest first. What a page
    costs is bounded, so it may end before it is full, and its cursor then leads on.

    Raises:
        InvalidFieldsError: the cursor is none of a list of this kind.
        UnavailableError: no answer; the same call may be made again.
        UnreadableRowError: what is stored has no form that this code reads.
    """
    window = _window(query, ports.clock.now())
    if query.status in UNFINISHED and query.merchant is None and query.reference is None:
        return _taken(query, window, _open(query, ports))
    return _taken(query, window, _by_merchant(query, window, ports))


Looked = tuple[str, Payment | None]
"""A cursor behind what was looked at, and what was there."""


def _taken(query: LedgerQuery, window: _Window, looked: Iterator[Looked]) -> LedgerPage:
    found: list[Payment] = []
    rows = looks = 0
    last = ""
    for cursor, payment in looked:
        # A page that is full ends where there is more to look at.
        if len(found) == query.limit or rows == ROWS_PER_PAGE or looks == LOOKS_PER_PAGE:
            return LedgerPage(found, last)
        last = cursor
        if payment is None:
            looks += 1
        else:
            rows += 1
            if _asked_for(payment, query, window):
                found.append(payment)
    return LedgerPage(found, None)


def _asked_for(payment: Payment, query: LedgerQuery, window: _Window) -> bool:
    return (
        query.status in {None, payment.status}
        and window.first <= payment.created_at < window.end
        and (query.amount_gte is None or query.amount_gte <= payment.amount)
        and (query.amount_lte is None or payment.amount <= query.amount_lte)
    )


def _window(query: LedgerQuery, now: int) -> _Window:
    ends = [now + CLOCK_SKEW]
    if query.created_lt is not None:
        ends.append(query.created_lt)
    if query.older_than is not None:
        ends.append(now - query.older_than + 1)
    first = max(query.created_gte or 0, LEDGER_BEGINS)
    return _Window(first, max(min(*ends, LAST_SECOND), 0))


def _open(query: LedgerQuery, ports: ListLedgerPorts) -> Iterator[Looked]:
    begin = None if query.starting_after is None else read_open_place(query.starting_after)
    for place, payment in ports.open_rows.after(begin, READ_AHEAD):
        yield text_of(place), payment


def _by_merchant(query: LedgerQuery, window: _Window, ports: ListLedgerPorts) -> Iterator[Looked]:
    newest = created_key(window.end, "")
    begin = None if query.starting_after is None else read_merchant_place(query.starting_after)
    names = [query.merchant] if query.merchant else sorted(ports.merchants())
    for name in names:
        if begin is not None and name < begin.merchant:
            continue
        before = newest
        if begin is not None and name == begin.merchant:
            before = min(newest, begin.before)
        yield from _of(name, before, query, window, ports)


def _of(
    merchant: str, before: str, query: LedgerQuery, window: _Window, ports: ListLedgerPorts
) -> Iterator[Looked]:
    """One merchant's payments; after each day, or the one look by a reference, where it stands."""
    while before > created_key(window.first, ""):
        oldest = window.first
        if query.reference is None:
            # The newest day that is left: its midnight belongs to it.
            day = int(before[:10]) if before[10:] != "#" else int(before[:10]) - 1
            oldest = max(window.first, day - day % DAY)
        wanted = PageQuery(merchant, READ_AHEAD, before, oldest, query.reference)
        for payment in ports.queries.page(wanted):
            yield text_of(MerchantPlace(merchant, payment.created_key)), payment
        before = created_key(oldest, "")
        yield text_of(MerchantPlace(merchant, before)), None
