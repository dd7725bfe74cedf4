"""Looking events up, over fakes."""

import pytest

from runtime.domain.errors import PaymentMissingError, UnavailableError
from runtime.domain.events import event_id
from runtime.domain.payment import Payment, payment_id
from runtime.use_cases.read_events import EventPage, find_event, page, read_query
from runtime.use_cases.read_payments import ReadPaymentsPorts
from runtime.wire.documents import InvalidFieldsError
from tests.fakes import FakePaymentQueries
from tests.fakes.ledger import FakeLedger
from tests.fakes.payments import ID, Harness


def reading(harness: Harness, queries: FakePaymentQueries | None = None) -> ReadPaymentsPorts:
    """The ports of the reading use cases."""
    found = queries or FakePaymentQueries(harness.ledger)
    return ReadPaymentsPorts(found, harness.ledger.events, harness.clock)


def asked(harness: Harness, merchant: str = "acme", **parameters: str) -> EventPage:
    """The page of a query string."""
    return page(read_query({"payment": ID, **parameters}), merchant, reading(harness))


def types(found: EventPage) -> list[str]:
    """Of the page's events, without what they all begin with."""
    return [each.event.type.removeprefix("payment.") for each in found.events]


def paid() -> Harness:
    """A payment whose time goes on by a minute before it is charged."""
    harness = Harness()
    harness.succeeded()
    return harness


def test_the_newest_event_is_first() -> None:
    """A payment's events end with its acceptance."""
    found = asked(paid())
    assert types(found) == ["succeeded", "processing", "accepted"]
    assert found.next_cursor is None


def test_pages_show_each_event_once() -> None:
    """The last id of a page leads to the next, until there are no more."""
    harness, seen = paid(), list[str]()
    found = asked(harness, limit="1")
    while found.events:
        seen += types(found)
        assert (found.next_cursor is not None) == (len(seen) < 3)
        found = asked(harness, limit="1", starting_after=found.events[-1].event.id)
    assert seen == ["succeeded", "processing", "accepted"]


def test_a_filter_by_type_leaves_the_others_out() -> None:
    """And says that there are no more of this type."""
    found = asked(paid(), type="payment.processing", limit="1")
    assert (types(found), found.next_cursor) == (["processing"], None)


def test_a_window_has_its_beginning_and_not_its_end() -> None:
    """As with payments: from `gte` on, and before `lt`."""
    harness = paid()
    now = harness.clock.now()
    assert asked(harness, **{"created[gte]": f"{now}", "created[lt]": f"{now + 1}"}).events
    assert not asked(harness, **{"created[lt]": f"{now}"}).events
    assert not asked(harness, **{"created[gte]": f"{now + 1}"}).events


def test_an_event_is_found_by_its_id() -> None:
    """The very event that the list shows."""
    harness = paid()
    newest = asked(harness).events[0].event
    assert find_event(newest.id, "acme", reading(harness)) == newest


@pytest.mark.parametrize(
    "odd",
    [
        "",
        ID,
        event_id(ID, 99),
        event_id(ID, 3),
        event_id(payment_id("acme", "other"), 1),
    ],
    ids=["empty", "a payment", "beyond the last", "told by a later entry", "another payment"],
)
def test_what_is_no_event_is_missing(odd: str) -> None:
    """An entry without news has no event, and neither has what is not there."""
    with pytest.raises(PaymentMissingError):
        find_event(odd, "acme", reading(paid()))


def test_what_was_written_since_the_row_was_read_is_told_at_the_next_read() -> None:
    """A row of before the first attempt does not name its provider: the event waits for one."""
    harness = Harness()
    queries = _Behind(harness.ledger, harness.accepted())
    harness.succeeded()
    ports = reading(harness, queries)
    assert types(page(read_query({"payment": ID}), "acme", ports)) == ["accepted"]
    with pytest.raises(PaymentMissingError):
        find_event(event_id(ID, 2), "acme", ports)
    provider = find_event(event_id(ID, 2), "acme", reading(harness)).payment.provider
    assert provider is not None
    assert provider.name == "fake"


class _Behind(FakePaymentQueries):
    """Reads the row just before the next write, and the entries just after it."""

    def __init__(self, ledger: FakeLedger, row: Payment) -> None:
        super().__init__(ledger)
        self._row = row

    def get(self, payment_id: str) -> Payment | None:
        """The row of before."""
        return self._row if super().get(payment_id) else None


