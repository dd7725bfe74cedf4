"""An operator finds payments of all merchants by the indexes, at a bounded cost a page."""

from typing import Any

import pytest

from runtime.domain.payment import Status, created_key, open_shard, payment_id
from runtime.use_cases.list_ledger import (
    DAYS_OF_A_PAGE,
    UNFINISHED,
    LedgerPage,
    LedgerQuery,
    ListLedgerPorts,
    page,
    read_ledger_query,
)
from runtime.use_cases.read_payments import CLOCK_SKEW, DAY, ROWS_PER_PAGE
from runtime.wire.documents import InvalidFieldsError
from tests.fakes import FakePaymentQueries
from tests.fakes.open_rows import FakeOpenRows
from tests.fakes.payments import Harness
from tests.fakes.system import FakeClock

ACME, OTHER, OPEN = {"merchant": "acme"}, {"merchant": "other"}, {"status": "queued"}


class Ledger:
    """Rows of a ledger, and the ports over it; counts what was read."""

    def __init__(self) -> None:
        self.harness = Harness()
        self.template = self.harness.accepted()
        self.harness.ledger.rows.clear()
        self.queries = FakePaymentQueries(self.harness.ledger)
        self.since = {"other": 0, "acme": 0}
        self.asked = 0

    def add(self, key: str, age: int = 0, merchant: str = "acme", **fields: Any) -> str:
        """A payment that is so many seconds old, and its id."""
        name, at = payment_id(merchant, key), self.harness.clock.now() - age
        changed = {
            "payment_id": name,
            "merchant": merchant,
            "created_at": at,
            "created_key": created_key(at, name),
            "open_shard": open_shard(name),
            **fields,
        }
        self.harness.ledger.rows[name] = self.template.model_copy(update=changed)
        return name

    def parked(self, key: str, age: int = 0, merchant: str = "acme") -> str:
        """One that waits for a person: it stands in no index but by its day."""
        nowhere = {"open_shard": None, "due_at": None}
        return self.add(key, age, merchant, status=Status.REQUIRES_REVIEW, **nowhere)

    def merchants(self) -> list[tuple[str, int]]:
        """All of them; counts who asks."""
        self.asked += 1
        return list(self.since.items())

    def page(self, **parameters: str) -> LedgerPage:
        """One page."""
        clock: FakeClock = self.harness.clock
        rows = FakeOpenRows(self.harness.ledger)
        ports = ListLedgerPorts(self.queries, rows, self.merchants, clock)
        return page(read_ledger_query(parameters), ports)

    def walked(self, **parameters: str) -> list[LedgerPage]:
        """Every page, each asked for with the cursor of the one before."""
        pages = [self.page(**parameters)]
        while (cursor := pages[-1].next_cursor) is not None:
            pages.append(self.page(**parameters, starting_after=cursor))
        return pages

    def found(self, **parameters: str) -> list[str]:
        """The ids of all pages, in order."""
        return [row.payment_id for one in self.walked(**parameters) for row in one.payments]


@pytest.mark.parametrize("limit", ["1", "2", "100"])
def test_what_waits_for_a_person_is_found_whosever_it_is(limit: str) -> None:
    """Merchant by merchant, each newest first, however old: no page hides one or shows it twice."""
    ledger = Ledger()
    wanted = [
        ledger.parked("new", 5, "acme"),
        ledger.parked("old", 200 * DAY, "acme"),
        ledger.parked("its", DAY, "other"),
    ]
    ledger.add("done", 10)
    assert ledger.found(status="requires_review", limit=limit) == wanted


@pytest.mark.parametrize("status", sorted(UNFINISHED))
@pytest.mark.parametrize("limit", ["1", "3", "100"])
def test_what_is_unfinished_is_found_by_one_index(status: str, limit: str) -> None:
    """Nobody's name and no day is needed, so no merchant's day is looked through."""
    ledger = Ledger()
    wanted = {ledger.add(f"key-{n}", n * 40 * DAY, status=Status(status)) for n in range(7)}
    ledger.add("mail", status=Status.SUCCEEDED)
    found = ledger.found(status=status, limit=limit)
    assert (set(found), len(found)) == (wanted, len(wanted))
    assert ledger.queries.queries == []


def test_a_reference_is_found_at_any_age_and_merchant() -> None:
    """One look for each merchant; a merchant that is named is the only one asked."""
    ledger = Ledger()
    mine = ledger.add("mine", 300 * DAY, reference="order-7")
    its = ledger.add("its", DAY, "other", reference="order-7")
    ledger.add("no", reference="order-8")
    assert ledger.found(reference="order-7") == [mine, its]
    assert {query.reference for query in ledger.queries.queries} == {"order-7"}
    assert len(ledger.queries.queries) == 2
    assert ledger.found(reference="order-7", merchant="other") == [its]
    assert ledger.asked == 1


