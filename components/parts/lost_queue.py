"""A queue of what an AWS service could not hand on, with its alarm; a person looks into it."""

import json
from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.iam import Condition, allow_service, deny_insecure, document
from components.lib.outputs import StackDefaults
from components.parts.alarm import Watch, alarm
from runtime.contract.metrics import Said


class Sender(NamedTuple):
    """Who puts something in."""

    service: str
    """As a policy names it: `sns.amazonaws.com`."""
    when: Condition
    """On behalf of what."""


def lost_queue(
    parent: pulumi.ComponentResource,
    name: str,
    defaults: StackDefaults,
    short_name: str,
    sender: Sender,
    says: Said,
    data: str,
) -> aws.sqs.Queue:
    """Its first message rings, under its own name.

    Encrypted with the key of queues, whose policy must know the sender too; nothing but TLS.
    `data` classifies what it holds.
    """
    context = defaults.context
    arn = context.arn("sqs", context.name(short_name))
    queue = aws.sqs.Queue(
        f"{name}-lost",
        name=context.name(short_name),
        kms_master_key_id=defaults.keys.queue,
        kms_data_key_reuse_period_seconds=limits.DATA_KEY_REUSE_SECONDS,
        message_retention_seconds=limits.DEAD_LETTER_RETENTION_SECONDS,
        policy=document(
            allow_service(sender.service, ["sqs:SendMessage"], arn, sender.when),
            deny_insecure("sqs:*", arn),
        ),
        redrive_allow_policy=json.dumps({"redrivePermission": "denyAll"}),
        tags=context.tags(data),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    watch = Watch(
        short_name,
        says,
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        {"QueueName": queue.name},
        statistic="Maximum",
    )
    alarm(parent, name, defaults, watch)
    return queue
