"""What the functions count: names, and what an alarm on one says.

A name is part of a metric and of an alarm in a user's account: changed, it is another one.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

SECRET_AGE_DAYS: Final = "SecretAgeDays"  # noqa: S105 - a metric
"""How old a secret is, in the dimension `secret`; the others are in the dimension `service`."""
RESTORE_DRILL_AGE_DAYS: Final = "RestoreDrillAgeDays"
"""How long ago the ledger was last brought back for practice."""
UNFINISHED_SECONDS: Final = "UnfinishedSeconds"
"""How old a payment is that waits once more, from `OLD_SECONDS` on."""
OLD_SECONDS: Final = 900
"""As long as the longest delay of a message: most payments are final long before."""
SECONDS_TO_FINAL: Final = "SecondsToFinal"
"""From a payment's acceptance to its end, whatever that is."""
SUCCEEDED_AMOUNT: Final = "SucceededAmount"
"""What a payment brought, in minor units, in the dimensions `service` and `currency`: of each
function that ends payments one metric for each currency that the stack accepts, and no more."""


class Severity(StrEnum):
    """How soon a person is needed."""

    PAGE = "page"
    """At once, also at night: money or payments stand still or are wrong."""
    TICKET = "ticket"
    """On the next working day: the system goes on, or mends it by itself."""


class Said(NamedTuple):
    """What an alarm says."""

    sentence: str
    runbook: str
    """The page of `docs/runbooks/` that says what to do, without its ending."""
    severity: Severity = Severity.TICKET


class Metric(StrEnum):
    """One thing that happened; its unit is Count."""

    DEAD_LETTER = "DeadLetter"
    DEAD_LETTER_LEFT = "DeadLetterLeft"
    DEAD_LETTER_STUCK = "DeadLetterStuck"
    EMAIL_EVENT_HARMLESS = "EmailEventHarmless"
    EMAIL_EVENT_NOT_OURS = "EmailEventNotOurs"
    EMAIL_EVENT_OUTDATED = "EmailEventOutdated"
    EVENT_GIVEN_UP = "EventGivenUp"
    EVENT_LATE = "EventLate"
    KEY_SERVICE_FAILED = "KeyServiceFailed"
    LEDGER_DAY_UNSIGNED = "LedgerDayUnsigned"
    MAIL_ACCOUNT_REFUSED = "MailAccountRefused"
    MAIL_UNDELIVERABLE = "MailUndeliverable"
    MERCHANT_LIMITED = "MerchantLimited"
    MESSAGE_UNREADABLE = "MessageUnreadable"
    NOTIFICATION_RESENT = "NotificationResent"
    PAID_AFTER_FAILED = "PaidAfterFailed"
    PAYERS_OVERDUE = "PayersOverdue"
    PAYER_ERASED = "PayerErased"
    PAYMENT_ACCEPTED = "PaymentAccepted"
    PAYMENT_CANCELED = "PaymentCanceled"
    PAYMENT_DECLINED = "PaymentDeclined"
    PAYMENT_FAILED = "PaymentFailed"
    PAYMENT_SUCCEEDED = "PaymentSucceeded"
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
    REVIEW_WAITS = "ReviewWaits"
    SEND_AFTER_COMMIT_FAILED = "SendAfterCommitFailed"
    STEP_OUT_OF_TIME = "StepOutOfTime"
    UNKNOWN_PAYMENT = "UnknownPayment"
    WEBHOOK_NO_NEWS = "WebhookNoNews"
    WEBHOOK_NOT_OURS = "WebhookNotOurs"
    WEBHOOK_PAUSED = "WebhookPaused"
    WEBHOOK_SECRET_OLD = "WebhookSecretOld"  # noqa: S105 - a metric
    WEBHOOK_SIGNATURE_INVALID = "WebhookSignatureInvalid"


