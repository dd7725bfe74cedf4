"""Dead-letter queues: every queue has one, it takes from its own sources, and somebody is told."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final

from pulumi_policy import Severity

from ..framework.alarm_history import Form
from ..framework.alarm_trial import HEARD, ONCE, hears
from ..framework.documents import DocumentError
from ..framework.predicates import Config, number
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule, Watched
from ..framework.tokens import (
    EVENT_BUS,
    EVENT_SOURCE_MAPPING,
    METRIC_ALARM,
    QUEUE,
    REDRIVE,
    REDRIVE_ALLOW,
    TOPIC_SUBSCRIPTION,
)
from ..framework.values import ABSENT

_VISIBLE: Final = "ApproximateNumberOfMessagesVisible"


def _holders(stack: Stack, queue: Resource) -> Iterator[Resource]:
    """What holds a redrive policy of this queue: the queue, or a resource of its own."""
    for each in (queue, *stack.naming(queue, REDRIVE, "queueUrl", "id", "url", "name")):
        if each.get("redrivePolicy") is not ABSENT:
            yield each


def _dead_letters_of(stack: Stack, holder: Resource) -> Resource | None:
    """The queue of this stack that a redrive policy ends in."""
    made_of = holder.made_of("redrivePolicy", QUEUE)
    if made_of:
        return made_of[0]
    arn = str(holder.parsed("redrivePolicy").get("deadLetterTargetArn"))
    return next((each for each in stack.of(QUEUE) if arn.endswith(f":{each.get('name')}")), None)


def dead_letter_queues(stack: Stack) -> list[Resource]:
    """Every queue that another one's failures end in, or what a topic or a bus could not keep."""
    ends = {
        end.urn
        for queue in stack.of(QUEUE)
        for holder in _holders(stack, queue)
        if (end := _dead_letters_of(stack, holder)) and end is not queue
    }
    ends |= {end.urn for each in _subscriptions(stack) if (end := _dead_letters_of(stack, each))}
    ends |= {end.urn for bus in stack.of(EVENT_BUS) if (end := _lost_by(stack, bus))}
    return [each for each in stack.of(QUEUE) if each.urn in ends]


def _lost_by(stack: Stack, bus: Resource) -> Resource | None:
    """The queue of this stack for what the bus could not keep."""
    made_of = bus.made_of("deadLetterConfig", QUEUE)
    if made_of:
        return made_of[0]
    arn = str(bus.get("deadLetterConfig.arn"))
    return next((each for each in stack.of(QUEUE) if arn.endswith(f":{each.get('name')}")), None)


def _subscriptions(stack: Stack) -> Iterator[Resource]:
    """Those that keep what was not taken; an unreadable policy is another rule's to report."""
    for each in stack.of(TOPIC_SUBSCRIPTION):
        with suppress(DocumentError):
            if each.parsed("redrivePolicy"):
                yield each


def sources_of(stack: Stack, queue: Resource) -> list[Resource]:
    """The queues whose failures end in this one."""
    return [
        each
        for each in stack.of(QUEUE)
        if each is not queue
        and any(_dead_letters_of(stack, holder) is queue for holder in _holders(stack, each))
    ]


def _has_dead_letters(stack: Stack, queue: Resource, config: Config) -> Iterator[Finding]:
    if queue in dead_letter_queues(stack):
        return
    holders = list(_holders(stack, queue))
    if not holders:
        yield Finding("Set redrive_policy to a dead-letter queue of this stack.")
    for each in holders:
        end = _dead_letters_of(stack, each)
        if end is None or end is queue:
            yield Finding("Let deadLetterTargetArn name another queue of this stack.")
        elif end.known("fifoQueue", False) != queue.known("fifoQueue", False):
            yield Finding("A FIFO queue's dead letters need a FIFO queue, any other's a standard.")
        count = number(each.parsed("redrivePolicy").get("maxReceiveCount"))
        if not 1 <= count <= config["maxReceive"]:
            yield Finding(f"Set maxReceiveCount to 1 up to {config['maxReceive']}.")


