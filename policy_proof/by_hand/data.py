"""By hand: tables, keys, secrets, buckets, trails."""

from collections.abc import Mapping
from typing import Final

from policies.pci.framework.tokens import (
    BUCKET,
    BUCKET_ACL,
    BUCKET_OBJECT_LOCK,
    BUCKET_V2,
    EVENT_BUS,
    EXTERNAL_KEY,
    KEY,
    KEY_GRANT,
    LOG_METRIC_FILTER,
    REDRIVE,
    REPLICA_KEY,
    SECRET_ROTATION,
    SECRET_VERSION,
    TABLE,
    TOPIC_SUBSCRIPTION,
    TRAIL,
)
from policy_proof.by_hand.row import Row, Watched
from policy_proof.edit import DROP
from policy_proof.resources import resource

_PAN: Final = "dynamodb-no-pan-attributes"
_NAMES: Final = (
    "rangeKey",
    "globalSecondaryIndexes[].hashKey",
    "globalSecondaryIndexes[].rangeKey",
    "globalSecondaryIndexes[].keySchemas[].attributeName",
    "localSecondaryIndexes[].rangeKey",
)
_LISTS: Final = (
    "globalSecondaryIndexes[].nonKeyAttributes[]",
    "localSecondaryIndexes[].nonKeyAttributes[]",
)
_OBJECTS: Final = (
    {"field": "eventCategory", "equals": ["Data"]},
    {"field": "resources.type", "equals": ["AWS::S3::Object"]},
)

ROWS: Final = (
    Row("secret-value-not-in-program", SECRET_VERSION, "secretString", {"secretString": "told"}),
    *(Row(_PAN, TABLE, path, {path: "cardNumber"}, "stored") for path in (*_NAMES, *_LISTS)),
    *(
        Row("kms-rotation", KEY, key, {"enableKeyRotation": DROP, key: value})
        for key, value in (
            ("keyUsage", "ENCRYPT_DECRYPT"),
            ("customerMasterKeySpec", "SYMMETRIC_DEFAULT"),
        )
    ),
    Row(
        "kms-grants-constrained",
        KEY_GRANT,
        "operations[]",
        {"operations": ["Decrypt", "CreateGrant"]},
        "stored",
    ),
    Row(
        "kms-grants-constrained",
        KEY_GRANT,
        "constraints[].encryptionContextSubset",
        {"constraints": [{"encryptionContextSubset": {}}]},
        "stored",
    ),
    Row(
        "s3-versioning-object-lock",
        BUCKET_OBJECT_LOCK,
        "rule.defaultRetention.years",
        {"rule": {"defaultRetention": {"mode": "COMPLIANCE", "years": 0}}},
        "audit",
        "audit-locked",
    ),
    *(
        Row(
            "s3-acl-disabled",
            BUCKET_ACL,
            path,
            {},
            "audit",
            add=(resource(BUCKET_ACL, {"bucket": "shop-audit", path: value}, "acl"),),
        )
        for path, value in (
            ("acl", "public-read"),
            ("accessControlPolicy", {"owner": {}}),
        )
    ),
    Row(
        "secret-rotation",
        SECRET_ROTATION,
        "rotationRules.scheduleExpression",
        {"rotationRules": {"scheduleExpression": "rate(200 days)"}},
        "apart",
    ),
    *(
        Row(
            "cloudtrail-data-events",
            TRAIL,
            f"advancedEventSelectors[].fieldSelectors[].{path}",
            {"eventSelectors": DROP, "advancedEventSelectors": [{"fieldSelectors": fields}]},
            "audit",
        )
        for path, fields in (
            ("field", [*_OBJECTS, {"field": "readOnly", "equals": ["true"]}]),
            ("equals[]", [{"field": "eventCategory", "equals": ["Management"]}]),
            ("startsWiths[]", [*_OBJECTS, {"field": "resources.ARN", "startsWiths": ["arn:it"]}]),
        )
    ),
)

_FINDS: Final = "It finds the other one; what is found is judged."
_AS_A_KEY: Final = "As of a Key; none of our keys is one of these."
NO_MUTANT: Final[Mapping[Watched, str]] = {
    **{
        (rule, BUCKET, "bucket"): "A bucket's guards find it by this name, or by an edge."
        for rule in (
            "s3-access-logging",
            "s3-acl-disabled",
            "s3-public-access-block",
            "s3-sse-kms-cmk",
            "s3-versioning-object-lock",
        )
    },
    ("kms-rotation", KEY, "customKeyStoreId"): "Such a key can't rotate.",
    ("kms-rotation", KEY, "xksKeyId"): "Such a key can't rotate.",
    ("s3-lifecycle-retention", TRAIL, "s3BucketName"): _FINDS,
    (
        "s3-versioning-object-lock",
        BUCKET_V2,
        "objectLockEnabled",
    ): "As of a Bucket; no trail here writes to one of the old type.",
    **{
        ("s3-versioning-object-lock", kind, "forceDestroy"): (
            "A bucket that goes with its objects is for trying out, and nothing is asked of it."
        )
        for kind in (BUCKET, BUCKET_V2)
    },
    ("sqs-dlq-alarm", REDRIVE, "queueUrl"): _FINDS,
    ("sqs-dlq-alarm", TOPIC_SUBSCRIPTION, "redrivePolicy"): _FINDS,
    ("sqs-dlq-redrive-allow", TOPIC_SUBSCRIPTION, "redrivePolicy"): _FINDS,
    ("sqs-dlq-redrive-allow", REDRIVE, "queueUrl"): _FINDS,
    ("sqs-dlq-alarm", EVENT_BUS, "deadLetterConfig.arn"): _FINDS,
    ("sqs-dlq-redrive-allow", EVENT_BUS, "deadLetterConfig.arn"): _FINDS,
    ("cloudtrail-data-events", BUCKET, "bucket"): _FINDS,
    ("cloudtrail-data-events", BUCKET_V2, "bucket"): _FINDS,
    ("cloudtrail-data-events", BUCKET, "forceDestroy"): _FINDS,
    ("cloudtrail-data-events", BUCKET_V2, "forceDestroy"): _FINDS,
    ("cloudtrail-data-events", BUCKET_V2, "objectLockEnabled"): _FINDS,
    **{
        ("s3-roots-one-writer", BUCKET_V2, path): (
            "As of a Bucket; the roots are in none of the old type."
        )
        for path in ("bucket", "policy")
    },
    ("key-use-locked", EXTERNAL_KEY, "policy"): _AS_A_KEY,
    ("key-use-locked", REPLICA_KEY, "policy"): _AS_A_KEY,
    ("security-metric-filters", TRAIL, "cloudWatchLogsGroupArn"): _FINDS,
    ("security-metric-filters", LOG_METRIC_FILTER, "logGroupName"): _FINDS,
}
