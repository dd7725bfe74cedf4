"""CloudWatch Logs."""

from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, arn
from local.resources._live import ask, retag, told

_GONE = "ResourceNotFoundException"


def _logs(cloud: Cloud) -> Any:
    return cloud.client("logs")


class LogGroup(ResourceKind):
    """A log group with its key and its retention."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"logGroupClass", "name"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateLogGroup, then PutRetentionPolicy."""
        name = inputs.need("name")
        inputs.skip("skipDestroy", "tagsAll")
        _logs(cloud).create_log_group(
            logGroupName=name,
            tags=inputs.take("tags", {}),
            **inputs.same("kmsKeyId", "logGroupClass"),
        )
        if days := inputs.take("retentionInDays"):
            _logs(cloud).put_retention_policy(logGroupName=name, retentionInDays=days)
        return name, {"arn": _arn(name, cloud)}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeLogGroups and ListTagsForResource."""
        pages = _logs(cloud).get_paginator("describe_log_groups")
        for page in pages.paginate(logGroupNamePrefix=physical):
            for live in page["logGroups"]:
                if live["logGroupName"] == physical:
                    return told(state, _group(live, cloud))
        return None

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """A call for retention and one for the key, where they changed; the tags.

        The emulator lacks AssociateKmsKey: another key is its error, not silence.
        """
        logs, made = _logs(cloud), _arn(physical, cloud)
        inputs.skip("logGroupClass", "name", "skipDestroy", "tagsAll")
        days, key = inputs.take("retentionInDays"), inputs.take("kmsKeyId")
        if days and days != old.get("retentionInDays"):
            logs.put_retention_policy(logGroupName=physical, retentionInDays=days)
        elif old.get("retentionInDays") and not days:
            logs.delete_retention_policy(logGroupName=physical)
        if key and key != old.get("kmsKeyId"):
            logs.associate_kms_key(logGroupName=physical, kmsKeyId=key)
        elif old.get("kmsKeyId") and not key:
            logs.disassociate_kms_key(logGroupName=physical)
        retag(
            old,
            inputs.take("tags"),
            lambda tags: logs.tag_resource(resourceArn=made, tags=tags),
            lambda keys: logs.untag_resource(resourceArn=made, tagKeys=keys),
        )
        return {"arn": made}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteLogGroup, unless the program keeps it."""
        if not state.get("skipDestroy"):
            ask(_logs(cloud).delete_log_group, _GONE, logGroupName=physical)


def _arn(name: str, cloud: Cloud) -> str:
    return arn(cloud, "logs", f"log-group:{name}")


def _group(live: State, cloud: Cloud) -> Found:
    made = live["arn"].removesuffix(":*")
    return {
        "arn": made,
        "kmsKeyId": live.get("kmsKeyId"),
        "logGroupClass": live.get("logGroupClass"),
        "name": live["logGroupName"],
        "retentionInDays": live.get("retentionInDays"),
        "tags": _logs(cloud).list_tags_for_resource(resourceArn=made).get("tags", {}),
    }


class LogResourcePolicy(ResourceKind):
    """Which services may write to which log groups."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"policyName"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutResourcePolicy."""
        name = inputs.need("policyName")
        _logs(cloud).put_resource_policy(
            policyName=name, policyDocument=inputs.need("policyDocument")
        )
        return name, {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeResourcePolicies; a region has ten at most."""
        for live in _logs(cloud).describe_resource_policies(limit=50)["resourcePolicies"]:
            if live["policyName"] == physical:
                return told(state, live)
        return None

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutResourcePolicy, which writes over the old one."""
        return LogResourcePolicy.create(inputs, cloud)[1]

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteResourcePolicy."""
        ask(_logs(cloud).delete_resource_policy, _GONE, policyName=physical)


KINDS = {
    "aws:cloudwatch/logGroup:LogGroup": LogGroup,
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": LogResourcePolicy,
}
