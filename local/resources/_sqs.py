"""SQS."""

from typing import Any

import pulumi_aws as aws

from local.resources._base import Cloud, Inputs, Kind, Made, arn

_ATTRIBUTES = {
    "delaySeconds": "DelaySeconds",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "policy": "Policy",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _attributes(inputs: Inputs) -> dict[str, str]:
    return {name: _text(value) for name, value in inputs.rename(_ATTRIBUTES).items()}


class Queue(Kind):
    """A standard queue; its id is its URL."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateQueue with every attribute."""
        name = inputs.need("name")
        inputs.skip("tagsAll")
        url = cloud.client("sqs").create_queue(
            QueueName=name, Attributes=_attributes(inputs), tags=inputs.take("tags", {})
        )["QueueUrl"]
        return url, {"arn": arn(cloud, "sqs", name), "url": url}


class QueueAttribute(Kind):
    """A policy that is a resource of its own: SetQueueAttributes on its queue."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """SetQueueAttributes."""
        url = inputs.need("queueUrl")
        cloud.client("sqs").set_queue_attributes(QueueUrl=url, Attributes=_attributes(inputs))
        return url, {}


KINDS = {
    aws.sqs.Queue: Queue,
    aws.sqs.QueuePolicy: QueueAttribute,
    aws.sqs.RedriveAllowPolicy: QueueAttribute,
    aws.sqs.RedrivePolicy: QueueAttribute,
}
