"""An event becomes a message, and nothing that it says is believed."""

from collections.abc import Mapping, Sequence

import pytest

from runtime.domain.errors import SignatureInvalidError, UnavailableError, UnreadableRowError
from runtime.domain.payment import Payment, Status
from runtime.domain.psp import PspState, WebhookEvent
from runtime.use_cases.receive_webhook import KEPT, SHOWN, ReceiveWebhookPorts, receive_webhook
from tests.fakes.ledger import FakeLedger
from tests.fakes.message_queue import FakeMessageQueue
from tests.fakes.payments import ID, Harness
from tests.fakes.system import FakeMetrics

OTHER = f"pay_{'b' * 26}"


class FakeEvents:
    """Answers every body with one event, or refuses it."""

    def __init__(self, answer: WebhookEvent | Exception) -> None:
        self.answer = answer

    def parse(self, headers: Mapping[str, Sequence[str]], raw: bytes) -> WebhookEvent:
        """What the test said."""
        del headers, raw
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Post:
    """The queue's end of one event."""

    def __init__(self, answer: WebhookEvent | Exception, ledger: FakeLedger | None = None) -> None:
        self.events, self.ledger = FakeEvents(answer), ledger or FakeLedger()
        self.queue, self.metrics = FakeMessageQueue(), FakeMetrics()
        self.ports = ReceiveWebhookPorts(self.events, self.ledger, self.queue, self.metrics)

    def arrive(self) -> WebhookEvent:
        """The event is received."""
        return receive_webhook({}, b"{}", self.ports)


def about(
    payment_id: str | None, says: PspState | None = PspState.PAID, ref: str = "evt_1"
) -> WebhookEvent:
    """An event that names a payment."""
    return WebhookEvent(ref, "payment_intent.succeeded", payment_id, says)


def standing(status: Status) -> FakeLedger:
    """A ledger with one payment."""
    harness = Harness()
    harness.in_status(status)
    return harness.ledger


def test_an_event_sends_the_ordinary_message_of_its_payment() -> None:
    """At once, and the id is all that travels."""
    post = Post(about(ID))
    assert post.arrive().ref == "evt_1"
    assert post.queue.sent == [(ID, 0)]
    assert not post.metrics.counts


@pytest.mark.parametrize("status", [None, *Status])
@pytest.mark.parametrize("says", [None, *PspState])
def test_only_what_the_payment_shows_already_sends_nothing(
    status: Status | None, says: PspState | None
) -> None:
    """A paid one that it was paid, an ended one that it ended; whatever else is said may be news.

    That a failed payment was paid is the greatest news of all.
    """
    shown = {
        (Status.SUCCEEDED, PspState.PAID),
        (Status.FAILED, PspState.DECLINED),
        (Status.FAILED, PspState.CANCELED),
        (Status.CANCELED, PspState.CANCELED),
    }
    post = Post(about(ID, says), None if status is None else standing(status))
    post.arrive()
    if (status, says) in shown:
        assert post.queue.sent == []
        assert post.metrics.counts == {"WebhookNoNews": 1}
    else:
        assert post.queue.sent == [(ID, 0)]
        assert not post.metrics.counts


def test_nothing_is_shown_by_a_payment_that_may_still_move() -> None:
    """Until it has ended, or a person decides, each first event is passed on."""
    assert set(SHOWN) == {Status.SUCCEEDED, Status.FAILED, Status.CANCELED}


@pytest.mark.parametrize("status", [None, *Status])
@pytest.mark.parametrize("says", [None, *PspState])
def test_a_repeated_event_sends_nothing_a_second_time(
    status: Status | None, says: PspState | None
) -> None:
    """Whatever the payment is and the event says, as long as neither changes."""
    post = Post(about(ID, says), None if status is None else standing(status))
    for _ in range(3):
        post.arrive()
    assert len(post.queue.sent) <= 1
    assert post.metrics.counts["WebhookNoNews"] == 3 - len(post.queue.sent)


