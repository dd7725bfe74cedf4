"""Roles and their policies in the emulator."""

import json
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made

pytestmark = pytest.mark.emulator


def test_a_role_has_the_policy_it_was_given(
    make: Callable[..., Made], role_arn: Callable[[str], str], emulator: Emulator
) -> None:
    """An inline policy is on the role that it names, unchanged."""
    arn = role_arn("kept-role")
    statement = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    physical, _ = make(aws.iam.RolePolicy, name="kept", role="kept-role", policy=policy)
    found = emulator.client("iam").get_role_policy(RoleName="kept-role", PolicyName="kept")
    assert arn == f"arn:aws:iam::{emulator.account_id}:role/kept-role"
    assert physical == "kept-role:kept"
    assert found["PolicyDocument"] == json.loads(policy)


def test_a_managed_policy_is_attached(
    make: Callable[..., Made], role_arn: Callable[[str], str], emulator: Emulator
) -> None:
    """RolePolicyAttachment puts a managed policy on the role."""
    role_arn("attached-role")
    managed = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
    make(aws.iam.RolePolicyAttachment, role="attached-role", policyArn=managed)
    found = emulator.client("iam").list_attached_role_policies(RoleName="attached-role")
    assert [one["PolicyArn"] for one in found["AttachedPolicies"]] == [managed]
