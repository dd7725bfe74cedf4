"""KMS keys and aliases in the emulator."""

import json
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made, delete
from tests.local.resources._life import Life

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


def test_a_key_from_beginning_to_end(emulator: Emulator) -> None:
    """A key changes in place, tells policy, rotation, state and tags, and ends in waiting."""
    kms = emulator.client("kms")
    root = {"AWS": f"arn:aws:iam::{emulator.account_id}:root"}
    statement = {"Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    other = policy.replace("Allow", "Deny")
    life = Life(
        emulator,
        aws.kms.Key,
        {
            "description": "d",
            "policy": policy,
            "enableKeyRotation": True,
            "rotationPeriodInDays": 365,
            "deletionWindowInDays": 7,
            "tags": {"a": "b"},
        },
        untold=frozenset({"deletionWindowInDays"}),
    )
    life.becomes(description="other", rotationPeriodInDays=180, deletionWindowInDays=30)
    life.becomes(policy=policy.replace("kms:*", "kms:Decrypt"), tags={"c": "d"})
    life.becomes(policy=policy, isEnabled=False)
    life.becomes(isEnabled=None)
    key = {"KeyId": life.physical}
    life.drifts(lambda: kms.disable_key(**key), "isEnabled")
    life.drifts(lambda: kms.disable_key_rotation(**key), "enableKeyRotation")
    life.drifts(lambda: kms.put_key_policy(**key, PolicyName="default", Policy=other), "policy")
    life.drifts(lambda: kms.untag_resource(**key, TagKeys=["c"]), "tags")
    life.drifts(lambda: kms.update_key_description(**key, Description="x"), "description")
    life.becomes(description=None, enableKeyRotation=None, rotationPeriodInDays=None)
    assert kms.get_key_rotation_status(**key)["KeyRotationEnabled"] is False
    life.ends()
    assert kms.describe_key(**key)["KeyMetadata"]["KeyState"] == "PendingDeletion"


def test_an_alias_from_beginning_to_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """An alias is led to another key in place, by id or ARN, and goes."""
    (one, _), (two, outputs), (three, _) = (make(aws.kms.Key) for _ in range(3))
    name = "alias/life"
    life = Life(emulator, aws.kms.Alias, {"name": name, "targetKeyId": one})
    life.becomes(targetKeyId=two)
    life.becomes(targetKeyId=outputs["arn"])
    update = emulator.client("kms").update_alias
    changed = ("targetKeyId", "targetKeyArn")
    life.drifts(lambda: update(AliasName=name, TargetKeyId=three), *changed)
    life.ends()


def test_a_key_s_policy_from_beginning_to_end(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """It is put over the key's own, changes in place, and leaves KMS's default behind."""
    (one, _), kms = make(aws.kms.Key), emulator.client("kms")
    root = {"AWS": f"arn:aws:iam::{emulator.account_id}:root"}
    statement = {"Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}
    default = {"Version": "2012-10-17", "Statement": [statement]}
    policy, key = json.dumps(default), {"KeyId": one, "PolicyName": "default"}
    narrow = policy.replace("kms:*", "kms:Put*")
    life = Life(emulator, aws.kms.KeyPolicy, {"keyId": one, "policy": narrow})
    assert json.loads(kms.get_key_policy(**key)["Policy"]) == json.loads(narrow)
    life.becomes(policy=policy.replace("kms:*", "kms:Get*"))
    life.drifts(lambda: kms.put_key_policy(**key, Policy=policy), "policy")
    delete("aws:kms/keyPolicy:KeyPolicy", one, life.state, emulator)
    assert json.loads(kms.get_key_policy(**key)["Policy"]) == default
    life.vanishes(lambda: kms.schedule_key_deletion(KeyId=one))
