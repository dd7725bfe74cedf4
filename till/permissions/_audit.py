"""What the audit trail needs to be deployed, where a stack writes one.

Nothing here stops the trail, reads what it wrote or lifts a lock: a deployment does none of that.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from till.permissions.needs import HERE, NAMED, USE_OF_KEY, Need

_TRAIL: Final = (f"arn:<partition>:cloudtrail:{HERE}:trail/{NAMED}",)
_BUCKET: Final = (f"arn:<partition>:s3:::{NAMED}",)
_GROUP: Final = (f"arn:<partition>:logs:{HERE}:log-group:/aws/cloudtrail/{NAMED}",)

AUDIT: Final[Mapping[str, Sequence[Need]]] = {
    "aws:cloudtrail/trail:Trail": [
        Need(
            "cloudtrail:CreateTrail UpdateTrail DeleteTrail StartLogging PutEventSelectors "
            "GetTrailStatus GetEventSelectors GetInsightSelectors ListTags AddTags RemoveTags",
            _TRAIL,
        ),
        Need("cloudtrail:DescribeTrails"),
        Need(
            "iam:PassRole",
            [f"arn:<partition>:iam::<account>:role/{NAMED}"],
            {"StringEquals": {"iam:PassedToService": "cloudtrail.amazonaws.com"}},
        ),
        USE_OF_KEY,
    ],
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": [
        Need("logs:PutMetricFilter DescribeMetricFilters DeleteMetricFilter", _GROUP)
    ],
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