SOURCES: Final[Mapping[str, Watched]] = {
    QUEUE: {"redrivePolicy": (QUEUE,)},
    REDRIVE: {"redrivePolicy": (QUEUE,), "queueUrl": (QUEUE,)},
    TOPIC_SUBSCRIPTION: {"redrivePolicy": (QUEUE,)},
    EVENT_BUS: {"deadLetterConfig.arn": (QUEUE,)},
}
"""What `dead_letter_queues` reads."""

SQS_HAS_DLQ: Final = Rule(
    number="36",
    name="sqs-has-dlq",
    description="What a queue can't deliver ends in a dead-letter queue after a few tries.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("10.7.2",),
    references=("AwsSolutions-SQS3",),
    subjects=(QUEUE,),
    stack=_has_dead_letters,
    watches=SOURCES,
    config={"maxReceive": 10},
)


def _redrive_is_bound(stack: Stack, queue: Resource, _config: Config) -> Iterator[Finding]:
    if queue not in dead_letter_queues(stack):
        return
    holders = [queue, *stack.naming(queue, REDRIVE_ALLOW, "queueUrl", "id", "url", "name")]
    allowed = [each.parsed("redriveAllowPolicy") for each in holders]
    if not sources_of(stack, queue):
        # What a topic could not deliver, or a bus not keep, comes from no queue.
        if not any(each.get("redrivePermission") == "denyAll" for each in allowed):
            yield Finding("Set redrive_allow_policy to denyAll: no queue's failures end here.")
    elif not any(
        each.get("redrivePermission") == "byQueue" and each.get("sourceQueueArns")
        for each in allowed
    ):
        yield Finding("Set redrive_allow_policy to byQueue with the one source queue's ARN.")


SQS_REDRIVE_ALLOW: Final = Rule(
    number="37",
    name="sqs-dlq-redrive-allow",
    description="A dead-letter queue takes from its own source queues only.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("7.2.2",),
    subjects=(QUEUE,),
    stack=_redrive_is_bound,
    watches={
        **SOURCES,
        QUEUE: {"redriveAllowPolicy": (QUEUE,), **SOURCES[QUEUE]},
        REDRIVE_ALLOW: {"redriveAllowPolicy": (QUEUE,), "queueUrl": (QUEUE,)},
    },
)


_STAYS: Final = (Form(None, ((1, 1),)), Form(((0, 1),), ((1, 1),)))
"""A letter that nobody takes, in a queue that was idle or empty."""


def _is_watched(stack: Stack, queue: Resource, config: Config) -> Iterator[Finding]:
    if queue not in dead_letter_queues(stack):
        return
    # Who takes dead letters takes them at once: then one reading is all there is.
    taken = any(
        each.refers_to("eventSourceArn", queue, "arn") for each in stack.of(EVENT_SOURCE_MAPPING)
    )
    ways = (ONCE,) if taken else _STAYS
    if not any(
        hears(each, config["withinMinutes"], *ways)
        for each in stack.of(METRIC_ALARM)
        if _about(each, queue)
    ):
        yield Finding(
            f"Add a metric alarm on {_VISIBLE} of this dead-letter queue that fires at the "
            f"first message, within {config['withinMinutes']} minutes, and has an action."
        )


def _about(alarm: Resource, queue: Resource) -> bool:
    named = alarm.get("dimensions.QueueName")
    return (alarm.get("namespace"), alarm.get("metricName")) == ("AWS/SQS", _VISIBLE) and (
        queue in alarm.made_of("dimensions") or (named is not ABSENT and named == queue.get("name"))
    )


SQS_DLQ_ALARM: Final = Rule(
    number="38",
    name="sqs-dlq-alarm",
    description="The first message in a dead-letter queue calls somebody.",
    severity=Severity.HIGH,
    pci=("10.7.2",),
    unreviewed_controls=("12.10.5",),
    subjects=(QUEUE,),
    stack=_is_watched,
    watches={
        **SOURCES,
        METRIC_ALARM: {**HEARD, "dimensions.QueueName": (QUEUE,)},
    },
    config={"withinMinutes": 60},
)

RULES: Final = (SQS_HAS_DLQ, SQS_REDRIVE_ALLOW, SQS_DLQ_ALARM)
