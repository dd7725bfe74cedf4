"""Metrics that are known to be emitted: by which dimensions, in which unit, which way is bad."""

from typing import Final, NamedTuple

MORE: Final = "more"
LESS: Final = "less"


class Metric(NamedTuple):
    """What AWS's documentation says of a metric that alarms are on."""

    dimensions: tuple[frozenset[str], ...]
    """The sets of dimensions that it is emitted with."""
    unit: str = "Count"
    most: float = 10_000_000
    """What it does not exceed in an hour."""
    bad: tuple[str, ...] = (MORE,)


_FUNCTION: Final = tuple(
    frozenset(each) for each in ((), ("FunctionName",), ("FunctionName", "Resource"))
)
_QUEUE: Final = (frozenset({"QueueName"}),)
_TOPIC: Final = (frozenset({"TopicName"}),)
_STAGE: Final = tuple(
    frozenset(each)
    for each in (
        ("ApiName",),
        ("ApiName", "Stage"),
        ("ApiName", "Stage", "Resource", "Method"),
    )
)
_LONGEST: Final = 1_209_600
"""Seconds that a queue keeps a message at most."""

KNOWN: Final = {
    ("AWS/ApiGateway", "4XXError"): Metric(_STAGE),
    ("AWS/ApiGateway", "5XXError"): Metric(_STAGE),
    ("AWS/Lambda", "Errors"): Metric(_FUNCTION),
    ("AWS/Lambda", "Invocations"): Metric(_FUNCTION, bad=(MORE, LESS)),
    ("AWS/Lambda", "Throttles"): Metric(_FUNCTION),
    ("AWS/SNS", "NumberOfNotificationsFailed"): Metric(_TOPIC),
    ("AWS/SNS", "NumberOfNotificationsFailedToRedriveToDlq"): Metric(_TOPIC),
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): Metric(_QUEUE, "Seconds", _LONGEST),
    ("AWS/SQS", "ApproximateNumberOfMessagesNotVisible"): Metric(_QUEUE, most=120_000),
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): Metric(_QUEUE),
}
"""Namespace and name → what is known of it. Of a namespace that is here, nothing else is known."""

COUNTED: Final = (
    "DeadLetter",
    "DeadLetterLeft",
    "DeadLetterStuck",
    "EmailEventHarmless",
    "EmailEventNotOurs",
    "EmailEventOutdated",
    "MailAccountRefused",
    "MailUndeliverable",
    "MessageUnreadable",
    "NotificationResent",
    "PaidAfterFailed",
    "PspCircuitClosed",
    "PspCircuitOpened",
    "PspCircuitProbed",
    "PspCircuitUnreadable",
    "PspCircuitWaited",
    "PspFailureKept",
    "PspMisconfigured",
    "PspObjectCanceled",
    "PspRejected",
    "ReconciliationDifference",
    "ReconciliationIncomplete",
    "RequiresReview",
    "ReviewResolved",
    "SendAfterCommitFailed",
    "StepOutOfTime",
    "UnknownPayment",
    "WebhookNoNews",
    "WebhookNotOurs",
    "WebhookSignatureInvalid",
)
"""What Tillstack's functions count, each by its service."""

AGENTS: Final = ("CWAgent", "ContainerInsights", "ECS/ContainerInsights", "LambdaInsights")
"""Namespaces that AWS's own agents emit to, by names that nobody can list."""
