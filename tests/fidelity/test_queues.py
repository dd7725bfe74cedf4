"""Where the emulator's queues, keys and mappings differ from AWS, and where they do not."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from botocore.exceptions import ClientError

from local.emulator.emulator import Emulator
from tests._aws import caller, make, resource_document, role

pytestmark = pytest.mark.emulator


def in_clear(client: Any) -> Any:
    """The client, saying of each request that it did not come over TLS."""

    def mark(request: Any, **_: Any) -> None:
        request.headers["x-forwarded-proto"] = "http"

    client.meta.events.register("before-sign.*.*", mark)
    return client


def test_tls_only_refuses_what_is_not_marked(emulator: Emulator) -> None:
    """Without the wrapper's mark a TLS-only queue refuses even its owner; with it, it takes."""
    deny = {
        "Effect": "Deny",
        "Action": "sqs:*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    url, _ = make(emulator, aws.sqs.Queue, name="tls-only", policy=resource_document(deny))
    emulator.client("sqs").send_message(QueueUrl=url, MessageBody="over TLS")
    allow = {"Action": "sqs:SendMessage"}
    sender = caller(emulator, "in-clear", "sqs", allow)
    sender.send_message(QueueUrl=url, MessageBody="over TLS")
    with pytest.raises(ClientError, match="AccessDenied"):
        in_clear(sender).send_message(QueueUrl=url, MessageBody="in clear")


def test_gap_a_disabled_key_stops_nothing(emulator: Emulator) -> None:
    """On AWS everything that uses a disabled key fails; here its queue goes on."""
    key, _ = make(emulator, aws.kms.Key)
    url, _ = make(emulator, aws.sqs.Queue, name="disabled", kmsMasterKeyId=key)
    emulator.client("kms").disable_key(KeyId=key)
    sqs = emulator.client("sqs")
    sqs.send_message(QueueUrl=url, MessageBody="m")
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "m"


@pytest.mark.fault("F22")
def test_gap_a_mapping_needs_no_permission(emulator: Emulator) -> None:
    """AWS refuses a mapping whose role may not receive; the emulator creates it and delivers.

    The same message shows a second gap: `batchItemFailures` that name no message of the batch
    repeat the whole batch on AWS, and here the message is deleted.
    """
    url, queue = make(emulator, aws.sqs.Queue, name="mapped-bare", visibilityTimeoutSeconds=4)
    out, _ = make(emulator, aws.sqs.Queue, name="mapped-out")
    send = {"Action": "sqs:SendMessage"}
    code = f"""
import boto3
def handler(event, context):
    body = event["Records"][0]["body"]
    boto3.client("sqs").send_message(QueueUrl="{out}", MessageBody=body)
    return {{"batchItemFailures": [{{"itemIdentifier": "nobody"}}]}}
"""
    name, _ = make(
        emulator,
        aws.lambda_.Function,
        name="bare",
        role=role(emulator, "bare-role", send),
        runtime="python3.13",
        handler="main.handler",
        code=pulumi.AssetArchive({"main.py": pulumi.StringAsset(code)}),
    )
    make(
        emulator,
        aws.lambda_.EventSourceMapping,
        eventSourceArn=queue["arn"],
        functionName=name,
        functionResponseTypes=["ReportBatchItemFailures"],
    )
    sqs = emulator.client("sqs")
    sqs.send_message(QueueUrl=url, MessageBody="delivered")
    answer = sqs.receive_message(QueueUrl=out, WaitTimeSeconds=10)
    assert [one["Body"] for one in answer["Messages"]] == ["delivered"]
    again = sqs.receive_message(QueueUrl=out, WaitTimeSeconds=6)
    assert again.get("Messages", []) == []


def test_gap_a_queue_has_no_metrics(emulator: Emulator) -> None:
    """AWS publishes a queue's metrics; here none is, so an alarm's metric is put by its test."""
    url, _ = make(emulator, aws.sqs.Queue, name="measured")
    emulator.client("sqs").send_message(QueueUrl=url, MessageBody="m")
    assert emulator.client("cloudwatch").list_metrics(Namespace="AWS/SQS")["Metrics"] == []


def subscribed(emulator: Emulator, topic: str, **queue: Any) -> tuple[str, str]:
    """A queue on a topic, and the topic's ARN; what can't be delivered is to lie in `dead-<topic>`.

    The dead-letter queue lets the topic in.
    """
    arn, _ = make(emulator, aws.sns.Topic, name=topic)
    allow = {
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Condition": {"ArnLike": {"aws:SourceArn": arn}},
    }
    letters = resource_document(allow)
    _, dead = make(emulator, aws.sqs.Queue, name=f"dead-{topic}", policy=letters)
    url, made = make(emulator, aws.sqs.Queue, name=f"on-{topic}", **queue)
    make(
        emulator,
        aws.sns.TopicSubscription,
        topic=arn,
        protocol="sqs",
        endpoint=made["arn"],
        rawMessageDelivery=True,
        redrivePolicy=json.dumps({"deadLetterTargetArn": dead["arn"]}),
    )
    return url, arn


def test_gap_what_a_topic_cannot_deliver_is_gone(emulator: Emulator) -> None:
    """A queue that doesn't let the topic in gets nothing; AWS keeps what it did not take."""
    url, topic = subscribed(emulator, "shut-out")
    emulator.client("sns").publish(TopicArn=topic, Message="m")
    sqs = emulator.client("sqs")
    dead = sqs.get_queue_url(QueueName="dead-shut-out")["QueueUrl"]
    for each in (url, dead):
        assert sqs.receive_message(QueueUrl=each).get("Messages", []) == []


def test_gap_a_topic_needs_no_key(emulator: Emulator) -> None:
    """AWS delivers into a customer-key queue only if the key lets SNS in; the emulator does so."""
    _, key = make(emulator, aws.kms.Key)
    allow = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}}
    policy = resource_document({**allow, "Action": "sqs:SendMessage"})
    url, topic = subscribed(emulator, "keyless", kmsMasterKeyId=key["arn"], policy=policy)
    emulator.client("sns").publish(TopicArn=topic, Message="m")
    answer = emulator.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=5)
    assert [one["Body"] for one in answer["Messages"]] == ["m"]
