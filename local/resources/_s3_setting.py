"""S3: what all that is set on a bucket has in common."""

from collections.abc import Mapping
from typing import Any, ClassVar

from botocore.exceptions import ClientError

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, pascal
from local.resources._live import told

_SPELLED: Mapping[str, str] = {
    "id": "ID",
    "kmsMasterKeyId": "KMSMasterKeyID",
    "sseAlgorithm": "SSEAlgorithm",
}
"""Inputs that the API does not spell in PascalCase."""
_INPUTS: Mapping[str, str] = {api: key for key, api in _SPELLED.items()}


class Setting(ResourceKind):
    """One PUT over what was, one GET, and the end of it."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"bucket"})
    name: ClassVar[str]
    """As the API's calls have it: `bucket_policy`."""
    argument: ClassVar[str]
    """Of the PUT, and what the GET answers with."""
    gone: ClassVar[str] = ""
    """The code of the GET's error where nothing is set."""

    @classmethod
    def create(cls, inputs: Inputs, cloud: Cloud) -> Made:
        """The PUT; its id is the bucket's."""
        bucket = str(inputs.need("bucket"))
        cls._put(bucket, cls.given(inputs), cloud)
        return bucket, {}

    @classmethod
    def read(cls, physical: str, state: State, cloud: Cloud) -> Found | None:
        """The GET; a bucket that is gone has nothing set."""
        try:
            answer = getattr(cloud.client("s3"), f"get_{cls.name}")(Bucket=physical)
        except ClientError as error:
            if error.response["Error"]["Code"] in {cls.gone, "NoSuchBucket"}:
                return None
            raise
        found = cls.found(answer)
        return found and told(state, {"bucket": physical, **found})

    @classmethod
    def update(cls, physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """The PUT, which writes over the old."""
        del old
        inputs.skip("bucket")
        cls._put(physical, cls.given(inputs), cloud)
        return {}

    @classmethod
    def delete(cls, physical: str, state: State, cloud: Cloud) -> None:
        """The end, unless the bucket has gone before it."""
        del state
        try:
            cls.end(cloud.client("s3"), physical)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchBucket":
                raise

    @classmethod
    def given(cls, inputs: Inputs) -> Any:
        """The inputs as the PUT's argument."""
        raise NotImplementedError

    @classmethod
    def found(cls, answer: Mapping[str, Any]) -> Found | None:
        """The GET's answer as inputs."""
        raise NotImplementedError

    @classmethod
    def end(cls, s3: Any, bucket: str) -> None:
        """The DELETE of most."""
        getattr(s3, f"delete_{cls.name}")(Bucket=bucket)

    @classmethod
    def _put(cls, bucket: str, given: Any, cloud: Cloud) -> None:
        put = getattr(cloud.client("s3"), f"put_{cls.name}")
        put(Bucket=bucket, **{cls.argument: given})


def as_api(value: Any) -> Any:
    """An input as the API spells it, all the way down."""
    if isinstance(value, Mapping):
        return {_SPELLED.get(key, pascal(key)): as_api(inner) for key, inner in value.items()}
    return [as_api(each) for each in value] if isinstance(value, list) else value


def as_inputs(value: Any) -> Any:
    """An answer of the API as inputs are spelled."""
    if isinstance(value, Mapping):
        return {
            _INPUTS.get(key, key[:1].lower() + key[1:]): as_inputs(inner)
            for key, inner in value.items()
        }
    return [as_inputs(each) for each in value] if isinstance(value, list) else value
