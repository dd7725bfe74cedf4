"""`till events resend`, as it is typed."""

import time

import pytest

from runtime.domain.delivery import KEPT, DeliveryStatus, EndpointHealth
from runtime.domain.errors import UnavailableError
from runtime.domain.event_store import EventPlace
from runtime.domain.events import event_id
from runtime.domain.payment import event_lane
from tests.fakes.payments import ID
from tests.runtime.adapters.aws import ENTRIES, PAYMENTS
from tests.till.event_stack import EventStack, paid
from tests.till.events.asked import SUCCEEDED, World
from tests.till.payments.documents import printed
from till.events.resend import resent


def test_an_event_is_due_now_and_sent_by_the_next_sweep(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever became of it before; twice is twice."""
    acme.hold(paid(60))
    before = int(time.time())
    assert acme("events", "resend", SUCCEEDED, "--json") == 0
    document = printed("events resend", capsys)
    assert (document["type"], document["merchant"]) == ("payment.succeeded", "acme")
    (due,) = acme.due()
    assert (due.event_id, due.lane.number, due.attempts) == (SUCCEEDED, event_lane(ID), 0)
    assert before <= due.due_at == document["due_at"] <= time.time()
    assert acme("events", "resend", SUCCEEDED) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "It is sent within a minute." in told
    assert "`till events list acme` says what became of it." in told


def test_an_endpoint_that_rests_is_told_of(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """The event is due all the same."""
    acme.hold(paid(60))
    now = int(time.time())
    acme.events.set_health("acme", EndpointHealth(5, now - 60, 1, now + 600))
    assert acme("events", "resend", SUCCEEDED) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "The endpoint rests until" in told
    assert "within a minute" not in told
    assert len(acme.due()) == 1


@pytest.mark.parametrize(
    ("event", "code", "says"),
    [
        ("evt_1", 2, "is no id of an event: evt_, 26 letters or digits, _ and a number."),
        (ID, 2, "is no id of an event"),
        (event_id(ID, 3), 3, f"No step of {ID} is told as {event_id(ID, 3)}"),
        (event_id(ID, 99), 3, "`till explain` shows all of them"),
        (f"evt_{'b' * 26}_1", 3, f"The ledger has no payment pay_{'b' * 26}"),
    ],
)
def test_what_is_no_event_is_one_sentence(
    acme: EventStack, capsys: pytest.CaptureFixture[str], event: str, code: int, says: str
) -> None:
    """No id, a step that nobody is told of, a step that there is not, no such payment."""
    acme.hold(paid(60))
    assert acme("events", "resend", event) == code
    told = capsys.readouterr()
    assert says in told.err
    assert told.out == ""
    assert acme.due() == []


def test_a_payment_whose_row_is_gone_has_no_event(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Even if its entries are there."""
    acme.hold(paid(60))
    acme.dynamodb.delete_item(TableName=PAYMENTS, Key={"payment_id": {"S": ID}})
    assert acme.dynamodb.scan(TableName=ENTRIES)["Count"]
    assert acme("events", "resend", SUCCEEDED) == 3
    assert f"The ledger has no payment {ID}" in capsys.readouterr().err
    assert acme.due() == []


def test_a_merchant_without_an_endpoint_is_told_nothing(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer is no."""
    acme.hold(paid(60))
    acme.knows(None)
    assert acme("events", "resend", SUCCEEDED) == 1
    assert "The merchant acme has no endpoint, and nothing was made due" in capsys.readouterr().err
    assert acme.due() == []


def test_what_is_older_than_a_month_is_read_and_not_sent(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table would forget it before it is delivered."""
    acme.hold(paid(KEPT + 60))
    assert acme("events", "resend", SUCCEEDED) == 1
    told = capsys.readouterr().err
    assert "is older than 30 days" in told
    assert f"GET /v1/events/{SUCCEEDED}" in told
    assert acme.due() == []


def test_a_month_is_thirty_days_to_the_second() -> None:
    """What is of just then is sent."""
    world = World()
    world.harness.succeeded()
    world.harness.clock.advance(KEPT)
    assert resent(SUCCEEDED, ID, world.asked, world.now).due_at == world.now
    told = world.events.told("acme", [EventPlace(world.now - KEPT, SUCCEEDED)])
    assert told[SUCCEEDED].status is DeliveryStatus.PENDING


def test_an_event_is_put_on_the_bus_again_whatever_its_age(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """And goes to no endpoint; the merchant need not have one."""
    acme.hold(paid(KEPT + 60))
    acme.knows(None)
    acme.says(event_bus_arn="arn:aws:events:eu-central-1:111122223333:event-bus/news")
    assert acme("events", "resend", SUCCEEDED, "--on-bus", "--json") == 0
    document = printed("events resend", capsys)
    assert (document["on_bus"], document["held_up"]) == (True, None)
    (waiting,) = acme.unpublished()
    assert (waiting.event_id, waiting.merchant) == (SUCCEEDED, "acme")
    assert waiting.due_at == waiting.at == document["due_at"]
    assert acme.due() == []
    assert acme("events", "resend", SUCCEEDED, "--on-bus") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "is due on the bus, for acme." in told
    assert "Whoever has a rule on the bus hears it" in told


def test_a_stack_without_a_bus_puts_nothing_there(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer is no, with the setting that would make one."""
    acme.hold(paid(60))
    assert acme("events", "resend", SUCCEEDED, "--on-bus") == 1
    assert "The stack has no bus, and nothing was made due" in capsys.readouterr().err
    assert (acme.unpublished(), acme.due()) == ([], [])


def test_a_table_that_does_not_answer_is_no_success() -> None:
    """It may or may not be due."""
    world = World()
    world.harness.succeeded()
    world.events.fail_next("ask_again", UnavailableError("DynamoDB gave no answer."))
    with pytest.raises(UnavailableError):
        resent(SUCCEEDED, ID, world.asked, world.now)
