"""A queue and its dead-letter queue, and what a function needs to send and to consume."""

import json

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.context import StackContext
from components.lib.iam import (
    Statement,
    allow,
    allow_service,
    deny_insecure,
    document,
    from_source,
    via,
)
from components.lib.outputs import FunctionDefaults, QueueRefs
from components.parts.function import PackagedFunction

USES = {
    "send": (["sqs:SendMessage"], ["kms:GenerateDataKey", "kms:Decrypt"]),
    "consume": (
        [
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:GetQueueAttributes",
        ],
        ["kms:Decrypt"],
    ),
    "measure": (["sqs:GetQueueAttributes"], []),
}
"""Verb → what it takes on the queue, and on the key through SQS (AWS: "Key management")."""


def queue_pair(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    queue_name: str,
    key_arn: pulumi.Input[str],
    consumer_timeout_seconds: int,
    from_topic: str | None = None,
) -> QueueRefs:
    """Two encrypted queues that refuse everything but TLS, as children of `parent`.

    `from_topic`: the ARN of a topic that sends to the queue, and to the dead letters what the
    queue did not take.
    """
    arn, dead_arn = (
        context.arn("sqs", context.name(each)) for each in (queue_name, f"{queue_name}-dead")
    )
    dead_letters = aws.sqs.Queue(
        f"{name}-dead-letters",
        name=context.name(f"{queue_name}-dead"),
        kms_master_key_id=key_arn,
        kms_data_key_reuse_period_seconds=limits.DATA_KEY_REUSE_SECONDS,
        message_retention_seconds=limits.DEAD_LETTER_RETENTION_SECONDS,
        visibility_timeout_seconds=limits.VISIBILITY_PER_TIMEOUT * consumer_timeout_seconds,
        policy=_policy(dead_arn, from_topic),
        redrive_allow_policy=json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [arn]}),
        tags=context.tags("confidential"),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    queue = aws.sqs.Queue(
        f"{name}-queue",
        name=context.name(queue_name),
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
    )
    return QueueRefs(
        queue.arn, queue.url, queue.name, dead_letters.arn, dead_letters.url, dead_letters.name
    )


def _policy(arn: str, topic_arn: str | None) -> str:
    senders: list[Statement] = []
    if topic_arn:
        when = from_source(topic_arn)
        senders = [allow_service("sns.amazonaws.com", ["sqs:SendMessage"], arn, when)]
    return document(*senders, deny_insecure("sqs:*", arn))


def grant_use(
    function: PackagedFunction,
    what: str,
    context: StackContext,
    queue_arn: pulumi.Input[str],
    key_arn: pulumi.Input[str],
) -> aws.iam.RolePolicy:
    """`function` may do what the verb of `what` means in `USES`, and use the key for it."""
    actions, key_actions = USES[what.partition("-")[0]]
    return function.grant(
        what,
        pulumi.Output.all(queue_arn, key_arn).apply(
            lambda arns: document(
                allow(actions, [arns[0]]),
                *([allow(key_actions, [arns[1]], via(context, "sqs"))] if key_actions else []),
            )
        ),
    )


def consume(
    parent: pulumi.ComponentResource,
    name: str,
    defaults: FunctionDefaults,
    function: PackagedFunction,
    queue_name: str,
    queue_arn: pulumi.Input[str],
    concurrency: int,
) -> None:
    """`function` gets what comes of `queue_name`, in batches, each message by itself.

    Its mapping is a child of `parent`; there is none before the role may receive, for AWS refuses
    to create one.
    """
    granted = grant_use(
        function, f"consume-{queue_name}", defaults.context, queue_arn, defaults.keys.queue
    )
    aws.lambda_.EventSourceMapping(
        f"{name}-mapping",
        event_source_arn=queue_arn,
        function_name=function.live_arn,
        batch_size=limits.BATCH_SIZE,
        maximum_batching_window_in_seconds=limits.BATCH_WINDOW_SECONDS,
        function_response_types=["ReportBatchItemFailures"],
        scaling_config={"maximum_concurrency": concurrency},
        tags=defaults.context.tags(),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[granted]),
    )
