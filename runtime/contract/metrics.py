"""What the functions count: names, and what an alarm on one says.

A name is part of a metric and of an alarm in a user's account: changed, it is another one.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

SECRET_AGE_DAYS: Final = "SecretAgeDays"  # noqa: S105 - a metric
"""How old a secret is, in the dimension `secret`; all others count, in the dimension `service`."""


class Metric(StrEnum):
    """One thing that happened; its unit is Count."""

    DEAD_LETTER = "DeadLetter"
    DEAD_LETTER_LEFT = "DeadLetterLeft"
    DEAD_LETTER_STUCK = "DeadLetterStuck"
    EMAIL_EVENT_HARMLESS = "EmailEventHarmless"
    EMAIL_EVENT_NOT_OURS = "EmailEventNotOurs"
    EMAIL_EVENT_OUTDATED = "EmailEventOutdated"
    MAIL_ACCOUNT_REFUSED = "MailAccountRefused"
    MAIL_UNDELIVERABLE = "MailUndeliverable"
    MESSAGE_UNREADABLE = "MessageUnreadable"
    NOTIFICATION_RESENT = "NotificationResent"
    PAID_AFTER_FAILED = "PaidAfterFailed"
    PAYERS_OVERDUE = "PayersOverdue"
    PAYER_ERASED = "PayerErased"
    PSP_CIRCUIT_CLOSED = "PspCircuitClosed"
    PSP_CIRCUIT_OPENED = "PspCircuitOpened"
    PSP_CIRCUIT_PROBED = "PspCircuitProbed"
    PSP_CIRCUIT_UNREADABLE = "PspCircuitUnreadable"
    PSP_CIRCUIT_WAITED = "PspCircuitWaited"
    PSP_FAILURE_KEPT = "PspFailureKept"
    PSP_MISCONFIGURED = "PspMisconfigured"
    PSP_OBJECT_CANCELED = "PspObjectCanceled"
    PSP_REJECTED = "PspRejected"
    RECONCILIATION_DIFFERENCE = "ReconciliationDifference"
    RECONCILIATION_INCOMPLETE = "ReconciliationIncomplete"
    REQUIRES_REVIEW = "RequiresReview"
    REVIEW_PROPOSED = "ReviewProposed"
    REVIEW_RESOLVED = "ReviewResolved"
    SEND_AFTER_COMMIT_FAILED = "SendAfterCommitFailed"
    STEP_OUT_OF_TIME = "StepOutOfTime"
    UNKNOWN_PAYMENT = "UnknownPayment"
    WEBHOOK_NO_NEWS = "WebhookNoNews"
    WEBHOOK_NOT_OURS = "WebhookNotOurs"
    WEBHOOK_SIGNATURE_INVALID = "WebhookSignatureInvalid"


ALARMS: Final[Mapping[Metric, str]] = {
    Metric.DEAD_LETTER: "A message failed ten times and came to the dead letters.",
    Metric.DEAD_LETTER_LEFT: (
        "A dead letter's payment could not be brought further, and stays where it is."
    ),
    Metric.DEAD_LETTER_STUCK: "A dead letter could not be handled and comes again.",
    Metric.MAIL_ACCOUNT_REFUSED: (
        "The mail service refuses this account's mail; it is tried again for a day."
    ),
    Metric.MAIL_UNDELIVERABLE: "A payer's mail can't be delivered.",
    Metric.MESSAGE_UNREADABLE: "A message holds nothing that this code reads.",
    Metric.PAID_AFTER_FAILED: "The provider took money for a payment that had failed.",
    Metric.PAYERS_OVERDUE: "Payers are kept for more than a day longer than `payerRetentionDays`.",
    Metric.PSP_CIRCUIT_OPENED: "The payment service provider fails, and is left alone for a while.",
    Metric.PSP_CIRCUIT_UNREADABLE: "The circuit's row can't be read or written.",
    Metric.PSP_CIRCUIT_WAITED: "A message waits until the payment service provider is well again.",
    Metric.PSP_MISCONFIGURED: "The provider refuses our credentials.",
    Metric.PSP_REJECTED: "The provider refuses our request itself.",
    Metric.RECONCILIATION_DIFFERENCE: "The provider's book and the ledger say different things.",
    Metric.RECONCILIATION_INCOMPLETE: "The books could not be compared to the end.",
    Metric.REQUIRES_REVIEW: (
        "A person must decide about a payment: GET /v1/ops/payments?status=requires_review lists "
        "it (docs/runbooks/requires-review.md)."
    ),
    Metric.SEND_AFTER_COMMIT_FAILED: (
        "A message could not be sent after its payment was written; the sweeper sends it."
    ),
    Metric.STEP_OUT_OF_TIME: (
        "A step had too little time left for its call to the payment service provider."
    ),
    Metric.UNKNOWN_PAYMENT: "A message names a payment that the ledger does not hold.",
    Metric.WEBHOOK_SIGNATURE_INVALID: "An event is not signed with this stack's secret.",
}
"""Metric → what its alarm says; what is not here is good news, or nobody's concern."""

_PROCESSING: Final = (
    Metric.MESSAGE_UNREADABLE,
    Metric.PAID_AFTER_FAILED,
    Metric.PSP_CIRCUIT_OPENED,
    Metric.PSP_CIRCUIT_UNREADABLE,
    Metric.PSP_CIRCUIT_WAITED,
    Metric.PSP_MISCONFIGURED,
    Metric.PSP_REJECTED,
    Metric.REQUIRES_REVIEW,
    Metric.SEND_AFTER_COMMIT_FAILED,
    Metric.STEP_OUT_OF_TIME,
    Metric.UNKNOWN_PAYMENT,
)
_DEAD_LETTERS: Final = (Metric.DEAD_LETTER, Metric.DEAD_LETTER_LEFT, Metric.DEAD_LETTER_STUCK)

REPORTED: Final[Mapping[str, tuple[Metric, ...]]] = {
    "accept_payment": (Metric.SEND_AFTER_COMMIT_FAILED,),
    "receive_webhook": (Metric.WEBHOOK_SIGNATURE_INVALID,),
    "process_payment": _PROCESSING,
    "process_dead_letter": (*_PROCESSING, *_DEAD_LETTERS),
    "notify_customer": (
        Metric.MAIL_ACCOUNT_REFUSED,
        Metric.MAIL_UNDELIVERABLE,
        Metric.MESSAGE_UNREADABLE,
        Metric.SEND_AFTER_COMMIT_FAILED,
        Metric.UNKNOWN_PAYMENT,
    ),
    "receive_email_event": (
        Metric.MAIL_ACCOUNT_REFUSED,
        Metric.MAIL_UNDELIVERABLE,
        Metric.MESSAGE_UNREADABLE,
        Metric.UNKNOWN_PAYMENT,
    ),
    "operate_payments": (Metric.SEND_AFTER_COMMIT_FAILED,),
    "sweep_payments": (Metric.SEND_AFTER_COMMIT_FAILED,),
    "reconcile_payments": (
        Metric.RECONCILIATION_DIFFERENCE,
        Metric.RECONCILIATION_INCOMPLETE,
        Metric.SEND_AFTER_COMMIT_FAILED,
    ),
    "expire_payers": (Metric.PAYERS_OVERDUE,),
}
"""Handler → what it counts when a person should look."""
