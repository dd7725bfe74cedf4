"""Roles and their policies in the emulator."""

import json
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from tests.local.resources._life import Life
from tests.local.resources.conftest import TRUST

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


def document(action: str) -> str:
    """A policy that allows one action."""
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_role_from_beginning_to_end(emulator: Emulator) -> None:
    """A role changes in place, tells trust, settings and tags, and goes with its policies."""
    iam = emulator.client("iam")
    boundary = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
    inputs = {
        "name": "life-role",
        "assumeRolePolicy": TRUST,
        "description": "d",
        "maxSessionDuration": 7200,
        "permissionsBoundary": boundary,
        "tags": {"a": "b"},
        "forceDetachPolicies": True,
    }
    life = Life(emulator, aws.iam.Role, inputs, untold=frozenset({"forceDetachPolicies"}))
    life.becomes(description="other", tags={"c": "d"})
    life.becomes(assumeRolePolicy=TRUST.replace("lambda", "events"), maxSessionDuration=3600)
    role = {"RoleName": "life-role"}
    trust = {"PolicyDocument": TRUST}
    life.drifts(lambda: iam.update_assume_role_policy(**role, **trust), "assumeRolePolicy")
    life.drifts(lambda: iam.update_role(**role, MaxSessionDuration=7200), "maxSessionDuration")
    life.drifts(lambda: iam.delete_role_permissions_boundary(**role), "permissionsBoundary")
    life.drifts(lambda: iam.untag_role(**role, TagKeys=["c"]), "tags")
    life.becomes(maxSessionDuration=None, permissionsBoundary=None, tags=None)
    found = iam.get_role(**role)["Role"]
    assert not {"PermissionsBoundary", "Tags"} & set(found)
    iam.put_role_policy(**role, PolicyName="by-hand", PolicyDocument=document("*"))
    iam.attach_role_policy(**role, PolicyArn=boundary)
    life.ends()


def test_an_inline_policy_from_beginning_to_end(
    role_arn: Callable[[str], str], emulator: Emulator
) -> None:
    """A role's own policy changes in place, tells its document and goes."""
    iam = emulator.client("iam")
    role_arn("inline-life")
    where = {"RoleName": "inline-life", "PolicyName": "p"}
    life = Life(
        emulator,
        aws.iam.RolePolicy,
        {"name": "p", "role": "inline-life", "policy": document("sqs:SendMessage")},
    )
    life.becomes(policy=document("sqs:ReceiveMessage"))
    other = document("*")
    life.drifts(lambda: iam.put_role_policy(**where, PolicyDocument=other), "policy")
    life.ends()


def test_an_attachment_from_beginning_to_end(
    role_arn: Callable[[str], str], emulator: Emulator
) -> None:
    """An attachment is told while it is there, and taken off at its end."""
    role_arn("attached-life")
    managed = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
    inputs = {"role": "attached-life", "policyArn": managed}
    detach = emulator.client("iam").detach_role_policy
    Life(emulator, aws.iam.RolePolicyAttachment, inputs).ends()
    life = Life(emulator, aws.iam.RolePolicyAttachment, inputs)
    life.vanishes(lambda: detach(RoleName="attached-life", PolicyArn=managed))
    life.ends()
