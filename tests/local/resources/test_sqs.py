"""Queues and their policies in the emulator."""

import json
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made

pytestmark = pytest.mark.emulator


def test_a_queue_keeps_its_attributes(make: Callable[..., Made], emulator: Emulator) -> None:
    """Times, retention and the inline redrive policy arrive as declared."""
    _, dead = make(aws.sqs.Queue, name="kept-dead")
    redrive = json.dumps({"deadLetterTargetArn": dead["arn"], "maxReceiveCount": 10})
    url, outputs = make(
        aws.sqs.Queue,
        name="kept",
        visibilityTimeoutSeconds=270,
        messageRetentionSeconds=345600,
        receiveWaitTimeSeconds=20,
        redrivePolicy=redrive,
        tags={"a": "b"},
    )
    found = emulator.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    attributes = found["Attributes"]
    assert attributes["QueueArn"] == outputs["arn"]
    assert attributes["VisibilityTimeout"] == "270"
    assert attributes["MessageRetentionPeriod"] == "345600"
    assert attributes["ReceiveMessageWaitTimeSeconds"] == "20"
    assert json.loads(attributes["RedrivePolicy"])["maxReceiveCount"] in (10, "10")


def test_policies_of_their_own_land_on_the_queue(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """QueuePolicy and RedriveAllowPolicy set the attributes of the queue that they name."""
    url, outputs = make(aws.sqs.Queue, name="policed")
    allow = json.dumps({"redrivePermission": "denyAll"})
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "sqs:SendMessage",
        "Resource": outputs["arn"],
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    make(aws.sqs.QueuePolicy, queueUrl=url, policy=policy)
    make(aws.sqs.RedriveAllowPolicy, queueUrl=url, redriveAllowPolicy=allow)
    found = emulator.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    assert json.loads(found["Attributes"]["Policy"]) == json.loads(policy)
    assert json.loads(found["Attributes"]["RedriveAllowPolicy"]) == json.loads(allow)
