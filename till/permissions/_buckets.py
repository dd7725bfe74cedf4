"""What buckets need to be deployed: every stack keeps its ledger's roots in one.

Nothing here reads what is kept, or lifts a lock: a deployment does none of that.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from till.permissions.needs import NAMED, USE_OF_KEY, Need

_BUCKET: Final = (f"arn:<partition>:s3:::{NAMED}",)

BUCKETS: Final[Mapping[str, Sequence[Need]]] = {
    "aws:s3/bucket:Bucket": [
        # A bucket is made with its lock, and that with its versions. A refresh reads everything.
        Need(
            "s3:CreateBucket DeleteBucket ListBucket PutBucketObjectLockConfiguration "
            "PutBucketVersioning GetAccelerateConfiguration GetBucketAcl GetBucketCORS "
            "GetBucketLocation GetBucketLogging GetBucketObjectLockConfiguration GetBucketPolicy "
            "GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite "
            "GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration "
            "PutBucketTagging ListTagsForResource TagResource UntagResource",
            _BUCKET,
        )
    ],
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
        Need("s3:PutLifecycleConfiguration GetLifecycleConfiguration", _BUCKET)
    ],
    "aws:s3/bucketLogging:BucketLogging": [Need("s3:PutBucketLogging GetBucketLogging", _BUCKET)],
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": [
        Need("s3:PutBucketObjectLockConfiguration GetBucketObjectLockConfiguration", _BUCKET)
    ],
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": [
        Need("s3:PutBucketOwnershipControls GetBucketOwnershipControls", _BUCKET)
    ],
    "aws:s3/bucketPolicy:BucketPolicy": [
        Need("s3:PutBucketPolicy GetBucketPolicy DeleteBucketPolicy", _BUCKET)
    ],
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [
        Need("s3:PutBucketPublicAccessBlock GetBucketPublicAccessBlock", _BUCKET)
    ],
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
        Need("s3:PutEncryptionConfiguration GetEncryptionConfiguration", _BUCKET),
        USE_OF_KEY,
    ],
    "aws:s3/bucketVersioning:BucketVersioning": [
        Need("s3:PutBucketVersioning GetBucketVersioning", _BUCKET)
    ],
}
"""Type → what its deployment asks."""
