"""Log groups and their resource policies in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made, ResourceError, update
from tests.local.resources._life import Life

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


def test_a_group_from_beginning_to_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """Retention and tags change in place; a group with a longer name is another one."""
    logs = emulator.client("logs")
    _, key = make(aws.kms.Key)
    make(aws.cloudwatch.LogGroup, name="/life/group-two")
    life = Life(
        emulator,
        aws.cloudwatch.LogGroup,
        {
            "name": "/life/group",
            "retentionInDays": 30,
            "kmsKeyId": key["arn"],
            "tags": {"a": "b"},
        },
    )
    life.becomes(retentionInDays=90, tags={"c": "d"})
    where = {"logGroupName": "/life/group"}
    life.drifts(lambda: logs.put_retention_policy(**where, retentionInDays=1), "retentionInDays")
    life.drifts(lambda: logs.delete_retention_policy(**where), "retentionInDays")
    life.drifts(
        lambda: logs.tag_resource(resourceArn=life.state["arn"], tags={"by": "hand"}), "tags"
    )
    life.becomes(retentionInDays=None)
    assert (
        "retentionInDays"
        not in logs.describe_log_groups(logGroupNamePrefix="/life/group")["logGroups"][0]
    )
    life.ends()


def test_another_key_is_never_silence(make: Callable[..., Made], emulator: Emulator) -> None:
    """The emulator lacks AssociateKmsKey: once it learns it, a key change can be tested."""
    keys = [make(aws.kms.Key)[1]["arn"] for _ in range(2)]
    inputs = {"name": "/life/key", "kmsKeyId": keys[0]}
    name, outputs = make(aws.cloudwatch.LogGroup, **inputs)
    token = "aws:cloudwatch/logGroup:LogGroup"
    with pytest.raises(ResourceError, match="AssociateKmsKey"):
        update(token, name, outputs, {**inputs, "kmsKeyId": keys[1]}, emulator)


def test_a_resource_policy_from_beginning_to_end(emulator: Emulator) -> None:
    """A resource policy changes in place."""
    logs = emulator.client("logs")
    document = '{"Version":"2012-10-17","Statement":[]}'
    life = Life(
        emulator,
        aws.cloudwatch.LogResourcePolicy,
        {"policyName": "life", "policyDocument": document},
    )
    life.becomes(policyDocument=document.replace("[]", '[{"Sid":"one"}]'))
    life.drifts(
        lambda: logs.put_resource_policy(policyName="life", policyDocument=document),
        "policyDocument",
    )
    life.ends()
