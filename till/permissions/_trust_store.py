"""What the trust store of a domain needs to be deployed, where a stack has one.

API Gateway reads the object with the rights of whoever names it (API Gateway, "Configuring your
truststore"), so the deploying role reads it, and opens it with the bucket's key, too.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from till.permissions.needs import KEY, NAMED, TAGGED, Need

_BUCKET: Final = [f"arn:<partition>:s3:::{NAMED}"]
_OBJECTS: Final = [f"arn:<partition>:s3:::{NAMED}/*"]

TRUST_STORE: Final[Mapping[str, Sequence[Need]]] = {
    "aws:s3/bucket:Bucket": [
        # The provider reads all of a bucket's settings, whoever writes them.
        Need(
            "s3:CreateBucket DeleteBucket ListBucket GetBucketLocation GetBucketTagging "
            "PutBucketTagging GetBucketAcl GetBucketCORS GetBucketLogging "
            "GetBucketObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment "
            "GetBucketVersioning GetBucketWebsite GetAccelerateConfiguration "
            "GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration",
            _BUCKET,
        ),
    ],
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
        Need("s3:GetLifecycleConfiguration PutLifecycleConfiguration", _BUCKET)
    ],
    "aws:s3/bucketLogging:BucketLogging": [Need("s3:GetBucketLogging PutBucketLogging", _BUCKET)],
    "aws:s3/bucketObjectv2:BucketObjectv2": [
        Need(
            "s3:PutObject GetObject GetObjectVersion GetObjectTagging DeleteObject "
            "DeleteObjectVersion",
            _OBJECTS,
        ),
        Need("s3:ListBucketVersions", _BUCKET),
        Need("kms:GenerateDataKey Decrypt", [KEY], TAGGED),
    ],
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": [
        Need("s3:GetBucketOwnershipControls PutBucketOwnershipControls", _BUCKET)
    ],
    "aws:s3/bucketPolicy:BucketPolicy": [
        Need("s3:GetBucketPolicy PutBucketPolicy DeleteBucketPolicy", _BUCKET)
    ],
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [
        Need("s3:GetBucketPublicAccessBlock PutBucketPublicAccessBlock", _BUCKET)
    ],
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
        Need("s3:GetEncryptionConfiguration PutEncryptionConfiguration", _BUCKET)
    ],
    "aws:s3/bucketVersioning:BucketVersioning": [
        Need("s3:GetBucketVersioning PutBucketVersioning", _BUCKET)
    ],
}
"""Type → what its deployment asks."""
