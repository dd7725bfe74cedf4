"""KMS."""

import pulumi_aws as aws

from local.resources._base import Cloud, Inputs, Kind, Made, arn


class Key(Kind):
    """A customer-managed key; its policy is enforced."""

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
        period = inputs.params("rotationPeriodInDays")
        if inputs.take("enableKeyRotation"):
            kms.enable_key_rotation(KeyId=made["KeyId"], **period)
        return made["KeyId"], {"arn": made["Arn"], "keyId": made["KeyId"]}


class Alias(Kind):
    """A key's readable name, `alias/…`."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateAlias."""
        name, target = inputs.need("name"), inputs.need("targetKeyId")
        cloud.client("kms").create_alias(AliasName=name, TargetKeyId=target)
        key_arn = target if target.startswith("arn:") else arn(cloud, "kms", f"key/{target}")
        return name, {"arn": arn(cloud, "kms", name), "targetKeyArn": key_arn}


KINDS = {aws.kms.Key: Key, aws.kms.Alias: Alias}