def test_another_merchants_event_is_missing() -> None:
    """One of its own payment looks the same to a stranger as none."""
    harness = paid()
    with pytest.raises(PaymentMissingError):
        find_event(event_id(ID, 1), "other", reading(harness))


@pytest.mark.parametrize(
    ("merchant", "parameters", "param"),
    [
        ("other", {}, "payment"),
        ("acme", {"payment": payment_id("acme", "other")}, "payment"),
        ("acme", {"starting_after": event_id(ID, 3)}, "starting_after"),
        ("acme", {"starting_after": event_id(payment_id("acme", "o"), 1)}, "starting_after"),
    ],
)
def test_what_the_query_names_must_be_there(
    merchant: str, parameters: dict[str, str], param: str
) -> None:
    """The parameter is named, and no value."""
    with pytest.raises(InvalidFieldsError) as raised:
        asked(paid(), merchant, **parameters)
    assert (raised.value.code, raised.value.param) == ("parameter_invalid", param)


@pytest.mark.parametrize(
    ("parameters", "code", "param"),
    [
        ({"payment": "pay_1"}, "parameter_invalid", "payment"),
        ({"payment": ID, "type": "payment.paid"}, "parameter_invalid", "type"),
        ({"payment": ""}, "parameter_invalid", "payment"),
        ({"payment": f"{ID}\n"}, "parameter_invalid", "payment"),
        ({"payment": f"x{ID}"}, "parameter_invalid", "payment"),
        ({"payment": ID, "type": ""}, "parameter_invalid", "type"),
        ({"payment": ID, "limit": "0"}, "parameter_invalid", "limit"),
        ({"payment": ID, "limit": "101"}, "parameter_invalid", "limit"),
        ({"payment": ID, "starting_after": ID}, "parameter_invalid", "starting_after"),
        ({"payment": ID, "starting_after": ""}, "parameter_invalid", "starting_after"),
        (
            {"payment": ID, "starting_after": f"x{event_id(ID, 1)}"},
            "parameter_invalid",
            "starting_after",
        ),
        (
            {"payment": ID, "starting_after": f"{event_id(ID, 1)}\n"},
            "parameter_invalid",
            "starting_after",
        ),
        ({"payment": ID, "created[lt]": "-1"}, "parameter_invalid", "created[lt]"),
        ({"payment": ID, "page": "2"}, "parameter_unknown", "page"),
    ],
)
def test_a_query_that_breaks_a_rule_is_refused(
    parameters: dict[str, str], code: str, param: str
) -> None:
    """Each parameter has its own rule, and no other may be given."""
    with pytest.raises(InvalidFieldsError) as raised:
        read_query(parameters)
    assert (raised.value.code, raised.value.param) == (code, param)


def test_a_page_is_of_ten_unless_another_number_is_asked_for() -> None:
    """Up to a hundred."""
    assert read_query({"payment": ID}).limit == 10
    assert read_query({"payment": ID, "limit": "100"}).limit == 100


def test_a_filtered_page_goes_on_after_any_event() -> None:
    """The cursor may be of another type than what is asked for; nothing is lost or repeated."""
    harness = paid()
    after = asked(harness).events[1].event.id
    found = asked(harness, type="payment.accepted", starting_after=after)
    assert (types(found), found.next_cursor) == (["accepted"], None)
    assert not asked(harness, type="payment.succeeded", starting_after=after).events


def test_a_row_that_a_hand_gave_to_another_merchant_tells_neither() -> None:
    """Its first entry says whose it is; the row says otherwise, and the night finds that."""
    harness = Harness()
    moved = harness.succeeded().model_copy(update={"merchant": "bistro"})
    harness.ledger.rows[ID] = moved
    for merchant in ("acme", "bistro"):
        with pytest.raises(PaymentMissingError):
            find_event(event_id(ID, 1), merchant, reading(harness))


def test_a_ledger_that_does_not_answer_is_no_missing_event() -> None:
    """What is not known is said to be unknown."""
    harness = paid()
    for part in ("get", "entries"):
        queries = FakePaymentQueries(harness.ledger)
        queries.fail_next(part, UnavailableError("no answer"))
        with pytest.raises(UnavailableError):
            find_event(event_id(ID, 1), "acme", reading(harness, queries))
