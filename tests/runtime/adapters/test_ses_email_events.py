"""What of SES's events says that a payer has no mail, and that nothing else of them is kept."""

import json

import pytest

from runtime.adapters.ses_email_events import GREETING, SesEmailEvents
from runtime.domain.email_event import EmailEvent, Reason
from runtime.wire.queue_message import UnreadableMessageError
from tests.fakes.ses_event import (
    ADDRESS,
    MESSAGE,
    NOTIFICATION,
    bounce,
    complaint,
    ses_event,
)

REJECTED = ses_event("Reject", {"reason": "Bad content"})
UNFILLED = ses_event(
    "Rendering Failure",
    {"errorMessage": "Attribute 'amount' is not present.", "templateName": "en-succeeded"},
)
FAILURES = [
    (bounce("Permanent", "General"), Reason.BOUNCED),
    (bounce("Permanent", "NoEmail", action=None), Reason.BOUNCED),
    (bounce("Permanent", "Suppressed"), Reason.SUPPRESSED),
    (bounce("Permanent", "OnAccountSuppressionList"), Reason.SUPPRESSED),
    (bounce("Permanent", "UnsubscribedRecipient"), Reason.SUPPRESSED),
    (bounce("Transient", "General"), Reason.BOUNCED),
    (bounce("Transient", "MailboxFull", action=None), Reason.BOUNCED),
    (bounce("Transient", "MessageTooLarge", action=None), Reason.BOUNCED),
    (bounce("Transient", "ContentRejected", action=None), Reason.BOUNCED),
    (bounce("Transient", "AttachmentRejected", action=None), Reason.BOUNCED),
    (bounce("Transient", "CustomTimeoutExceeded", action=None), Reason.BOUNCED),
    (bounce("Undetermined", "Undetermined", action=None), Reason.BOUNCED),
    (bounce("Newfangled", "Whatever", action=None), Reason.BOUNCED),
    (complaint(), Reason.COMPLAINED),
    (complaint(feedback_type=None), Reason.COMPLAINED),
    (complaint(feedback_type="fraud"), Reason.COMPLAINED),
    (complaint("OnAccountSuppressionList", None), Reason.SUPPRESSED),
    (REJECTED, Reason.REJECTED),
    (UNFILLED, Reason.RENDERING_FAILED),
]
HARMLESS = [
    bounce("Transient", "General", action=None),
    bounce("Transient", "General", action="delayed"),
    complaint(feedback_type="not-spam"),
    ses_event("Delivery", {}),
    ses_event("Send", {}),
]


@pytest.mark.parametrize(("raw", "reason"), FAILURES)
def test_what_did_not_reach_the_payer_has_its_reason(raw: str, reason: Reason) -> None:
    """Also a soft bounce, which SES tells once it has given up, and what we have no word for."""
    assert SesEmailEvents().parse(raw) == EmailEvent(NOTIFICATION, MESSAGE, reason)


@pytest.mark.parametrize("raw", HARMLESS)
def test_what_says_nothing_against_the_delivery_has_no_reason(raw: str) -> None:
    """An automatic answer to a mail that arrived, a complaint taken back, good news."""
    assert SesEmailEvents().parse(raw) == EmailEvent(NOTIFICATION, MESSAGE, None)


def test_the_greeting_is_about_no_mail() -> None:
    """SES publishes one sentence when its destination is made, and that is no dead letter."""
    assert SesEmailEvents().parse(GREETING) == EmailEvent(None, None, None)


@pytest.mark.parametrize("tags", [{}, {"other": ["x"]}, {"notification_id": ["a", "b"]}])
def test_a_mail_without_our_tag_is_not_ours(tags: dict[str, list[str]]) -> None:
    """The domain's other mails pass the same configuration set."""
    event = json.loads(bounce())
    event["mail"]["tags"] = tags
    assert SesEmailEvents().parse(json.dumps(event)).notification_id is None
    del event["mail"]["tags"]
    assert SesEmailEvents().parse(json.dumps(event)).notification_id is None


@pytest.mark.parametrize("place", ["event", "mail", "bounce"])
def test_a_field_that_ses_adds_disturbs_nobody(place: str) -> None:
    """Its guide says that fields will be added."""
    event = json.loads(bounce())
    (event if place == "event" else event[place])["new"] = {"deep": [ADDRESS]}
    assert SesEmailEvents().parse(json.dumps(event)).reason is Reason.BOUNCED


def unreadable() -> list[str]:
    """Texts that are no event; most of them hold an address."""
    event = json.loads(bounce())
    without_mail = {key: value for key, value in event.items() if key != "mail"}
    wrong_type = {**event, "bounce": {**event["bounce"], "bounceType": [ADDRESS]}}
    no_id = {**event, "mail": {**event["mail"], "messageId": None}}
    envelope = {"Type": "Notification", "Message": bounce()}
    documents = [without_mail, wrong_type, no_id, envelope, [ADDRESS], {}]
    return ["", "{", ADDRESS, bounce()[:-1], *map(json.dumps, documents)]


@pytest.mark.parametrize("raw", unreadable())
def test_what_cannot_be_read_says_so_and_nothing_else(raw: str) -> None:
    """No part of it is in the error, nor in what the error came from (I15)."""
    with pytest.raises(UnreadableMessageError) as caught:
        SesEmailEvents().parse(raw)
    assert ADDRESS not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("raw", [*(raw for raw, _ in FAILURES), *HARMLESS])
def test_no_address_is_in_what_was_read(raw: str) -> None:
    """The event holds the payer's address many times; what goes on into the domain never (I15)."""
    assert ADDRESS in raw
    assert "@" not in repr(SesEmailEvents().parse(raw))
