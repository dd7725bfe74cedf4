"""What a merchant sees of an event."""

from runtime.domain.events import events_of
from runtime.domain.payment import MailStatus
from runtime.wire.events import event_object
from runtime.wire.from_domain import payment_object
from tests.fakes.payments import ID, Harness


def test_an_event_is_shown_with_the_payment_of_its_time() -> None:
    """Its own six members; the payment has every field that it always has."""
    harness = Harness()
    row = harness.told(MailStatus.UNDELIVERABLE)
    (*_, booked, last) = events_of(row, harness.ledger.lines[ID])
    shown = event_object(last).model_dump(mode="json")
    assert list(shown) == ["id", "object", "type", "created", "version", "data"]
    assert shown["type"] == "payment.notification_undeliverable"
    assert shown["data"] == payment_object(row).model_dump(mode="json")
    assert event_object(booked).data.notification.status == "due"
