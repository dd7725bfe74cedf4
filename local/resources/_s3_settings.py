"""S3: what a bucket is like, each side of it a resource of its own."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from local.resources._base import Found, Inputs
from local.resources._s3_setting import Setting, as_api, as_inputs


class PublicAccessBlock(Setting):
    """Whether anything of it can be public."""

    name, argument = "public_access_block", "PublicAccessBlockConfiguration"
    gone = "NoSuchPublicAccessBlockConfiguration"

    @classmethod
    def given(cls, inputs: Inputs) -> Any:
        """Four switches."""
        return inputs.params(
            "blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"
        )

    @classmethod
    def found(cls, answer: Mapping[str, Any]) -> Found | None:
        """The same."""
        return dict(as_inputs(answer[cls.argument]))


class OwnershipControls(Setting):
    """Whose an object is."""

    name, argument = "bucket_ownership_controls", "OwnershipControls"
    gone = "OwnershipControlsNotFoundError"

    @classmethod
    def given(cls, inputs: Inputs) -> Any:
        """One rule, in a list."""
        return {"Rules": [as_api(inputs.need("rule"))]}

    @classmethod
    def found(cls, answer: Mapping[str, Any]) -> Found | None:
        """The one rule."""
        return {"rule": as_inputs(answer[cls.argument]["Rules"][0])}


class Encryption(Setting):
    """What an object is encrypted with; without a rule S3 has one of its own, and tells it."""

    name, argument = "bucket_encryption", "ServerSideEncryptionConfiguration"
    gone = "ServerSideEncryptionConfigurationNotFoundError"

    @classmethod
    def given(cls, inputs: Inputs) -> Any:
        """The rules."""
        return {"Rules": as_api(inputs.need("rules"))}

    @classmethod
    def found(cls, answer: Mapping[str, Any]) -> Found | None:
        """The rules."""
        return {"rules": as_inputs(answer[cls.argument]["Rules"])}


class Versioning(Setting):
    """Whether it keeps what was written over."""

    name, argument = "bucket_versioning", "VersioningConfiguration"

    @classmethod
    def given(cls, inputs: Inputs) -> Any:
        """The status."""
        return as_api(inputs.need("versioningConfiguration"))

    @classmethod
    def found(cls, answer: Mapping[str, Any]) -> Found | None:
        """The status; a bucket that never had versions says nothing."""
        on = answer.get("Status") == "Enabled"
        return {"versioningConfiguration": {"status": "Enabled"}} if on else None

    @classmethod
    def end(cls, s3: Any, bucket: str) -> None:
        """Suspended: versions never end. Where objects are locked, S3 refuses and they go on."""
        try:
            s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
        except ClientError as error:
            if error.response["Error"]["Code"] != "InvalidBucketState":
                raise


class Lifecycle(Setting):
    """When an object goes by itself."""

    name, argument = "bucket_lifecycle_configuration", "LifecycleConfiguration"
    gone = "NoSuchLifecycleConfiguration"

    @classmethod
    def given(cls, inputs: Inputs) -> Any:
        """The rules."""
        return {"Rules": as_api(inputs.need("rules"))}

    @classmethod
    def found(cls, answer: Mapping[str, Any]) -> Found | None:
        """The rules."""
        return {"rules": as_inputs(answer["Rules"])}

    @classmethod
    def end(cls, s3: Any, bucket: str) -> None:
        """Its DELETE has another name."""
        s3.delete_bucket_lifecycle(Bucket=bucket)


class Policy(Setting):
    """Who may enter; the emulator enforces it."""

    name, argument, gone = "bucket_policy", "Policy", "NoSuchBucketPolicy"

    @classmethod
    def given(cls, inputs: Inputs) -> Any:
        """The document."""
        return inputs.need("policy")

    @classmethod
    def found(cls, answer: Mapping[str, Any]) -> Found | None:
        """The document."""
        return {"policy": answer[cls.argument]}


class ObjectLock(Setting):
    """How long an object stays as it is, where it says nothing itself; the emulator enforces it."""

    name, argument = "object_lock_configuration", "ObjectLockConfiguration"
    gone = "ObjectLockConfigurationNotFoundError"

    @classmethod
    def given(cls, inputs: Inputs) -> Any:
        """The rule."""
        return {"ObjectLockEnabled": "Enabled", "Rule": as_api(inputs.need("rule"))}

    @classmethod
    def found(cls, answer: Mapping[str, Any]) -> Found | None:
        """The rule, where there is one."""
        rule = answer[cls.argument].get("Rule")
        return rule and {"rule": as_inputs(rule)}

    @classmethod
    def end(cls, s3: Any, bucket: str) -> None:
        """A lock without a rule: that a bucket can lock never ends."""
        unruled = {"ObjectLockEnabled": "Enabled"}
        s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=unruled)


class Logging(Setting):
    """Where it is written down who read there; the emulator writes nothing."""

    name, argument = "bucket_logging", "BucketLoggingStatus"

    @classmethod
    def given(cls, inputs: Inputs) -> Any:
        """The other bucket and the beginning of names there."""
        return {"LoggingEnabled": inputs.params("targetBucket", "targetPrefix")}

    @classmethod
    def found(cls, answer: Mapping[str, Any]) -> Found | None:
        """The same, where it is on."""
        return as_inputs(answer.get("LoggingEnabled")) or None

    @classmethod
    def end(cls, s3: Any, bucket: str) -> None:
        """Nothing is logged any more."""
        s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={})


KINDS = {
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": Lifecycle,
    "aws:s3/bucketLogging:BucketLogging": Logging,
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": ObjectLock,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": OwnershipControls,
    "aws:s3/bucketPolicy:BucketPolicy": Policy,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": PublicAccessBlock,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        Encryption
    ),
    "aws:s3/bucketVersioning:BucketVersioning": Versioning,
}
