"""SNS."""

import json
from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, pascal
from local.resources._live import ask, changes, retag, tag_list, tag_map, told

_GONE = "NotFound"
_TOPIC = (
    "deliveryPolicy",
    "displayName",
    "kmsMasterKeyId",
    "policy",
    "signatureVersion",
    "tracingConfig",
)
_SUBSCRIPTION = (
    "deliveryPolicy",
    "filterPolicy",
    "filterPolicyScope",
    "rawMessageDelivery",
    "redrivePolicy",
)
_UNSET = {
    "FilterPolicy": "{}",
    "FilterPolicyScope": "MessageAttributes",
    "RawMessageDelivery": "false",
    "SignatureVersion": "1",
    "TracingConfig": "PassThrough",
}


def _sns(cloud: Cloud) -> Any:
    return cloud.client("sns")


def _attributes(inputs: Inputs, *keys: str) -> dict[str, str]:
    def text(value: Any) -> str:
        return str(value).lower() if isinstance(value, bool) else str(value)

    return {key: text(value) for key, value in inputs.params(*keys).items()}


def _changed(old: State, inputs: Inputs, *keys: str) -> list[dict[str, str]]:
    """What an attribute's call must set, one by one; nothing is the empty text."""
    before, now = _attributes(inputs.nested(old), *keys), _attributes(inputs, *keys)
    return [
        {"AttributeName": name, "AttributeValue": value or ""}
        for name, value in changes(before, now, _UNSET).items()
    ]


def _live(attributes: State, *keys: str) -> Found:
    return {key: attributes.get(pascal(key)) or None for key in keys}


class Topic(ResourceKind):
    """A standard topic; its id is its ARN."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"name"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateTopic with every attribute."""
        arn = _sns(cloud).create_topic(
            Name=inputs.need("name"), Tags=inputs.tags(), Attributes=_attributes(inputs, *_TOPIC)
        )["TopicArn"]
        return arn, {"arn": arn, "owner": cloud.account_id}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetTopicAttributes and ListTagsForResource."""
        answer = ask(_sns(cloud).get_topic_attributes, _GONE, TopicArn=physical)
        if answer is None:
            return None
        tags = _sns(cloud).list_tags_for_resource(ResourceArn=physical)["Tags"]
        return told(
            state,
            {
                **_live(answer["Attributes"], *_TOPIC, "owner"),
                "arn": physical,
                "name": physical.rpartition(":")[2],
                "tags": tag_map(tags),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """SetTopicAttributes for each that changed; the tags."""
        sns = _sns(cloud)
        inputs.skip("name", "tagsAll")
        for change in _changed(old, inputs, *_TOPIC):
            sns.set_topic_attributes(TopicArn=physical, **change)
        retag(
            old,
            inputs.take("tags"),
            lambda tags: sns.tag_resource(ResourceArn=physical, Tags=tag_list(tags)),
            lambda keys: sns.untag_resource(ResourceArn=physical, TagKeys=keys),
        )
        return {"arn": physical, "owner": cloud.account_id}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteTopic, which knows no missing topic."""
        _sns(cloud).delete_topic(TopicArn=physical)


_DEFAULT_ID = "__default_policy_ID"


def _default_policy(topic: str, account: str) -> str:
    """What SNS gives a new topic: everything for its owner, nothing for others."""
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": ["SNS:Publish", "SNS:Subscribe", "SNS:Receive"],
        "Resource": topic,
        "Condition": {"StringEquals": {"AWS:SourceOwner": account}},
    }
    return json.dumps({"Version": "2008-10-17", "Id": _DEFAULT_ID, "Statement": [statement]})


class TopicPolicy(ResourceKind):
    """A topic's policy."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"arn"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """SetTopicAttributes."""
        arn = inputs.need("arn")
        _set_policy(arn, inputs.need("policy"), cloud)
        return arn, {"owner": cloud.account_id}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetTopicAttributes; the policy that SNS made is nobody's resource."""
        answer = ask(_sns(cloud).get_topic_attributes, _GONE, TopicArn=physical)
        attributes = (answer or {}).get("Attributes", {})
        policy = attributes.get("Policy", "{}")
        if json.loads(policy).get("Id", _DEFAULT_ID if policy == "{}" else "") == _DEFAULT_ID:
            return None
        return told(state, {"arn": physical, "policy": policy, "owner": attributes["Owner"]})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """SetTopicAttributes."""
        return TopicPolicy.create(inputs, cloud)[1]

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """SetTopicAttributes with the policy of a new topic."""
        ask(_set_policy, _GONE, arn=physical, cloud=cloud, policy=_default(physical, cloud))


def _default(topic: str, cloud: Cloud) -> str:
    return _default_policy(topic, cloud.account_id)


def _set_policy(arn: str, policy: str, cloud: Cloud) -> None:
    _sns(cloud).set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=policy)


class TopicSubscription(ResourceKind):
    """Where a topic's messages go; an e-mail subscription waits for its owner to confirm."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"endpoint", "protocol", "topic"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """Subscribe."""
        inputs.skip("confirmationTimeoutInMinutes", "endpointAutoConfirms")
        arn = _sns(cloud).subscribe(
            TopicArn=inputs.need("topic"),
            ReturnSubscriptionArn=True,
            Attributes=_attributes(inputs, *_SUBSCRIPTION),
            **inputs.params("protocol", "endpoint"),
        )["SubscriptionArn"]
        return arn, {"arn": arn, "ownerId": cloud.account_id}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetSubscriptionAttributes."""
        get = _sns(cloud).get_subscription_attributes
        answer = ask(get, _GONE, SubscriptionArn=physical)
        if answer is None:
            return None
        live = answer["Attributes"]
        return told(
            state,
            {
                **_live(live, *_SUBSCRIPTION, "endpoint", "protocol"),
                "arn": physical,
                "ownerId": live["Owner"],
                "topic": live["TopicArn"],
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """SetSubscriptionAttributes for each that changed."""
        inputs.skip(
            "confirmationTimeoutInMinutes", "endpointAutoConfirms", *TopicSubscription.replaced_by
        )
        for change in _changed(old, inputs, *_SUBSCRIPTION):
            _sns(cloud).set_subscription_attributes(SubscriptionArn=physical, **change)
        return {"arn": physical, "ownerId": cloud.account_id}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """Unsubscribe."""
        ask(_sns(cloud).unsubscribe, _GONE, SubscriptionArn=physical)


KINDS = {
    "aws:sns/topic:Topic": Topic,
    "aws:sns/topicPolicy:TopicPolicy": TopicPolicy,
    "aws:sns/topicSubscription:TopicSubscription": TopicSubscription,
}
