"""Settings at work: what is stored, sealed, kept and written down."""

from collections.abc import Mapping
from typing import Final

from policies.pci.framework.tokens import (
    BUCKET,
    BUCKET_ENCRYPTION,
    BUCKET_LIFECYCLE,
    BUCKET_LOGGING,
    KEY,
    LOG_GROUP,
    QUEUE,
    SECRET,
    TABLE,
    TOPIC_SUBSCRIPTION,
    TRAIL,
    USER_POOL,
)
from policy_proof.edit import optioned
from policy_proof.resources import resource
from tests.policies.told import ARN, Told, kept

_AUDIT: Final = resource(BUCKET, {"bucket": "shop-audit"}, "audit")
_WRITES: Final = resource(
    TRAIL, {"s3BucketName": "shop-audit"}, "trail", made_of={"s3BucketName": [_AUDIT]}
)
_SLOW: Final = resource(
    BUCKET_LIFECYCLE,
    {
        "bucket": "shop-audit",
        "rules": [{"status": "Enabled", "transitions": [{"days": 90, "storageClass": "GLACIER"}]}],
    },
)
_SEALED: Final = resource(
    BUCKET_ENCRYPTION,
    {
        "bucket": "shop-audit",
        "rules": [
            {
                "applyServerSideEncryptionByDefault": {
                    "sseAlgorithm": "aws:kms",
                    "kmsMasterKeyId": ARN,
                },
                "bucketKeyEnabled": True,
            }
        ],
    },
)
_KEY: Final = resource(KEY, {}, "key")
_TABLE, _QUEUE = (
    resource(kind, {path: value}, kind.rpartition(":")[2], made_of={path: [_KEY]})
    for kind, path, value in (
        (TABLE, "serverSideEncryption", {"enabled": True, "kmsKeyArn": ARN}),
        (QUEUE, "kmsMasterKeyId", ARN),
    )
)

_FIRST: Final = {"deleteBeforeReplace": True, "deleteBeforeReplaceDefined": True}

ROWS: Final[Mapping[tuple[str, str], Told]] = {
    ("s3-sse-kms-cmk", "externalArns"): Told([ARN], (_AUDIT, _SEALED)),
    ("kms-key-per-domain", "domains"): Told(
        {TABLE: "data", QUEUE: "messages"}, (_KEY, _TABLE, _QUEUE), {"domains": {}}
    ),
    ("logs-retention", "allowNever"): Told(
        value=True, stack=(resource(LOG_GROUP, {"retentionInDays": 0}),)
    ),
    ("logs-no-skip-destroy-abuse", "audit"): Told(
        ["it"], (resource(LOG_GROUP, {"name": "it", "skipDestroy": True}),)
    ),
    ("logs-data-protection-pan", "without"): Told(["it"], (resource(LOG_GROUP, {"name": "it"}),)),
    ("sns-subscription-secure", "keep"): Told(
        ["sqs"], (resource(TOPIC_SUBSCRIPTION, {"protocol": "https"}),)
    ),
    ("dynamodb-ttl-on-transient", "tag"): Told(
        "stays", (resource(TABLE, {"tags": {"stays": "transient"}}),)
    ),
    ("dynamodb-ttl-on-transient", "transient"): Told(
        ["day"], (resource(TABLE, {"tags": {"lifetime": "day"}}),)
    ),
    ("dynamodb-no-pan-attributes", "names"): Told(
        ["shoe"], (resource(TABLE, {"hashKey": "shoeSize", "rangeKey": "id"}),)
    ),
    ("s3-versioning-object-lock", "buckets"): Told(["shop-audit"], (_AUDIT,)),
    ("s3-lifecycle-retention", "buckets"): Told(["shop-audit"], (_AUDIT,)),
    ("s3-lifecycle-retention", "immediateDays"): Told(91, (_AUDIT, _WRITES, _SLOW)),
    ("s3-access-logging", "externalBuckets"): Told(
        ["elsewhere"],
        (
            _AUDIT,
            resource(
                BUCKET_LOGGING,
                {"bucket": "shop-audit", "targetBucket": "elsewhere"},
                made_of={"bucket": [_AUDIT]},
            ),
        ),
    ),
    ("cloudtrail-baseline", "external"): Told([ARN], (), {"require": True}),
    ("cloudtrail-data-events", "external"): Told([ARN], (), {"require": True}),
    ("cloudtrail-data-events", "resources"): Told([], (_WRITES, _AUDIT)),
    ("cloudtrail-data-events", "buckets"): Told(
        ["shop-more"], (_WRITES, _AUDIT, resource(BUCKET, {"bucket": "shop-more"}, "more"))
    ),
    **{
        (rule, key): told
        for rule, lost in (
            ("stateful-resources-protected", resource(TABLE, {})),
            ("options-take-and-lose-nothing", optioned(resource(TABLE, {}), **_FIRST)),
            ("cognito-deletion-protection", resource(USER_POOL, {})),
            ("dynamodb-deletion-protection", resource(TABLE, {})),
            ("secret-recovery-window", resource(SECRET, {"recoveryWindowInDays": 0})),
            ("s3-no-force-destroy", resource(BUCKET, {"forceDestroy": True})),
        )
        for key, told in kept(lost).items()
    },
}
"""Rule and setting → where it works."""
