"""What uploaded objects need to be deployed: a domain's trust store, and what workers fetch.

API Gateway reads the object with the rights of whoever names it (API Gateway, "Configuring your
truststore"), so the deploying role reads it, and opens it with the bucket's key, too.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from till.permissions.needs import KEY, NAMED, TAGGED, Need

_BUCKET: Final = [f"arn:<partition>:s3:::{NAMED}"]
_OBJECTS: Final = [f"arn:<partition>:s3:::{NAMED}/*"]

TRUST_STORE: Final[Mapping[str, Sequence[Need]]] = {
    "aws:s3/bucketObjectv2:BucketObjectv2": [
        Need(
            "s3:PutObject GetObject GetObjectVersion GetObjectTagging DeleteObject "
            "DeleteObjectVersion",
            _OBJECTS,
        ),
        Need("s3:ListBucketVersions", _BUCKET),
        Need("kms:GenerateDataKey Decrypt", [KEY], TAGGED),
    ],
}
"""Type → what its deployment asks."""
