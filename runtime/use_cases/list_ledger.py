"""Look payments up as an operator: any merchant's, by what is known of them, a page at a time.

Three indexes answer, and nothing else is read: `by_reference` where a reference is known, `open`
where what is asked for is unfinished, else `by_day`, one merchant after another.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from pydantic import Field

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
from runtime.wire.documents import InvalidFieldsError, Query, read_as
from runtime.wire.places import (
    UNKNOWN,
    MerchantPlace,
    read_merchant_place,
    read_open_place,
    text_of,
)

UNFINISHED: Final = frozenset({Status.QUEUED, Status.PROCESSING, Status.VERIFYING})
"""What stands in the index `open` for as long as it lasts."""

DAYS_OF_A_PAGE: Final = 62
"""Of merchants, that one page looks through before it ends; a merchant with a reference is one."""

DAYS_AT_A_TIME: Final = 31
"""Of one merchant: several at a time cost fewer rounds."""

LARGEST: Final = 999_999_999_999
"""Minor units."""


class Enrolled(NamedTuple):
    """A merchant, and when its first client was made: nobody paid for it before."""

    name: str
    since: int
    """Unix seconds."""


@dataclass(frozen=True, slots=True)
class ListLedgerPorts:
    """What an operator's list needs from outside."""

    queries: PaymentQueries
    open_rows: OpenRows
    merchants: Callable[[], Iterable[tuple[str, int]]]
    """All of them as `Enrolled` says, disabled ones too."""
    clock: Clock


class LedgerQuery(Query):
    """The query string of `GET /v1/ops/payments`."""

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

    By `open` it comes in no order; else merchant by merchant, each newest first, back to its first
    client, or as far as `created[gte]` says. What a page costs is bounded, so it may end before it
    is full, and its cursor then leads on.

    Raises:
        InvalidFieldsError: the cursor is none of a list of this kind.
        UnavailableError: no answer; the same call may be made again.
        UnreadableRowError: what is stored has no form that this code reads.
    """
    window = _window(query, ports.clock.now())
    if query.status in UNFINISHED and query.merchant is None and query.reference is None:
        return _taken(query, window, _open(query, ports))
    return _taken(query, window, _by_merchant(query, window, ports))


class _Look(NamedTuple):
    """One row that was read, or days of a merchant that were looked through to their end."""

    cursor: str
    """Behind it."""
    payment: Payment | None
    days: int = 0


def _taken(query: LedgerQuery, window: _Window, looked: Iterator[_Look]) -> LedgerPage:
    found: list[Payment] = []
    rows = days = 0
    for look in looked:
        days += look.days
        if look.payment is not None:
            rows += 1
            if _asked_for(look.payment, query, window):
                found.append(look.payment)
        if len(found) == query.limit or rows == ROWS_PER_PAGE or days >= DAYS_OF_A_PAGE:
            return LedgerPage(found, look.cursor)
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


def _open(query: LedgerQuery, ports: ListLedgerPorts) -> Iterator[_Look]:
    begin = None if query.starting_after is None else read_open_place(query.starting_after)
    for place, payment in ports.open_rows.after(begin, READ_AHEAD):
        yield _Look(text_of(place), payment)


def _by_merchant(query: LedgerQuery, window: _Window, ports: ListLedgerPorts) -> Iterator[_Look]:
    newest = created_key(window.end, "")
    begin = None if query.starting_after is None else read_merchant_place(query.starting_after)
    if begin is not None and query.merchant not in {None, begin.merchant}:
        # Of another merchant's list: behind it this one has nothing, and would seem to have ended.
        raise InvalidFieldsError([UNKNOWN])
    for name, since in _merchants(query, ports):
        if begin is not None and name < begin.merchant:
            continue
        before = newest
        if begin is not None and name == begin.merchant:
            before = min(newest, begin.before)
        first = window.first
        if query.created_gte is None and query.reference is None:
            first = max(first, since - CLOCK_SKEW)
        yield from _of(name, before, first, query.reference, ports)


def _merchants(query: LedgerQuery, ports: ListLedgerPorts) -> list[Enrolled]:
    if query.merchant is None:
        return sorted(Enrolled(*each) for each in ports.merchants())
    if query.reference is not None or query.created_gte is not None:
        return [Enrolled(query.merchant, LEDGER_BEGINS)]
    known = dict(ports.merchants())
    return [Enrolled(query.merchant, known.get(query.merchant, LEDGER_BEGINS))]


def _of(
    merchant: str, before: str, first: int, reference: str | None, ports: ListLedgerPorts
) -> Iterator[_Look]:
    """One merchant's payments; after some days, or the one look by a reference, where it stands."""
    while before > created_key(first, ""):
        oldest, days = first, 1
        if reference is None:
            # The newest second that is left; a time alone is before all payments of its second.
            last = int(before[:10]) - before.endswith("#")
            midnight = last - last % DAY
            oldest = max(first, midnight - (DAYS_AT_A_TIME - 1) * DAY)
            days = (midnight - oldest + DAY - 1) // DAY + 1
        for payment in ports.queries.page(
            PageQuery(merchant, READ_AHEAD, before, oldest, reference)
        ):
            yield _Look(text_of(MerchantPlace(merchant, payment.created_key)), payment)
        before = created_key(oldest, "")
        yield _Look(text_of(MerchantPlace(merchant, before)), None, days)
