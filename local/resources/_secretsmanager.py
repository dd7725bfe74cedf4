"""Secrets Manager."""

import pulumi_aws as aws

from local.resources._base import Cloud, Inputs, Kind, Made


class Secret(Kind):
    """A secret without a value yet."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateSecret, then its policy."""
        client = cloud.client("secretsmanager")
        inputs.skip("recoveryWindowInDays", "forceOverwriteReplicaSecret")
        arn = client.create_secret(
            Tags=inputs.tags(), **inputs.params("name", "description", "kmsKeyId")
        )["ARN"]
        if policy := inputs.take("policy"):
            client.put_resource_policy(SecretId=arn, ResourcePolicy=policy)
        return arn, {"arn": arn}


class SecretVersion(Kind):
    """A secret's value; `secretStringWo` goes in and never comes out."""

    write_only = frozenset({"secretStringWo"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutSecretValue."""
        inputs.skip("secretStringWoVersion")
        secret = inputs.need("secretId")
        value = inputs.rename({"secretString": "SecretString", "secretStringWo": "SecretString"})
        made = cloud.client("secretsmanager").put_secret_value(
            SecretId=secret, **value, **inputs.params("versionStages")
        )
        version = made["VersionId"]
        return f"{secret}|{version}", {"arn": made["ARN"], "versionId": version}


class SecretPolicy(Kind):
    """A secret's own policy."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutResourcePolicy."""
        arn = inputs.need("secretArn")
        cloud.client("secretsmanager").put_resource_policy(
            SecretId=arn,
            ResourcePolicy=inputs.need("policy"),
            **inputs.params("blockPublicPolicy"),
        )
        return arn, {}


KINDS = {
    aws.secretsmanager.Secret: Secret,
    aws.secretsmanager.SecretPolicy: SecretPolicy,
    aws.secretsmanager.SecretVersion: SecretVersion,
}
