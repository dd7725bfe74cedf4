"""KMS keys and aliases in the emulator."""

import json
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made

pytestmark = pytest.mark.emulator


def test_a_key_keeps_its_policy_rotation_and_alias(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """The key has the policy and rotation that were declared, and its alias leads to it."""
    root = {"AWS": f"arn:aws:iam::{emulator.account_id}:root"}
    statement = {"Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    key, outputs = make(
        aws.kms.Key,
        description="d",
        policy=policy,
        enableKeyRotation=True,
        deletionWindowInDays=30,
        tags={"a": "b"},
    )
    name, alias = make(aws.kms.Alias, name="alias/kept", targetKeyId=key)
    kms = emulator.client("kms")
    assert kms.describe_key(KeyId=name)["KeyMetadata"]["Arn"] == outputs["arn"]
    assert alias["targetKeyArn"] == outputs["arn"]
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is True
    assert json.loads(kms.get_key_policy(KeyId=key)["Policy"]) == json.loads(policy)
