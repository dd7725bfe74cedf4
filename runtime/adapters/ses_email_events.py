"""Amazon SES's events behind the port `EmailEventParser`.

The names are those of "Contents of event data that Amazon SES publishes to Amazon SNS" (Amazon
SES Developer Guide). An event holds the payer's address, the subject and every header: nothing
but the fields below is ever read, and no error holds any of it.
"""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runtime.domain.email_event import EmailEvent, Reason
from runtime.wire.queue_message import UnreadableMessageError

GREETING: Final = "Successfully validated SNS topic for Amazon SES event publishing."
"""What SES publishes once, when its event destination is made."""

TAG: Final = "notification_id"
SUPPRESSED: Final = frozenset({"OnAccountSuppressionList", "Suppressed", "UnsubscribedRecipient"})
"""Bounces that SES made up itself, for it did not try."""


class _Shape(BaseModel):
    # SES reserves the right to add fields, so what is not known is not looked at.
    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True
    )


class _Recipient(_Shape):
    action: str | None = None
    """Of a delivery status notification (RFC 3464); an auto-reply has none."""


class _Bounce(_Shape):
    type: str = Field(alias="bounceType")
    sub_type: str | None = Field(default=None, alias="bounceSubType")
    recipients: tuple[_Recipient, ...] = Field(default=(), alias="bouncedRecipients")


class _Complaint(_Shape):
    sub_type: str | None = Field(default=None, alias="complaintSubType")
    feedback_type: str | None = Field(default=None, alias="complaintFeedbackType")


class _Mail(_Shape):
    message_id: str = Field(alias="messageId")
    tags: dict[str, tuple[str, ...]] = {}


class _Event(_Shape):
    kind: str = Field(alias="eventType")
    mail: _Mail
    bounce: _Bounce | None = None
    complaint: _Complaint | None = None


class SesEmailEvents:
    """Reads what the stack's configuration set publishes."""

    def parse(self, raw: str) -> EmailEvent:
        """What SES said.

        Raises:
            UnreadableMessageError: naming nothing of it.
        """
        if raw == GREETING:
            return EmailEvent(None, None, None)
        try:
            event = _Event.model_validate_json(raw)
        except ValidationError:
            message = "An event is not of a form that SES documents."
            raise UnreadableMessageError(message) from None
        tags = event.mail.tags.get(TAG, ())
        return EmailEvent(
            notification_id=tags[0] if len(tags) == 1 else None,
            message_id=event.mail.message_id,
            reason=_reason(event),
        )


def _reason(event: _Event) -> Reason | None:
    """Why the payer does not have the mail; None for every event that does not say so."""
    if event.kind == "Bounce" and event.bounce is not None:
        return _of_bounce(event.bounce)
    if event.kind == "Complaint" and event.complaint is not None:
        return _of_complaint(event.complaint)
    return {"Reject": Reason.REJECTED, "Rendering Failure": Reason.RENDERING_FAILED}.get(event.kind)


def _of_bounce(bounce: _Bounce) -> Reason | None:
    if bounce.sub_type in SUPPRESSED:
        return Reason.SUPPRESSED
    # The one bounce that may be somebody's automatic answer to a mail that arrived ("out of the
    # office"). What SES gave up on has the same two words, and a status of its own beside them.
    perhaps_answered = (bounce.type, bounce.sub_type) == ("Transient", "General")
    if perhaps_answered and not any(each.action == "failed" for each in bounce.recipients):
        return None
    return Reason.BOUNCED


def _of_complaint(complaint: _Complaint) -> Reason | None:
    if complaint.sub_type in SUPPRESSED:
        return Reason.SUPPRESSED
    # `not-spam` takes an earlier complaint back (RFC 5965 and its registry of feedback types).
    return None if complaint.feedback_type == "not-spam" else Reason.COMPLAINED
