"""The way on which SES tells us what became of our mails: set → topic → queue."""

import json
from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.context import StackContext
from components.lib.iam import allow_service, deny_insecure, document, from_account
from components.lib.naming import MAIL_EVENTS
from components.lib.outputs import QueueRefs, StackDefaults
from components.parts.alarm import Watch, alarm
from components.parts.queue import queue_pair
from runtime.contract.metrics import Said

_TOLD = ["BOUNCE", "COMPLAINT", "REJECT", "RENDERING_FAILURE"]
"""Everything that means "the payer did not get it"."""


class EmailEvents(NamedTuple):
    """Both ends of the way."""

    topic_arn: pulumi.Output[str]
    refs: QueueRefs


def email_events(
    parent: pulumi.ComponentResource,
    name: str,
    defaults: StackDefaults,
    configuration_set: pulumi.Input[str],
) -> EmailEvents:
    """An encrypted topic that SES alone publishes to, and an encrypted queue that it alone feeds.

    What SNS can't put into the queue it puts beside it, among the queue's dead letters.
    """
    context = defaults.context
    topic = _topic(parent, name, context, defaults.keys.alerts)
    refs = queue_pair(
        parent,
        f"{name}-email-events",
        defaults,
        "email-events",
        limits.EMAIL_EVENT_TIMEOUT_SECONDS,
        from_topic=context.arn("sns", context.name(MAIL_EVENTS)),
    )
    dead_arn = context.arn("sqs", context.name("email-events-dead"))
    subscription = aws.sns.TopicSubscription(
        f"{name}-subscription",
        topic=topic.arn,
        protocol="sqs",
        endpoint=refs.arn,
        # The event as SES wrote it: an envelope would only hide it from the reader.
        raw_message_delivery=True,
        redrive_policy=json.dumps({"deadLetterTargetArn": dead_arn}),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    aws.sesv2.ConfigurationSetEventDestination(
        f"{name}-told",
        configuration_set_name=configuration_set,
        event_destination_name="undelivered",
        event_destination={
            "enabled": True,
            "matching_event_types": _TOLD,
            "sns_destination": {"topic_arn": topic.arn},
        },
        # What is published before somebody subscribes is lost.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[subscription]),
    )
    lost = Watch(
        "email-events-lost",
        Said(
            "What became of a mail reached neither its queue nor the dead letters.", "dead-letters"
        ),
        "AWS/SNS",
        "NumberOfNotificationsFailedToRedriveToDlq",
        {"TopicName": context.name(MAIL_EVENTS)},
    )
    alarm(parent, f"{name}-email-events-lost", defaults, lost)
    return EmailEvents(topic.arn, refs)


def _topic(
    parent: pulumi.ComponentResource, name: str, context: StackContext, key_arn: pulumi.Input[str]
) -> aws.sns.Topic:
    arn = context.arn("sns", context.name(MAIL_EVENTS))
    source = context.arn("ses", f"configuration-set/{context.name('mail')}")
    return aws.sns.Topic(
        f"{name}-events",
        name=context.name(MAIL_EVENTS),
        kms_master_key_id=key_arn,
        policy=document(
            allow_service("ses.amazonaws.com", ["sns:Publish"], arn, from_account(context, source)),
            deny_insecure("sns:Publish", arn),
        ),
        tags=context.tags("confidential"),
        opts=pulumi.ResourceOptions(parent=parent),
    )
