"""SNS."""

from typing import Any

import pulumi_aws as aws

from local.resources._base import Cloud, Inputs, Kind, Made


def _attributes(inputs: Inputs, *keys: str) -> dict[str, str]:
    def text(value: Any) -> str:
        return str(value).lower() if isinstance(value, bool) else str(value)

    return {key: text(value) for key, value in inputs.params(*keys).items()}


class Topic(Kind):
    """A standard topic; its id is its ARN."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateTopic with every attribute."""
        arn = cloud.client("sns").create_topic(
            Name=inputs.need("name"),
            Tags=inputs.tags(),
            Attributes=_attributes(
                inputs,
                "deliveryPolicy",
                "displayName",
                "kmsMasterKeyId",
                "policy",
                "signatureVersion",
                "tracingConfig",
            ),
        )["TopicArn"]
        return arn, {"arn": arn, "owner": cloud.account_id}


class TopicPolicy(Kind):
    """A topic's policy."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """SetTopicAttributes."""
        arn = inputs.need("arn")
        cloud.client("sns").set_topic_attributes(
            TopicArn=arn, AttributeName="Policy", AttributeValue=inputs.need("policy")
        )
        return arn, {"owner": cloud.account_id}


class TopicSubscription(Kind):
    """Where a topic's messages go; an e-mail subscription waits for its owner to confirm."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """Subscribe."""
        inputs.skip("confirmationTimeoutInMinutes", "endpointAutoConfirms")
        arn = cloud.client("sns").subscribe(
            TopicArn=inputs.need("topic"),
            ReturnSubscriptionArn=True,
            Attributes=_attributes(
                inputs, "filterPolicy", "filterPolicyScope", "rawMessageDelivery", "redrivePolicy"
            ),
            **inputs.params("protocol", "endpoint"),
        )["SubscriptionArn"]
        return arn, {"arn": arn, "ownerId": cloud.account_id}


KINDS = {
    aws.sns.Topic: Topic,
    aws.sns.TopicPolicy: TopicPolicy,
    aws.sns.TopicSubscription: TopicSubscription,
}
