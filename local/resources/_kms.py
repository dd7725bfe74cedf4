"""KMS."""

import json
from typing import Any, ClassVar

from local.lib.partitions import partition
from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, arn
from local.resources._live import ask, changes, retag, tag_map, told

_GONE = "NotFoundException"
_WAITING_DAYS = 30


class Key(ResourceKind):
    """A customer-managed key; its policy is enforced. One that waits for its end is gone."""

    replaced_by: ClassVar[frozenset[str]] = frozenset(
        {"customerMasterKeySpec", "keyUsage", "multiRegion"}
    )

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateKey, then rotation, which is a call of its own."""
        kms = cloud.client("kms")
        inputs.skip("deletionWindowInDays")
        made = kms.create_key(
            Tags=inputs.tags("TagKey", "TagValue"),
            **inputs.params("policy", "description", "keyUsage", "multiRegion"),
            **inputs.rename(
                {
                    "customerMasterKeySpec": "KeySpec",
                    "bypassPolicyLockoutSafetyCheck": "BypassPolicyLockoutSafetyCheck",
                }
            ),
        )["KeyMetadata"]
        key = made["KeyId"]
        _rotate(kms, key, inputs)
        enabled = inputs.take("isEnabled", True)
        if not enabled:
            kms.disable_key(KeyId=key)
        return key, {"arn": made["Arn"], "keyId": key, "isEnabled": enabled}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeKey, then policy, rotation and tags, which are calls of their own."""
        kms = cloud.client("kms")
        key = _describe(kms, physical)
        if key is None:
            return None
        rotation = kms.get_key_rotation_status(KeyId=physical)
        tags = kms.list_resource_tags(KeyId=physical)["Tags"]
        return told(
            state,
            {
                "arn": key["Arn"],
                "keyId": key["KeyId"],
                "description": key["Description"],
                "isEnabled": key["Enabled"],
                "keyUsage": key["KeyUsage"],
                "customerMasterKeySpec": key["KeySpec"],
                "multiRegion": key["MultiRegion"],
                "policy": kms.get_key_policy(KeyId=physical, PolicyName="default")["Policy"],
                "enableKeyRotation": rotation["KeyRotationEnabled"],
                "rotationPeriodInDays": rotation.get("RotationPeriodInDays"),
                "tags": tag_map(tags, "TagKey", "TagValue"),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """One call for each of state, policy, description and rotation that changed; the tags."""
        kms = cloud.client("kms")
        keep = "bypassPolicyLockoutSafetyCheck"
        inputs.skip("deletionWindowInDays", *Key.replaced_by)
        bypass = inputs.rename({keep: "BypassPolicyLockoutSafetyCheck"})
        enabled = inputs.take("isEnabled", True)
        # KMS refuses nearly everything on a disabled key: so first on, and off at the end.
        if enabled and not old.get("isEnabled", True):
            kms.enable_key(KeyId=physical)
        if (policy := inputs.take("policy")) and policy != old.get("policy"):
            kms.put_key_policy(KeyId=physical, PolicyName="default", Policy=policy, **bypass)
        if (description := inputs.take("description", "")) != old.get("description", ""):
            kms.update_key_description(KeyId=physical, Description=description)
        rotation = ("enableKeyRotation", "rotationPeriodInDays")
        before, now = inputs.nested(old).same(*rotation), inputs.same(*rotation)
        if changes(before, now, {}):
            _rotate(kms, physical, inputs.nested(now), was=before.get("enableKeyRotation", False))
        retag(
            old,
            inputs.take("tags"),
            lambda tags: kms.tag_resource(
                KeyId=physical,
                Tags=[{"TagKey": key, "TagValue": value} for key, value in tags.items()],
            ),
            lambda keys: kms.untag_resource(KeyId=physical, TagKeys=keys),
        )
        if not enabled and old.get("isEnabled", True):
            kms.disable_key(KeyId=physical)
        return {
            "arn": arn(cloud, "kms", f"key/{physical}"),
            "keyId": physical,
            "isEnabled": enabled,
        }

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """ScheduleKeyDeletion: a key always waits for some days."""
        kms = cloud.client("kms")
        if _describe(kms, physical):
            days = int(state.get("deletionWindowInDays") or _WAITING_DAYS)
            kms.schedule_key_deletion(KeyId=physical, PendingWindowInDays=days)


def _describe(kms: Any, key: str) -> Any:
    """The key's metadata; None where it is gone or on its way."""
    answer = ask(kms.describe_key, _GONE, KeyId=key)
    found = answer and answer["KeyMetadata"]
    return None if not found or found["KeyState"] == "PendingDeletion" else found


def _rotate(kms: Any, key: str, inputs: Inputs, *, was: bool = False) -> None:
    period = inputs.params("rotationPeriodInDays")
    if inputs.take("enableKeyRotation"):
        kms.enable_key_rotation(KeyId=key, **period)
    elif was:
        kms.disable_key_rotation(KeyId=key)


class Alias(ResourceKind):
    """A key's readable name, `alias/…`."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"name"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateAlias."""
        name, target = inputs.need("name"), inputs.need("targetKeyId")
        cloud.client("kms").create_alias(AliasName=name, TargetKeyId=target)
        return name, _alias_outputs(name, target, cloud)

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """ListAliases; where the alias still leads to the same key, `targetKeyId` stays as is."""
        pages = cloud.client("kms").get_paginator("list_aliases").paginate()
        for alias in (one for page in pages for one in page["Aliases"]):
            if alias["AliasName"] == physical:
                target = str(alias.get("TargetKeyId"))
                known = str(state.get("targetKeyId", ""))
                same = known.rpartition("/")[2] == target
                return told(
                    state,
                    {
                        **_alias_outputs(physical, target, cloud),
                        "name": physical,
                        "targetKeyId": known if same else target,
                    },
                )
        return None

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateAlias."""
        inputs.skip("name")
        target = inputs.need("targetKeyId")
        if target != old.get("targetKeyId"):
            cloud.client("kms").update_alias(AliasName=physical, TargetKeyId=target)
        return _alias_outputs(physical, target, cloud)

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteAlias."""
        ask(cloud.client("kms").delete_alias, _GONE, AliasName=physical)


class KeyPolicy(ResourceKind):
    """A key's policy that comes after the key; without it the key has KMS's default."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"keyId"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutKeyPolicy; its id is the key's."""
        key = str(inputs.need("keyId"))
        _put_policy(cloud.client("kms"), key, inputs)
        return key, {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetKeyPolicy."""
        kms = cloud.client("kms")
        if _describe(kms, physical) is None:
            return None
        policy = kms.get_key_policy(KeyId=physical, PolicyName="default")["Policy"]
        return told(state, {"keyId": physical, "policy": policy})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutKeyPolicy."""
        del old
        inputs.skip("keyId")
        _put_policy(cloud.client("kms"), physical, inputs)
        return {}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """PutKeyPolicy once more: a key is never without one ("Default key policy")."""
        del state
        root = f"arn:{partition(cloud.region)}:iam::{cloud.account_id}:root"
        everything = {"Effect": "Allow", "Principal": {"AWS": root}, "Action": "kms:*"}
        policy = {"Version": "2012-10-17", "Statement": [{**everything, "Resource": "*"}]}
        ask(
            cloud.client("kms").put_key_policy,
            _GONE,
            KeyId=physical,
            PolicyName="default",
            Policy=json.dumps(policy),
        )


def _put_policy(kms: Any, key: str, inputs: Inputs) -> None:
    bypass = inputs.rename({"bypassPolicyLockoutSafetyCheck": "BypassPolicyLockoutSafetyCheck"})
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=inputs.need("policy"), **bypass)


def _alias_outputs(name: str, target: str, cloud: Cloud) -> Found:
    key_arn = target if target.startswith("arn:") else arn(cloud, "kms", f"key/{target}")
    return {"arn": arn(cloud, "kms", name), "targetKeyArn": key_arn}


KINDS = {
    "aws:kms/key:Key": Key,
    "aws:kms/alias:Alias": Alias,
    "aws:kms/keyPolicy:KeyPolicy": KeyPolicy,
}