ALARMS: Final[Mapping[Metric, Said]] = {
    Metric.DEAD_LETTER: Said(
        "A message failed ten times and came to the dead letters.", "dead-letters"
    ),
    Metric.DEAD_LETTER_LEFT: Said(
        "A dead letter's payment could not be brought further, and stays where it is.",
        "dead-letters",
    ),
    Metric.DEAD_LETTER_STUCK: Said(
        "A dead letter could not be handled and comes again.", "dead-letters", Severity.PAGE
    ),
    Metric.EVENT_GIVEN_UP: Said(
        "An event could not be told for three days, and is not sent any more.",
        "webhooks",
    ),
    Metric.EVENT_LATE: Said(
        "An event is due at a merchant's endpoint or on the bus, and nobody sends it.", "webhooks"
    ),
    Metric.KEY_SERVICE_FAILED: Said(
        "KMS refused, throttled or did not answer a call for a sealed field or an encrypted body.",
        "keys",
    ),
    Metric.LEDGER_DAY_UNSIGNED: Said(
        "A day of the ledger that has ended has no signed root.", "ledger-roots"
    ),
    Metric.MAIL_ACCOUNT_REFUSED: Said(
        "The mail service refuses this account's mail; it is tried again for a day.",
        "mail",
        Severity.PAGE,
    ),
    Metric.MAIL_UNDELIVERABLE: Said("A payer's mail can't be delivered.", "dead-letters"),
    Metric.MESSAGE_UNREADABLE: Said("A message holds nothing that this code reads.", "queues"),
    Metric.PAID_AFTER_FAILED: Said(
        "The provider took money for a payment that had failed.", "requires-review", Severity.PAGE
    ),
    Metric.PAYERS_OVERDUE: Said(
        "Payers are kept for more than a day longer than `payerRetentionDays`.", "erasure"
    ),
    Metric.PSP_CIRCUIT_OPENED: Said(
        "The payment service provider fails, and is left alone for a while.", "psp-circuit"
    ),
    Metric.PSP_CIRCUIT_UNREADABLE: Said(
        "The circuit's row can't be read or written.", "psp-circuit"
    ),
    Metric.PSP_CIRCUIT_WAITED: Said(
        "A message waits until the payment service provider is well again.", "psp-circuit"
    ),
    Metric.PSP_MISCONFIGURED: Said(
        "The provider refuses our credentials.", "psp-circuit", Severity.PAGE
    ),
    Metric.PSP_REJECTED: Said("The provider refuses our request itself.", "psp-circuit"),
    Metric.RECONCILIATION_DIFFERENCE: Said(
        "The provider's book and the ledger say different things.",
        "reconciliation",
        Severity.PAGE,
    ),
    Metric.RECONCILIATION_INCOMPLETE: Said(
        "The books could not be compared to the end.", "reconciliation"
    ),
    Metric.REQUIRES_REVIEW: Said(
        "A person must decide about a payment: `till review list` shows it.", "requires-review"
    ),
    Metric.SEND_AFTER_COMMIT_FAILED: Said(
        "A message could not be sent after its payment was written; the sweeper sends it.",
        "queues",
    ),
    Metric.STEP_OUT_OF_TIME: Said(
        "A step had too little time left for its call to the payment service provider.",
        "out-of-time",
    ),
    Metric.UNKNOWN_PAYMENT: Said(
        "A message names a payment that the ledger does not hold.", "queues"
    ),
    Metric.WEBHOOK_SIGNATURE_INVALID: Said(
        "An event is not signed with this stack's secret.", "secrets"
    ),
    Metric.WEBHOOK_PAUSED: Said(
        "A merchant's endpoint has failed for a day, and is only tried now and then.", "webhooks"
    ),
    Metric.WEBHOOK_SECRET_OLD: Said(
        "A secret that a merchant's events are signed with is older than a year.", "webhooks"
    ),
}
"""Metric → what its alarm says; what is not here is good news, or nobody's concern."""

_PROCESSING: Final = (
    Metric.KEY_SERVICE_FAILED,
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
    "accept_payment": (Metric.KEY_SERVICE_FAILED, Metric.SEND_AFTER_COMMIT_FAILED),
    "receive_webhook": (Metric.WEBHOOK_SIGNATURE_INVALID,),
    "process_payment": _PROCESSING,
    "process_dead_letter": (*_PROCESSING, *_DEAD_LETTERS),
    "notify_customer": (
        Metric.KEY_SERVICE_FAILED,
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
    "sign_ledger": (Metric.LEDGER_DAY_UNSIGNED,),
    "deliver_events": (Metric.EVENT_GIVEN_UP, Metric.MESSAGE_UNREADABLE),
    "sweep_events": (
        Metric.EVENT_LATE,
        Metric.MAIL_ACCOUNT_REFUSED,
        Metric.SEND_AFTER_COMMIT_FAILED,
        Metric.WEBHOOK_PAUSED,
        Metric.WEBHOOK_SECRET_OLD,
    ),
}
"""Handler → what it counts when a person should look."""
