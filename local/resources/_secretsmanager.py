"""Secrets Manager."""

from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State
from local.resources._live import ask, changes, retag, tag_map, told

_GONE = "ResourceNotFoundException"
_UNSET = {"Description": "", "KmsKeyId": "alias/aws/secretsmanager"}
_WINDOW_DAYS = 30


class Secret(ResourceKind):
    """A secret without a value yet. One that waits for its end is gone."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"name"})

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

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeSecret, and GetResourcePolicy where the program gave a policy inline."""
        client = cloud.client("secretsmanager")
        secret = _describe(client, physical)
        if secret is None:
            return None
        live = {
            "arn": secret["ARN"],
            "name": secret["Name"],
            "description": secret.get("Description", ""),
            "kmsKeyId": secret.get("KmsKeyId"),
            "tags": tag_map(secret.get("Tags", [])),
        }
        if "policy" in state:
            live["policy"] = _policy(client, physical)
        return told(state, live)

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateSecret, the policy and the tags, each if it changed."""
        client = cloud.client("secretsmanager")
        inputs.skip("name", "tagsAll", "recoveryWindowInDays", "forceOverwriteReplicaSecret")
        settings = ("description", "kmsKeyId")
        before = inputs.nested(old)
        if changed := changes(before.params(*settings), inputs.params(*settings), _UNSET):
            client.update_secret(SecretId=physical, **changed)
        policy = inputs.take("policy")
        if policy and policy != old.get("policy"):
            client.put_resource_policy(SecretId=physical, ResourcePolicy=policy)
        elif old.get("policy") and not policy:
            client.delete_resource_policy(SecretId=physical)
        retag(
            old,
            inputs.take("tags"),
            lambda tags: client.tag_resource(
                SecretId=physical,
                Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
            ),
            lambda keys: client.untag_resource(SecretId=physical, TagKeys=keys),
        )
        return {"arn": physical}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteSecret: at once where the recovery window is 0, else after that many days."""
        client = cloud.client("secretsmanager")
        if _describe(client, physical):
            days = int(state.get("recoveryWindowInDays", _WINDOW_DAYS))
            how = {"RecoveryWindowInDays": days} if days else {"ForceDeleteWithoutRecovery": True}
            client.delete_secret(SecretId=physical, **how)


def _describe(client: Any, secret: str) -> Any:
    found = ask(client.describe_secret, _GONE, SecretId=secret)
    return None if not found or found.get("DeletedDate") else found


def _policy(client: Any, secret: str) -> Any:
    answer = ask(client.get_resource_policy, _GONE, SecretId=secret)
    return (answer or {}).get("ResourcePolicy")


class SecretVersion(ResourceKind):
    """A secret's value; `secretStringWo` goes in and never comes out.

    Another value is another version: it replaces this resource, and never the secret.
    """

    write_only = frozenset({"secretStringWo"})
    replaced_by: ClassVar[frozenset[str]] = frozenset(
        {"secretId", "secretString", "secretStringWoVersion"}
    )

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutSecretValue."""
        inputs.skip("secretStringWoVersion")
        secret = inputs.need("secretId")
        value = inputs.rename({"secretString": "SecretString", "secretStringWo": "SecretString"})
        made = cloud.client("secretsmanager").put_secret_value(SecretId=secret, **value)
        version = made["VersionId"]
        return f"{secret}|{version}", {
            "arn": made["ARN"],
            "versionId": version,
            "versionStages": made["VersionStages"],
        }

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """ListSecretVersionIds, and the value where the program has it in the state anyway."""
        secret, _, version = physical.partition("|")
        client = cloud.client("secretsmanager")
        if _describe(client, secret) is None:
            return None
        answer = client.list_secret_version_ids(SecretId=secret)
        stages = {one["VersionId"]: one.get("VersionStages") for one in answer["Versions"]}
        if not stages.get(version):
            return None
        live = {
            "arn": answer["ARN"],
            "secretId": secret,
            "versionId": version,
            "versionStages": stages[version],
        }
        if "secretString" in state:
            value = client.get_secret_value(SecretId=secret, VersionId=version)
            live["secretString"] = value.get("SecretString")
        return told(state, live)

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """Nothing: AWS deletes a version when its secret goes, or when newer ones push it out."""


class SecretPolicy(ResourceKind):
    """A secret's own policy."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"secretArn"})

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

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetResourcePolicy."""
        policy = _policy(cloud.client("secretsmanager"), physical)
        return told(state, {"secretArn": physical, "policy": policy}) if policy else None

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutResourcePolicy, which replaces the document."""
        SecretPolicy.create(inputs, cloud)
        return {}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteResourcePolicy."""
        ask(cloud.client("secretsmanager").delete_resource_policy, _GONE, SecretId=physical)


KINDS = {
    "aws:secretsmanager/secret:Secret": Secret,
    "aws:secretsmanager/secretPolicy:SecretPolicy": SecretPolicy,
    "aws:secretsmanager/secretVersion:SecretVersion": SecretVersion,
}
