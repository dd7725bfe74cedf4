"""S3: buckets."""

from typing import Any, ClassVar

from local.lib.partitions import partition
from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State
from local.resources._live import ask, tag_list, tag_map, told

_GONE = "404"
_UNTAGGED = "NoSuchTagSet"


def _s3(cloud: Cloud) -> Any:
    return cloud.client("s3")


class Bucket(ResourceKind):
    """A bucket; what else it is like is said by resources of its own."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"bucket", "objectLockEnabled"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateBucket, then its tags."""
        name = inputs.need("bucket")
        inputs.skip("forceDestroy")
        _s3(cloud).create_bucket(
            Bucket=name,
            CreateBucketConfiguration={"LocationConstraint": cloud.region},
            **inputs.rename({"objectLockEnabled": "ObjectLockEnabledForBucket"}),
        )
        _tag(name, inputs, cloud)
        return name, _outputs(name, cloud)

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """HeadBucket, whether it locks, and its tags; what `forceDestroy` says is the engine's."""
        s3 = _s3(cloud)
        if ask(s3.head_bucket, _GONE, Bucket=physical) is None:
            return None
        locks = ask(
            s3.get_object_lock_configuration,
            "ObjectLockConfigurationNotFoundError",
            Bucket=physical,
        )
        tags = ask(s3.get_bucket_tagging, _UNTAGGED, Bucket=physical) or {"TagSet": []}
        return told(
            state,
            {
                **_outputs(physical, cloud),
                "bucket": physical,
                "forceDestroy": state.get("forceDestroy"),
                "objectLockEnabled": locks is not None,
                "tags": tag_map(tags["TagSet"]),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """The tags, all at once; a bucket has nothing else that changes."""
        inputs.skip("forceDestroy", *Bucket.replaced_by)
        _tag(physical, inputs, cloud, was=bool(old.get("tags")))
        return _outputs(physical, cloud)

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteBucket, which S3 refuses for one that holds anything; `forceDestroy` empties it."""
        s3 = _s3(cloud)
        if ask(s3.head_bucket, _GONE, Bucket=physical) is None:
            return
        if state.get("forceDestroy"):
            _empty(s3, physical, locked=bool(state.get("objectLockEnabled")))
        s3.delete_bucket(Bucket=physical)


def _empty(s3: Any, bucket: str, *, locked: bool) -> None:
    """As the provider does: each version and marker, past a lock of GOVERNANCE."""
    bypass = {"BypassGovernanceRetention": True} if locked else {}
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for each in [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]:
            which = {"Key": each["Key"], "VersionId": each["VersionId"]}
            s3.delete_object(Bucket=bucket, **which, **bypass)


def _tag(bucket: str, inputs: Inputs, cloud: Cloud, *, was: bool = False) -> None:
    inputs.skip("tagsAll")
    if tags := inputs.take("tags"):
        _s3(cloud).put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tag_list(tags)})
    elif was:
        _s3(cloud).delete_bucket_tagging(Bucket=bucket)


def _outputs(bucket: str, cloud: Cloud) -> Found:
    return {"arn": f"arn:{partition(cloud.region)}:s3:::{bucket}"}


KINDS = {"aws:s3/bucket:Bucket": Bucket}
