"""Topics and subscriptions in the emulator."""

import json
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


def test_a_topic_reaches_its_subscriber(make: Callable[..., Made], emulator: Emulator) -> None:
    """A topic keeps its key and policy, and a subscribed queue gets the raw message."""
    _, key = make(aws.kms.Key)
    arn, _ = make(aws.sns.Topic, name="kept-topic", kmsMasterKeyId=key["arn"], tags={"a": "b"})
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": arn}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    make(aws.sns.TopicPolicy, arn=arn, policy=policy)
    url, queue = make(aws.sqs.Queue, name="subscribed")
    deliver = {"Action": "sqs:SendMessage", "Resource": queue["arn"]}
    service = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [{**service, **deliver}]})
    make(aws.sqs.QueuePolicy, queueUrl=url, policy=document)
    make(
        aws.sns.TopicSubscription,
        topic=arn,
        protocol="sqs",
        endpoint=queue["arn"],
        rawMessageDelivery=True,
    )
    sns = emulator.client("sns")
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert attributes["KmsMasterKeyId"] == key["arn"]
    assert json.loads(attributes["Policy"]) == json.loads(policy)
    sns.publish(TopicArn=arn, Message="bounced")
    answer = emulator.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=5)
    assert [one["Body"] for one in answer["Messages"]] == ["bounced"]


def test_a_topic_from_beginning_to_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """A topic changes its attributes and tags in place."""
    sns = emulator.client("sns")
    _, key = make(aws.kms.Key)
    policy = policy_for("life-topic", emulator)
    life = Life(
        emulator,
        aws.sns.Topic,
        {
            "name": "life-topic",
            "displayName": "life",
            "kmsMasterKeyId": key["arn"],
            "policy": policy,
            "signatureVersion": 2,
            "tags": {"a": "b"},
        },
    )
    life.becomes(displayName="other", tags={"c": "d"}, signatureVersion=1)
    life.becomes(displayName=None, policy=policy.replace("Publish", "Subscribe"))
    arn, tags = life.physical, [{"Key": "by", "Value": "hand"}]
    change = {"TopicArn": arn, "AttributeName": "KmsMasterKeyId", "AttributeValue": ""}
    life.drifts(lambda: sns.set_topic_attributes(**change), "kmsMasterKeyId")
    change_policy = {**change, "AttributeName": "Policy", "AttributeValue": policy}
    life.drifts(lambda: sns.set_topic_attributes(**change_policy), "policy")
    life.drifts(lambda: sns.tag_resource(ResourceArn=arn, Tags=tags), "tags")
    life.ends()


def test_a_topic_policy_from_beginning_to_end(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """A policy of its own changes in place, and its end leaves the topic with SNS's own."""
    sns = emulator.client("sns")
    arn, _ = make(aws.sns.Topic, name="life-policed")
    new = sns.get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"]
    policy = policy_for("life-policed", emulator)
    life = Life(emulator, aws.sns.TopicPolicy, {"arn": arn, "policy": policy})
    life.becomes(policy=policy.replace("Publish", "Subscribe"))
    change = {"AttributeName": "Policy", "AttributeValue": policy}
    life.drifts(lambda: sns.set_topic_attributes(TopicArn=arn, **change), "policy")
    life.ends()
    left = sns.get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"]
    assert json.loads(left) == json.loads(new)
    life.vanishes(lambda: sns.delete_topic(TopicArn=arn))
    life.ends()


def test_a_subscription_from_beginning_to_end(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """A subscription changes what it lets through in place."""
    sns = emulator.client("sns")
    topic, _ = make(aws.sns.Topic, name="life-subscribed")
    _, queue = make(aws.sqs.Queue, name="life-subscriber")
    life = Life(
        emulator,
        aws.sns.TopicSubscription,
        {
            "topic": topic,
            "protocol": "sqs",
            "endpoint": queue["arn"],
            "rawMessageDelivery": True,
            "filterPolicy": '{"kind": ["bounce"]}',
            "redrivePolicy": json.dumps({"deadLetterTargetArn": queue["arn"]}),
        },
    )
    life.becomes(rawMessageDelivery=False, filterPolicy='{"kind": ["complaint"]}')
    life.becomes(filterPolicy=None)
    live = sns.get_subscription_attributes(SubscriptionArn=life.physical)["Attributes"]
    assert live["FilterPolicy"] == "{}"
    change = {"AttributeName": "RawMessageDelivery", "AttributeValue": "true"}
    life.drifts(
        lambda: sns.set_subscription_attributes(SubscriptionArn=life.physical, **change),
        "rawMessageDelivery",
    )
    life.ends()


def policy_for(topic: str, emulator: Emulator) -> str:
    """A policy that lets the account publish."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{emulator.account_id}:root"},
        "Action": "sns:Publish",
        "Resource": f"arn:aws:sns:{emulator.region}:{emulator.account_id}:{topic}",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
