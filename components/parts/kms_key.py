"""A customer-managed key with its alias, as every key of a stack is made."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.context import StackContext


def kms_key(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    alias: str,
    holds: str,
    how: Mapping[str, Any],
) -> aws.kms.Key:
    """A key below `parent`; `how` is its kind and policy, `alias` its name in the stack."""
    physical = context.name(alias)
    key = aws.kms.Key(
        name,
        description=f"{physical}: {holds}",
        deletion_window_in_days=limits.KEY_DELETION_DAYS,
        tags=context.tags("confidential"),
        opts=pulumi.ResourceOptions(parent=parent, protect=context.protect),
        **how,
    )
    aws.kms.Alias(
        f"{name}-alias",
        name=f"alias/{physical}",
        target_key_id=key.key_id,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return key
