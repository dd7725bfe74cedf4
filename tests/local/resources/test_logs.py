"""Log groups and their resource policies in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made

pytestmark = pytest.mark.emulator


def test_a_group_keeps_its_retention_and_key(make: Callable[..., Made], emulator: Emulator) -> None:
    """Retention and key are the declared ones, and the ARN carries no `:*`."""
    _, key = make(aws.kms.Key)
    name, outputs = make(
        aws.cloudwatch.LogGroup, name="/kept/group", retentionInDays=400, kmsKeyId=key["arn"]
    )
    logs = emulator.client("logs")
    group = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]
    assert (group["retentionInDays"], group["kmsKeyId"]) == (400, key["arn"])
    assert outputs["arn"] == group["arn"].removesuffix(":*")


def test_a_resource_policy_is_stored(make: Callable[..., Made], emulator: Emulator) -> None:
    """The policy that lets a service write is there under its name."""
    document = '{"Version":"2012-10-17","Statement":[]}'
    make(aws.cloudwatch.LogResourcePolicy, policyName="kept", policyDocument=document)
    found = emulator.client("logs").describe_resource_policies()["resourcePolicies"]
    assert {one["policyName"]: one["policyDocument"] for one in found}["kept"] == document
