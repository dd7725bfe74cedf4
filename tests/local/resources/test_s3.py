"""Buckets in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest
from botocore.exceptions import ClientError

from local.emulator.emulator import Emulator
from local.resources import Made
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


def test_a_bucket_from_beginning_to_end(emulator: Emulator) -> None:
    """Its tags change in place."""
    s3 = emulator.client("s3")
    life = Life(emulator, aws.s3.Bucket, {"bucket": "life", "tags": {"a": "b"}})
    life.becomes(tags={"c": "d"})
    life.becomes(tags=None)
    life.becomes(tags={"e": "f"}, forceDestroy=True)
    tagging = {"TagSet": [{"Key": "by", "Value": "hand"}]}
    life.drifts(lambda: s3.put_bucket_tagging(Bucket="life", Tagging=tagging), "tags")
    s3.put_object(Bucket="life", Key="thing", Body=b"x")
    life.ends()


def test_what_is_in_a_bucket_keeps_it(emulator: Emulator) -> None:
    """As S3 does, unless the program says that what it holds goes with it."""
    s3 = emulator.client("s3")
    life = Life(emulator, aws.s3.Bucket, {"bucket": "full"})
    s3.put_object(Bucket="full", Key="thing", Body=b"x")
    with pytest.raises(Exception, match="BucketNotEmpty"):
        life.ends()
    s3.delete_object(Bucket="full", Key="thing")
    life.ends()


def test_a_lock_holds_until_the_program_disposes_of_it(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """GOVERNANCE goes with the bucket; COMPLIANCE goes for nobody."""
    s3 = emulator.client("s3")
    for name, mode in (("governed", "GOVERNANCE"), ("complied", "COMPLIANCE")):
        inputs = {"bucket": name, "objectLockEnabled": True, "forceDestroy": True}
        life = Life(emulator, aws.s3.Bucket, inputs)
        rule = {"defaultRetention": {"mode": mode, "days": 2}}
        make(aws.s3.BucketObjectLockConfiguration, bucket=name, rule=rule)
        version = s3.put_object(Bucket=name, Key="thing", Body=b"x")["VersionId"]
        with pytest.raises(ClientError, match="AccessDenied"):
            s3.delete_object(Bucket=name, Key="thing", VersionId=version)
        if mode == "GOVERNANCE":
            life.ends()
        else:
            with pytest.raises(Exception, match="AccessDenied"):
                life.ends()
