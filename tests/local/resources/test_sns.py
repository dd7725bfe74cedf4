"""Topics and subscriptions in the emulator."""

import json
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made

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
