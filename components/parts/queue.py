"""A queue and its dead-letter queue, and what a function needs to use it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.iam import (
    Statement,
    allow,
    allow_service,
    deny_insecure,
    document,
    from_source,
    via,
)
from components.lib.outputs import QueueRefs, StackDefaults
from components.parts.alarm import Watch, alarm
from components.parts.grantee import Grantee
from runtime.contract.metrics import Said, Severity

_DEAD = Said("A message could not be handled, and lies among the dead letters.", "dead-letters")
_OLD = Said("The oldest message waits too long.", "queues", Severity.PAGE)
_OLD_MESSAGE_SECONDS = 900
"""As long as the longest delay of a message: what is older, nobody works on."""

_FIFO_ENDING = ".fifo"
"""Of the names of such queues, and of no others."""
_FIFO: Mapping[str, Any] = {
    "fifo_queue": True,
    "deduplication_scope": "messageGroup",
    "fifo_throughput_limit": "perMessageGroupId",
}
"""Each group by itself: SQS, "High throughput for FIFO queues"."""

USES = {
    "send": (["sqs:SendMessage"], ["kms:GenerateDataKey", "kms:Decrypt"]),
    "consume": (
        [
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
        ],
        ["kms:Decrypt"],
    ),
    "work": (
        [
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
        ],
        ["kms:Decrypt"],
    ),
    "measure": (["sqs:GetQueueAttributes"], []),
}
"""Verb → what it takes on the queue, and on the key through SQS (AWS: "Key management").

A mapping consumes with what AWS's own `AWSLambdaSQSQueueExecutionRole` has; who polls
by itself prolongs by itself.
"""


def queue_pair(
    parent: pulumi.ComponentResource,
    name: str,
    defaults: StackDefaults,
    queue_name: str,
    consumer_timeout_seconds: int,
    from_topic: str | None = None,
    *,
    fifo: bool = False,
    old: Said = _OLD,
) -> QueueRefs:
    """Two encrypted queues that refuse everything but TLS, and their alarms, below `parent`.

    `from_topic`: the ARN of a topic that sends to the queue, and to the dead letters what the
    queue did not take. `fifo`: of a group's messages one is in flight at a time, in order; then
    the dead letters are so too, for SQS has no others for such a queue. `old`: what the alarm says
    when the oldest message waits too long.
    """
    context, key_arn = defaults.context, defaults.keys.queue
    ending, order = (_FIFO_ENDING, _FIFO) if fifo else ("", {})
    own, dead = (f"{context.name(each)}{ending}" for each in (queue_name, f"{queue_name}-dead"))
    arn, dead_arn = (context.arn("sqs", each) for each in (own, dead))
    dead_letters = aws.sqs.Queue(
        f"{name}-dead-letters",
        name=dead,
        kms_master_key_id=key_arn,
        kms_data_key_reuse_period_seconds=limits.DATA_KEY_REUSE_SECONDS,
        message_retention_seconds=limits.DEAD_LETTER_RETENTION_SECONDS,
        visibility_timeout_seconds=limits.VISIBILITY_PER_TIMEOUT * consumer_timeout_seconds,
        policy=_policy(dead_arn, from_topic),
        redrive_allow_policy=json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [arn]}),
        tags=context.tags("confidential"),
        opts=pulumi.ResourceOptions(parent=parent),
        **order,
    )
    queue = aws.sqs.Queue(
        f"{name}-queue",
        name=own,
        kms_master_key_id=key_arn,
        kms_data_key_reuse_period_seconds=limits.DATA_KEY_REUSE_SECONDS,
        message_retention_seconds=limits.QUEUE_RETENTION_SECONDS,
        visibility_timeout_seconds=limits.VISIBILITY_PER_TIMEOUT * consumer_timeout_seconds,
        receive_wait_time_seconds=limits.LONG_POLL_SECONDS,
        policy=_policy(arn, from_topic),
        redrive_policy=json.dumps(
            {"deadLetterTargetArn": dead_arn, "maxReceiveCount": limits.MAX_RECEIVES}
        ),
        tags=context.tags("confidential"),
        # The redrive policy holds the ARN as text, so the order must be said.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[dead_letters]),
        **order,
    )
    for watch in _watches(queue_name, queue, dead_letters, old):
        alarm(parent, f"{name}-{watch.name.removeprefix(f'{queue_name}-')}", defaults, watch)
    return QueueRefs(queue.arn, queue.url, dead_letters.arn, dead_letters.url)


def _watches(
    queue_name: str, queue: aws.sqs.Queue, dead_letters: aws.sqs.Queue, old: Said
) -> Iterator[Watch]:
    # A dead letter that `process_dead_letter` gives back is in flight until it comes again.
    for suffix, metric in (("", "Visible"), ("-in-flight", "NotVisible")):
        yield Watch(
            f"{queue_name}-dead-letters{suffix}",
            _DEAD,
            "AWS/SQS",
            f"ApproximateNumberOfMessages{metric}",
            {"QueueName": dead_letters.name},
            statistic="Maximum",
            about=queue_name,
        )
    yield Watch(
        f"{queue_name}-age",
        old,
        "AWS/SQS",
        "ApproximateAgeOfOldestMessage",
        {"QueueName": queue.name},
        statistic="Maximum",
        threshold=_OLD_MESSAGE_SECONDS,
        about=queue_name,
    )


def _policy(arn: str, topic_arn: str | None) -> str:
    senders: list[Statement] = []
    if topic_arn:
        when = from_source(topic_arn)
        senders = [allow_service("sns.amazonaws.com", ["sqs:SendMessage"], arn, when)]
    return document(*senders, deny_insecure("sqs:*", arn))


def grant_use(
    function: Grantee, what: str, defaults: StackDefaults, queue_arn: pulumi.Input[str]
) -> aws.iam.RolePolicy:
    """`function` may do what the verb of `what` means in `USES`, and use the key for it."""
    actions, key_actions = USES[what.partition("-")[0]]
    when = via(defaults.context, "sqs")
    return function.grant(
        what,
        pulumi.Output.all(queue_arn, defaults.keys.queue).apply(
            lambda arns: document(
                allow(actions, [arns[0]]),
                *([allow(key_actions, [arns[1]], when)] if key_actions else []),
            )
        ),
    )