def test_a_merchants_unfinished_payments_are_found_by_its_days() -> None:
    """The index of what is open knows no merchant: reading it all for one would cost too much."""
    ledger = Ledger()
    ledger.add("mine")
    its = ledger.add("its", merchant="other")
    assert ledger.found(status="queued", merchant="other") == [its]
    assert {query.merchant for query in ledger.queries.queries} == {"other"}


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"older_than": "3600"}, ["b", "c"]),
        ({"older_than": "3601"}, ["c"]),
        ({"created[gte]": "-3600"}, ["a", "b"]),
        ({"created[lt]": "-3600"}, ["c"]),
        ({"created[lt]": "0", "older_than": "3600"}, ["b", "c"]),
        ({"amount[gte]": "200"}, ["b", "c"]),
        ({"amount[lte]": "200"}, ["a", "b"]),
        ({"amount[gte]": "150", "amount[lte]": "250"}, ["b"]),
        ({"merchant": "nobody"}, []),
        ({}, ["a", "b", "c"]),
    ],
)
@pytest.mark.parametrize("status", [{}, {"status": "queued"}])
def test_age_time_and_amount_bound_what_is_found(
    parameters: dict[str, str], found: list[str], status: dict[str, str]
) -> None:
    """Age and both ends of the amount belong to the range, the end of the time does not."""
    ledger = Ledger()
    now = ledger.harness.clock.now()
    names = {
        ledger.add("a", 0, amount=100): "a",
        ledger.add("b", 3600, amount=200): "b",
        ledger.add("c", 2 * DAY, amount=300): "c",
    }
    times = {
        name: str(now + int(value)) if name.startswith("created") else value
        for name, value in parameters.items()
    }
    assert sorted(names[each] for each in ledger.found(**times, **status)) == found


def test_a_payment_of_a_clock_that_is_ahead_is_found() -> None:
    """Whoever stamped it was a little ahead of us."""
    ledger = Ledger()
    ahead = ledger.add("ahead", 1 - CLOCK_SKEW)
    assert ledger.found() == [ahead]


def test_a_page_looks_through_so_many_days_and_then_leads_on() -> None:
    """With nobody found it is empty, says that there is more, and the next one goes on there."""
    ledger = Ledger()
    old = ledger.parked("old", 100 * DAY)
    first, *rest = ledger.walked(status="requires_review", merchant="acme")
    assert first.payments == []
    assert first.next_cursor is not None
    one, two, *_ = ledger.queries.queries
    assert (one.before[:10] > str(one.oldest), two.before) == (True, created_key(one.oldest, ""))
    assert ledger.harness.clock.now() - two.oldest <= DAYS_OF_A_PAGE * DAY
    assert [row.payment_id for one in rest for row in one.payments] == [old]


def test_nobody_looks_for_payments_of_before_a_merchant_had_a_client() -> None:
    """A day of a new merchant is one day, unless somebody asks for older ones."""
    ledger = Ledger()
    now = ledger.harness.clock.now()
    ledger.since = {"acme": now - 3600}
    mine = ledger.parked("mine", 3500)
    odd = ledger.parked("odd", 100 * DAY)
    for more in ({}, {"merchant": "acme"}):
        ledger.queries.queries.clear()
        assert ledger.found(status="requires_review", **more) == [mine]
        assert len(ledger.queries.queries) == 1
    asked = {"created[gte]": str(now - 200 * DAY)}
    assert ledger.found(status="requires_review", **asked) == [mine, odd]
    assert ledger.found(status="requires_review", merchant="acme", **asked) == [mine, odd]
    assert ledger.found(merchant="nobody") == []


def test_a_page_reads_so_many_rows_and_then_leads_on() -> None:
    """What a filter leaves out is read too, and counted."""
    ledger = Ledger()
    for number in range(ROWS_PER_PAGE + 20):
        ledger.add(f"key-{number}", number)
    last = ledger.parked("last", DAY // 2)
    first = ledger.page(status="requires_review", merchant="acme")
    assert (first.payments, first.next_cursor is None) == ([], False)
    assert ledger.queries.rows_read <= ROWS_PER_PAGE + 1
    assert ledger.found(status="requires_review", merchant="acme") == [last]


@pytest.mark.parametrize(("given", "by"), [({}, OPEN), (OPEN, {}), (ACME, OTHER), (OTHER, ACME)])
def test_a_cursor_of_another_list_is_refused(given: dict[str, str], by: dict[str, str]) -> None:
    """By its parameter's name; it would skip payments, or all of them, and say nothing of it."""
    ledger = Ledger()
    for number in range(4):
        ledger.add(f"key-{number}", number, ("acme", "other")[number % 2])
    cursor = ledger.page(limit="1", **by).next_cursor
    with pytest.raises(InvalidFieldsError) as refused:
        ledger.page(starting_after=str(cursor), **given)
    assert [fault.param for fault in refused.value.faults] == ["starting_after"]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("status", "gone", "parameter_invalid"),
        ("merchant", "A B", "parameter_invalid"),
        ("reference", " ", "parameter_invalid"),
        ("older_than", "-1", "parameter_invalid"),
        ("older_than", "1h", "parameter_invalid"),
        ("created[gte]", "2026", "ok"),
        ("amount[gte]", "1.5", "parameter_invalid"),
        ("amount[lte]", "-1", "parameter_invalid"),
        ("limit", "0", "parameter_invalid"),
        ("email", "x", "parameter_unknown"),
    ],
)
def test_a_bad_filter_is_named(name: str, value: str, code: str) -> None:
    """With a code and the parameter."""
    if code == "ok":
        assert read_ledger_query({name: value}) == LedgerQuery.model_validate({name: int(value)})
        return
    with pytest.raises(InvalidFieldsError) as refused:
        read_ledger_query({name: value})
    assert [(fault.code, fault.param) for fault in refused.value.faults] == [(code, name)]


def test_the_query_string_holds_nothing_else() -> None:
    """By the names that a caller writes."""
    assert LedgerQuery.parameters() >= {"limit", "older_than", "created[gte]", "amount[lte]"}
