"""An event becomes a message, and nothing that it says is believed."""

from collections.abc import Mapping, Sequence

import pytest

from runtime.domain.errors import SignatureInvalidError, UnavailableError
from runtime.domain.psp import WebhookEvent
from runtime.use_cases.receive_webhook import ReceiveWebhookPorts, receive_webhook
from tests.fakes.message_queue import FakeMessageQueue
from tests.fakes.system import FakeMetrics

ID = "pay_" + "a" * 26


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

    def __init__(self, answer: WebhookEvent | Exception) -> None:
        self.queue, self.metrics = FakeMessageQueue(), FakeMetrics()
        self.ports = ReceiveWebhookPorts(
            events=FakeEvents(answer), queue=self.queue, metrics=self.metrics
        )

    def arrive(self) -> WebhookEvent:
        """The event is received."""
        return receive_webhook({}, b"{}", self.ports)


def about(payment_id: str | None) -> WebhookEvent:
    """An event that names a payment."""
    return WebhookEvent(ref="evt_1", kind="payment_intent.succeeded", payment_id=payment_id)


def test_an_event_sends_the_ordinary_message_of_its_payment() -> None:
    """At once, and the id is all that travels."""
    post = Post(about(ID))
    assert post.arrive().ref == "evt_1"
    assert post.queue.sent == [(ID, 0)]
    assert not post.metrics.counts


def test_a_repeated_event_is_one_more_message() -> None:
    """No event is remembered: the message is what may come twice."""
    post = Post(about(ID))
    post.arrive()
    post.arrive()
    assert post.queue.sent == [(ID, 0)] * 2


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
