"""Events as Amazon SES publishes them to a topic, with every field that its guide documents."""

import json
from typing import Any, Final

NOTIFICATION: Final = "pay_" + "a" * 26 + "-7"
MESSAGE: Final = "EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000"
ADDRESS: Final = "payer@example.com"


def ses_event(
    kind: str, told: dict[str, Any], *, notification: str = NOTIFICATION, message: str = MESSAGE
) -> str:
    """The event of one mail; `told` is the object that is named by its kind."""
    names = {"Bounce": "bounce", "Complaint": "complaint", "Reject": "reject"}
    return json.dumps(
        {
            "eventType": kind,
            names.get(kind, "failure"): told,
            "mail": {
                "timestamp": "2026-11-28T05:40:02.012Z",
                "source": "Shop <payments@shop.example.com>",
                "sourceArn": "arn:aws:ses:eu-central-1:111122223333:identity/shop.example.com",
                "sendingAccountId": "111122223333",
                "messageId": message,
                "destination": [ADDRESS],
                "headersTruncated": False,
                "headers": [
                    {"name": "To", "value": ADDRESS},
                    {"name": "Subject", "value": "Your payment of €25.00 to acme"},
                ],
                "commonHeaders": {"to": [ADDRESS], "messageId": message},
                "tags": {
                    "ses:configuration-set": ["tillstack-local-mail"],
                    "ses:from-domain": ["shop.example.com"],
                    "notification_id": [notification],
                },
            },
        }
    )


def bounce(
    kind: str = "Permanent",
    sub_type: str = "General",
    *,
    action: str | None = "failed",
    **mail: str,
) -> str:
    """A bounce; without `action` nothing but an address stands beside it, as for an auto-reply."""
    report = {
        "action": action,
        "status": "5.1.1",
        "diagnosticCode": f"smtp; 550 5.1.1 <{ADDRESS}> user unknown",
    }
    told = {
        "bounceType": kind,
        "bounceSubType": sub_type,
        "bouncedRecipients": [{"emailAddress": ADDRESS, **(report if action else {})}],
        "timestamp": "2026-11-28T05:41:02.669Z",
        "feedbackId": "01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000",
        "reportingMTA": "dsn; mta.example.com",
    }
    return ses_event("Bounce", told, **mail)


def complaint(sub_type: str | None = None, feedback_type: str | None = "abuse", **mail: str) -> str:
    """A complaint; the queue provider names its kind, or does not."""
    told = {
        "complainedRecipients": [{"emailAddress": ADDRESS}],
        "complaintSubType": sub_type,
        "timestamp": "2026-11-28T05:41:02.669Z",
        "feedbackId": "01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000",
        "userAgent": "ExampleCorp Feedback Loop (V0.01)",
        "arrivalDate": "2026-11-28T05:41:02.669Z",
        **({"complaintFeedbackType": feedback_type} if feedback_type else {}),
    }
    return ses_event("Complaint", told, **mail)


def reject(**mail: str) -> str:
    """SES found a virus."""
    return ses_event("Reject", {"reason": "Bad content"}, **mail)


def rendering_failure(**mail: str) -> str:
    """A field of the template was not in its data."""
    told = {
        "templateName": "tillstack-local-en-succeeded",
        "errorMessage": "Attribute 'amount' is not present in the rendering data.",
    }
    return ses_event("Rendering Failure", told, **mail)