def test_a_repeated_event_is_passed_on_again_once_the_payment_moved() -> None:
    """What changed since may be looked at anew."""
    harness = Harness()
    harness.in_status(Status.PROCESSING)
    post = Post(about(ID), harness.ledger)
    post.arrive()
    moved: Payment = harness.row().model_copy(update={"version": harness.row().version + 1})
    harness.ledger.rows[ID] = moved
    post.arrive()
    post.arrive()
    assert post.queue.sent == [(ID, 0)] * 2


def test_another_event_about_a_payment_that_stands_still_is_passed_on() -> None:
    """It may be the one that says what is new."""
    post = Post(about(ID), standing(Status.VERIFYING))
    post.arrive()
    post.events.answer = about(ID, ref="evt_2")
    post.arrive()
    assert post.queue.sent == [(ID, 0)] * 2


def test_an_event_of_the_same_name_about_another_payment_is_passed_on() -> None:
    """What names an event is its id and its payment: a wrong id keeps no news away."""
    post = Post(about(ID))
    post.arrive()
    post.events.answer = about(OTHER)
    post.arrive()
    assert post.queue.sent == [(ID, 0), (OTHER, 0)]


def test_an_event_whose_message_was_refused_is_passed_on_when_it_comes_again() -> None:
    """Only what left is remembered."""
    post = Post(about(ID), standing(Status.VERIFYING))
    post.queue.refusing = True
    with pytest.raises(UnavailableError):
        post.arrive()
    post.queue.refusing = False
    post.arrive()
    assert post.queue.sent == [(ID, 0)]


@pytest.mark.parametrize("error", [UnavailableError("away"), UnreadableRowError("newer")])
def test_a_payment_that_can_not_be_read_keeps_no_news_away(error: Exception) -> None:
    """What can't be compared is passed on, and is not remembered as compared."""
    post = Post(about(ID), standing(Status.SUCCEEDED))
    post.ledger.fail_next("get", error)
    post.arrive()
    assert post.queue.sent == [(ID, 0)]
    post.arrive()
    assert post.queue.sent == [(ID, 0)]


def test_a_worker_remembers_so_many_events_and_no_more() -> None:
    """The oldest is forgotten first, so that a warm worker does not grow."""
    post = Post(about(ID), standing(Status.VERIFYING))
    for number in range(KEPT + 1):
        post.events.answer = about(ID, ref=f"evt_{number}")
        post.arrive()
    post.events.answer = about(ID, ref="evt_1")
    post.arrive()
    assert len(post.queue.sent) == KEPT + 1
    post.events.answer = about(ID, ref="evt_0")
    post.arrive()
    assert len(post.queue.sent) == KEPT + 2


@pytest.mark.parametrize("named", [None, "", "order-7", ID + "\n", "pay_" + "A" * 26, "pay_1"])
def test_an_event_about_no_payment_of_ours_is_only_counted(named: str | None) -> None:
    """The account may be used for more than this; nothing is sent and nobody is told off."""
    post = Post(about(named))
    post.arrive()
    assert post.queue.sent == []
    assert post.metrics.counts == {"WebhookNotOurs": 1}


def test_what_nobody_signed_is_counted_and_refused() -> None:
    """A wrong secret, or somebody who tries: both want a look."""
    post = Post(SignatureInvalidError("Not signed."))
    with pytest.raises(SignatureInvalidError):
        post.arrive()
    assert post.queue.sent == []
    assert post.metrics.counts == {"WebhookSignatureInvalid": 1}


def test_a_queue_that_refuses_is_an_error() -> None:
    """Nothing was written, so only the sender's repeat brings the event again."""
    post = Post(about(ID))
    post.queue.refusing = True
    with pytest.raises(UnavailableError):
        post.arrive()


def test_an_event_that_came_before_its_payment_is_news_once_it_is_there() -> None:
    """What was heard of no payment is not what is heard of its first version."""
    post = Post(WebhookEvent("evt_1", "payment_intent.processing", ID))
    receive_webhook({}, b"", post.ports)
    harness = Harness()
    post.ledger.rows[ID] = harness.accepted()
    receive_webhook({}, b"", post.ports)
    assert len(post.queue.sent) == 2
