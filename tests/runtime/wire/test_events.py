"""What a merchant sees of an event."""

from typing import Any

from runtime.domain.email_event import Reason
from runtime.domain.events import events_of
from runtime.domain.payment import MailStatus
from runtime.domain.state_machine import notify
from runtime.wire.events import event_object
from runtime.wire.from_domain import payment_object
from tests.fakes.payments import ID, Harness


def test_an_event_is_shown_with_the_payment_of_its_time() -> None:
    """Its own six members; the payment has every field that it always has."""
    harness = Harness()
    harness.succeeded()
    harness.clock.advance(60)
    end: dict[str, Any] = {"due_at": None, "owner": None, "lease_until": None}
    to, reason = MailStatus.UNDELIVERABLE, Reason.BOUNCED
    row = harness.write(notify(harness.row(), to, harness.stamp(), reason=reason, **end))
    (*_, booked, last) = events_of(row, harness.ledger.lines[ID])
    shown = event_object(last).model_dump(mode="json")
    assert list(shown) == ["id", "object", "type", "created", "version", "data"]
    assert shown["type"] == "payment.notification_undeliverable"
    assert (shown["created"], shown["version"]) == (row.updated_at, row.version)
    assert shown["data"] == payment_object(row, Reason.BOUNCED).model_dump(mode="json")
    assert shown["data"]["notification"]["reason"] == "bounced"
    assert event_object(booked).data.notification.status == "due"
