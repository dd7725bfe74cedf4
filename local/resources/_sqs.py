"""SQS."""

from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, arn
from local.resources._live import ask, changes, retag, told

_ATTRIBUTES = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deduplicationScope": "DeduplicationScope",
    "delaySeconds": "DelaySeconds",
    "fifoQueue": "FifoQueue",
    "fifoThroughputLimit": "FifoThroughputLimit",
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

# What SQS gives a queue that names nothing, in the SetQueueAttributes reference.
_UNSET = {
    "ContentBasedDeduplication": "false",
    "DeduplicationScope": "queue",
    "DelaySeconds": "0",
    "FifoThroughputLimit": "perQueue",
    "KmsDataKeyReusePeriodSeconds": "300",
    "KmsMasterKeyId": "",
    "MaximumMessageSize": "1048576",
    "MessageRetentionPeriod": "345600",
    "Policy": "",
    "ReceiveMessageWaitTimeSeconds": "0",
    "RedriveAllowPolicy": "",
    "RedrivePolicy": "",
    "SqsManagedSseEnabled": "true",
    "VisibilityTimeout": "30",
}
_GONE = "AWS.SimpleQueueService.NonExistentQueue"


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _value(text: str) -> Any:
    """An attribute's text as the program writes it."""
    if text.isdecimal():
        return int(text)
    return text == "true" if text in {"true", "false"} else text


def _attributes(inputs: Inputs) -> dict[str, str]:
    return {name: _text(value) for name, value in inputs.rename(_ATTRIBUTES).items()}


def _live(url: str, cloud: Cloud) -> dict[str, Any] | None:
    """Every attribute of a queue in camelCase, None where it is not set; None without a queue."""
    sqs = cloud.client("sqs")
    answer = ask(sqs.get_queue_attributes, _GONE, QueueUrl=url, AttributeNames=["All"])
    if answer is None:
        return None
    texts = answer.get("Attributes", {})
    return {"arn": texts["QueueArn"]} | {
        key: _value(texts[name]) if texts.get(name) else None for key, name in _ATTRIBUTES.items()
    }


def _set(url: str, old: State, inputs: Inputs, cloud: Cloud) -> None:
    """SetQueueAttributes with what differs from `old`."""
    now = _attributes(inputs)
    if changed := changes(_attributes(inputs.nested(old)), now, _UNSET):
        cloud.client("sqs").set_queue_attributes(QueueUrl=url, Attributes=changed)


class Queue(ResourceKind):
    """A queue; its id is its URL."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"fifoQueue", "name"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateQueue with every attribute."""
        name = inputs.need("name")
        inputs.skip("tagsAll")
        url = cloud.client("sqs").create_queue(
            QueueName=name, Attributes=_attributes(inputs), tags=inputs.take("tags", {})
        )["QueueUrl"]
        return url, {"arn": arn(cloud, "sqs", name), "url": url}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetQueueAttributes and ListQueueTags."""
        live = _live(physical, cloud)
        if live is None:
            return None
        tags = cloud.client("sqs").list_queue_tags(QueueUrl=physical).get("Tags", {})
        name = live["arn"].rpartition(":")[2]
        return told(state, {**live, "name": name, "url": physical, "tags": tags})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """SetQueueAttributes, TagQueue and UntagQueue."""
        sqs = cloud.client("sqs")
        name = inputs.need("name")
        inputs.skip("tagsAll")
        _set(physical, old, inputs, cloud)
        retag(
            old,
            inputs.take("tags"),
            lambda tags: sqs.tag_queue(QueueUrl=physical, Tags=tags),
            lambda keys: sqs.untag_queue(QueueUrl=physical, TagKeys=keys),
        )
        return {"arn": arn(cloud, "sqs", name), "url": physical}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteQueue."""
        ask(cloud.client("sqs").delete_queue, _GONE, QueueUrl=physical)


class QueueAttribute(ResourceKind):
    """A policy that is a resource of its own: SetQueueAttributes on its queue."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"queueUrl"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """SetQueueAttributes."""
        url = inputs.need("queueUrl")
        cloud.client("sqs").set_queue_attributes(QueueUrl=url, Attributes=_attributes(inputs))
        return url, {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetQueueAttributes; a queue without the attribute has no such resource."""
        live = _live(physical, cloud) or {}
        found = told(state, {key: live.get(key) for key in _ATTRIBUTES})
        return {**found, "queueUrl": physical} if any(found.values()) else None

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """SetQueueAttributes."""
        inputs.skip("queueUrl")
        _set(physical, old, inputs, cloud)
        return {}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """SetQueueAttributes with nothing."""
        nothing = {name: "" for key, name in _ATTRIBUTES.items() if state.get(key)}
        sqs = cloud.client("sqs")
        ask(sqs.set_queue_attributes, _GONE, QueueUrl=physical, Attributes=nothing)


KINDS = {
    "aws:sqs/queue:Queue": Queue,
    "aws:sqs/queuePolicy:QueuePolicy": QueueAttribute,
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": QueueAttribute,
    "aws:sqs/redrivePolicy:RedrivePolicy": QueueAttribute,
}
