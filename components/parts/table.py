"""A table as every one of a stack is made."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.iam import Statement, deny_insecure, document
from components.lib.outputs import StackDefaults


def table(
    parent: pulumi.ComponentResource,
    name: str,
    defaults: StackDefaults,
    physical: str,
    keys: Sequence[str],
    *,
    numbers: Sequence[str] = (),
    indexes: Mapping[str, tuple[str, str]] | None = None,
    expires: str | None = None,
) -> aws.dynamodb.Table:
    """A table below `parent`: a customer key, recovery of 35 days, protection, paid per request.

    `keys`: the hash key, and the range key if there is one; texts but for `numbers`.
    `indexes`: index → its keys; each holds keys only.
    `expires`: the attribute, in Unix seconds, after which DynamoDB takes an item away.
    """
    indexed = indexes or {}
    lasting = {"lifetime": "transient"} if expires else {}
    attributes = dict.fromkeys([*keys, *(key for pair in indexed.values() for key in pair)])
    return aws.dynamodb.Table(
        name,
        name=physical,
        billing_mode="PAY_PER_REQUEST",
        hash_key=keys[0],
        range_key=keys[1] if len(keys) > 1 else None,
        attributes=[{"name": each, "type": "N" if each in numbers else "S"} for each in attributes],
        global_secondary_indexes=[
            {
                "name": index,
                "key_schemas": [
                    {"attribute_name": hash_key, "key_type": "HASH"},
                    {"attribute_name": range_key, "key_type": "RANGE"},
                ],
                "projection_type": "KEYS_ONLY",
            }
            for index, (hash_key, range_key) in indexed.items()
        ]
        or None,
        ttl={"enabled": True, "attribute_name": expires} if expires else None,
        server_side_encryption={"enabled": True, "kms_key_arn": defaults.keys.data},
        point_in_time_recovery={
            "enabled": True,
            "recovery_period_in_days": limits.RECOVERY_PERIOD_DAYS,
        },
        deletion_protection_enabled=defaults.context.protect,
        tags={**defaults.context.tags("confidential"), **lasting},
        opts=pulumi.ResourceOptions(parent=parent, protect=defaults.context.protect),
    )


def table_policy(
    parent: pulumi.ComponentResource, name: str, made: aws.dynamodb.Table, *statements: Statement
) -> None:
    """The table's own policy; DynamoDB listens without TLS too, so `over_tls` is in every one."""
    aws.dynamodb.ResourcePolicy(
        name,
        resource_arn=made.arn,
        policy=document(*statements),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def over_tls(arn: str, *, indexes: bool = False) -> Statement:
    """Nobody reaches the table of this ARN without TLS; its policy is that of its indexes too."""
    return deny_insecure("dynamodb:*", arn, *([f"{arn}/index/*"] if indexes else []))
