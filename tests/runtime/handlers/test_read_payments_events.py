"""The routes of events, from event to answer, over fakes."""

from runtime.domain.delivery import DeliveryStatus, became
from runtime.domain.events import event_id
from tests.fakes.payments import ID, Harness
from tests.runtime.handlers.events import event, shown
from tests.runtime.handlers.test_read_payments import ask

EVENTS, EVENT = "/v1/events", "/v1/events/{id}"


def test_the_events_of_a_payment_are_listed() -> None:
    """Newest first, each with the payment as it stood then."""
    harness = Harness()
    harness.succeeded()
    answer = ask(harness, event(EVENTS, query={"payment": [ID], "limit": ["2"]}))
    page = shown(answer)
    assert (answer["statusCode"], page["object"], page["url"]) == (200, "list", EVENTS)
    assert page["has_more"]
    newest, before = page["data"]
    assert (newest["object"], newest["type"]) == ("event", "payment.succeeded")
    assert (newest["data"]["id"], newest["data"]["status"]) == (ID, "succeeded")
    assert newest["version"] == harness.row().version
    assert (before["type"], before["data"]["status"]) == ("payment.processing", "processing")


def test_an_event_is_read_by_its_id() -> None:
    """As the list shows it."""
    harness = Harness()
    harness.succeeded()
    listed = shown(ask(harness, event(EVENTS, query={"payment": [ID]})))["data"][0]
    assert shown(ask(harness, event(EVENT, payment_id=listed["id"]))) == listed


def test_another_merchants_event_looks_like_none() -> None:
    """A stranger's answer is that for an id that nobody has, byte for byte."""
    harness = Harness()
    harness.accepted()
    request = event(EVENT, payment_id=event_id(ID, 1), client="client-3")
    stranger = ask(harness, request)
    assert (stranger["statusCode"], shown(stranger)["code"]) == (404, "resource_missing")
    assert ask(Harness(), request) == stranger


def test_another_merchants_payment_has_no_events() -> None:
    """The parameter is named, as for one that is not there."""
    harness = Harness()
    harness.accepted()
    stranger = ask(harness, event(EVENTS, query={"payment": [ID]}, client="client-3"))
    assert (stranger["statusCode"], shown(stranger)["param"]) == (400, "payment")


def test_an_event_shows_whether_the_endpoint_has_it() -> None:
    """Null where the merchant has none; else where its delivery stands, in both answers."""
    harness = Harness()
    harness.accepted()
    alone = shown(ask(harness, event(EVENTS, query={"payment": [ID]})))["data"][0]
    assert alone["delivery"] is None
    harness = Harness()
    harness.accepted(tells_merchant=True)
    listed = shown(ask(harness, event(EVENTS)))
    assert (listed["has_more"], listed["next_cursor"]) == (False, None)
    [waiting] = listed["data"]
    assert waiting["delivery"] == {
        "status": "pending",
        "attempts": 0,
        "next_attempt_at": waiting["created"],
        "last_attempt_at": None,
        "last_answer": None,
    }
    [due] = harness.ledger.events.waiting.values()
    taken = {"attempts": 1, "last_at": due.at + 1, "answer": "204"}
    harness.ledger.events.finish(due, became(due, DeliveryStatus.DELIVERED, **taken))
    [told] = shown(ask(harness, event(EVENTS)))["data"]
    assert (told["delivery"]["status"], told["delivery"]["last_answer"]) == ("delivered", "204")
    assert shown(ask(harness, event(EVENT, payment_id=told["id"]))) == told
