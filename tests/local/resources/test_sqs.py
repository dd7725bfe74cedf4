"""Queues and their policies in the emulator."""

import functools
import json
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from tests.local.resources._life import Life

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


def test_a_queue_from_beginning_to_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """A queue changes in place, tells every attribute and tag, and goes for good."""
    sqs = emulator.client("sqs")
    _, key = make(aws.kms.Key)
    dead_arn = make(aws.sqs.Queue, name="life-dead")[1]["arn"]
    redrive = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 10})
    life = Life(
        emulator,
        aws.sqs.Queue,
        {
            "name": "life",
            "kmsMasterKeyId": key["arn"],
            "kmsDataKeyReusePeriodSeconds": 300,
            "messageRetentionSeconds": 345600,
            "visibilityTimeoutSeconds": 270,
            "policy": policy_for("life", emulator),
            "redrivePolicy": redrive,
            "tags": {"a": "b", "c": "d"},
        },
    )
    life.becomes(visibilityTimeoutSeconds=300, delaySeconds=5)
    life.becomes(tags={"a": "other"}, redrivePolicy=redrive.replace("10", "11"))
    url, arn = life.physical, life.state["arn"]
    for attribute, value, key_ in (
        ("VisibilityTimeout", "31", "visibilityTimeoutSeconds"),
        ("KmsMasterKeyId", "", "kmsMasterKeyId"),
        ("Policy", policy_for("life", emulator, "sqs:*"), "policy"),
        ("RedrivePolicy", "", "redrivePolicy"),
    ):
        change = {"QueueUrl": url, "Attributes": {attribute: value}}
        life.drifts(functools.partial(sqs.set_queue_attributes, **change), key_)
    life.drifts(lambda: sqs.tag_queue(QueueUrl=url, Tags={"by": "hand"}), "tags")
    life.becomes(visibilityTimeoutSeconds=None, redrivePolicy=None, policy=None, tags=None)
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == "30"
    assert not {"RedrivePolicy", "Policy"} & set(attributes)
    assert (attributes["QueueArn"], sqs.list_queue_tags(QueueUrl=url).get("Tags", {})) == (arn, {})
    life.ends()


def test_a_queue_policy_from_beginning_to_end(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """A policy of its own changes in place, and its end leaves the queue without one."""
    sqs = emulator.client("sqs")
    url, _ = make(aws.sqs.Queue, name="life-policed")
    policy = policy_for("life-policed", emulator)
    life = Life(emulator, aws.sqs.QueuePolicy, {"queueUrl": url, "policy": policy})
    life.becomes(policy=policy_for("life-policed", emulator, "sqs:ReceiveMessage"))
    other = {"Policy": policy_for("life-policed", emulator, "sqs:*")}
    life.drifts(lambda: sqs.set_queue_attributes(QueueUrl=url, Attributes=other), "policy")
    life.ends()
    assert (
        "Policy" not in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    )
    life.vanishes(lambda: sqs.delete_queue(QueueUrl=url))
    life.ends()


def policy_for(queue: str, emulator: Emulator, action: str = "sqs:SendMessage") -> str:
    """A policy that lets everybody in the account do one thing with a queue."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{emulator.account_id}:root"},
        "Action": action,
        "Resource": f"arn:aws:sqs:{emulator.region}:{emulator.account_id}:{queue}",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
