"""The way on which SES tells us what became of our mails: set → topic → queue."""

import json
from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from components import _limits as limits
from components._iam import allow_service, deny_insecure, document, from_account
from components._joins import Common, QueueEnds
from components._place import Place
from components._queue import queue_pair

MAIL_EVENTS = "mail-events"
"""The topic, by the name that the queue's key and an alarm know it by too."""

_TOLD = ["BOUNCE", "COMPLAINT", "REJECT", "RENDERING_FAILURE"]
"""Everything that means "the payer did not get it"."""


class EmailEvents(NamedTuple):
    """Both ends of the way."""

    topic_arn: pulumi.Output[str]
    ends: QueueEnds


def email_events(
    parent: pulumi.ComponentResource,
    name: str,
    common: Common,
    configuration_set: pulumi.Input[str],
) -> EmailEvents:
    """An encrypted topic that SES alone publishes to, and an encrypted queue that it alone feeds.

    What SNS can't put into the queue it puts beside it, among the queue's dead letters.
    """
    place = common.place
    topic = _topic(parent, name, place, common.keys.alerts)
    ends = queue_pair(
        parent,
        f"{name}-email-events",
        place,
        "email-events",
        common.keys.queue,
        limits.EMAIL_EVENT_TIMEOUT_SECONDS,
        from_topic=place.arn("sns", place.name(MAIL_EVENTS)),
    )
    dead_arn = place.arn("sqs", place.name("email-events-dead"))
    subscription = aws.sns.TopicSubscription(
        f"{name}-subscription",
        topic=topic.arn,
        protocol="sqs",
        endpoint=ends.arn,
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
    return EmailEvents(topic.arn, ends)


def _topic(
    parent: pulumi.ComponentResource, name: str, place: Place, key_arn: pulumi.Input[str]
) -> aws.sns.Topic:
    arn = place.arn("sns", place.name(MAIL_EVENTS))
    source = place.arn("ses", f"configuration-set/{place.name('mail')}")
    return aws.sns.Topic(
        f"{name}-events",
        name=place.name(MAIL_EVENTS),
        kms_master_key_id=key_arn,
        policy=document(
            allow_service("ses.amazonaws.com", ["sns:Publish"], arn, from_account(place, source)),
            deny_insecure("sns:Publish", arn),
        ),
        tags=place.tags("confidential"),
        opts=pulumi.ResourceOptions(parent=parent),
    )
