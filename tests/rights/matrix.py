"""What each role may do, written by hand; whatever is not written here it may not."""

from collections.abc import Mapping
from typing import Final

READ_KEY: Final = "Decrypt DescribeKey"
WRITE_KEY: Final = f"{READ_KEY} Encrypt GenerateDataKey ReEncryptFrom ReEncryptTo"
SEND: Final = "SendMessage"
TAKE: Final = "ReceiveMessage DeleteMessage GetQueueAttributes"
PRODUCE: Final = "Decrypt GenerateDataKey"

ALWAYS: Final = {
    "own log": "CreateLogStream PutLogEvents",
    "traces": "PutTraceSegments PutTelemetryRecords",
    "data key for own variables": "Decrypt",
}
CALLERS: Final = {
    "merchants": "GetItem",
    "merchants by a draw": "GetItem UpdateItem",
}
WRITES: Final = {
    "entries": "PutItem",
    "events": "PutItem",
    "data key through dynamodb": WRITE_KEY,
}
PROCESSES: Final = {
    "payments": "GetItem BatchGetItem PutItem UpdateItem",
    **WRITES,
    "entries": "PutItem Query",
    "queue notifications": SEND,
    "queue events.fifo": SEND,
    "queue key through sqs": PRODUCE,
    "secret psp": "GetSecretValue",
    "data key for psp": "Decrypt",
    "sealing key for payment_method": "Decrypt",
}
HOWEVER: Final = (
    *("by itself", "by RSA-OAEP", "by ECDSA of a hash", "by HMAC"),
    *(f"through {each}" for each in ("dynamodb", "s3", "sqs", "secretsmanager", "lambda")),
    *(f"for {each}" for each in ("payment_method", "customer", "anything", "psp", "psp-webhook")),
    *("for own variables", "for another's variables"),
)
"""Under which conditions a key is asked for."""
PUBLIC: Final = {
    f"message-keys-{number} key {how}": "GetPublicKey" for number in (1, 2) for how in HOWEVER
}
MAY: Final[Mapping[str, Mapping[str, str]]] = {
    "accept-payment": {
        "payments": "BatchGetItem PutItem",
        **CALLERS,
        **WRITES,
        "queue payments": SEND,
        "queue key through sqs": PRODUCE,
        "sealing key for payment_method": "GenerateDataKey",
        "sealing key for customer": "GenerateDataKey",
        "message-keys-1 key by RSA-OAEP": "Decrypt",
        "message-keys-2 key by RSA-OAEP": "Decrypt",
    },
    "cancel-payment": {"payments": "BatchGetItem PutItem", **CALLERS, **WRITES},
    "notify-customer": {
        "payments": "BatchGetItem PutItem UpdateItem",
        **WRITES,
        "entries": "PutItem Query",
        "queue notifications": f"{SEND} {TAKE}",
        "queue key through sqs": PRODUCE,
        "sealing key for customer": "Decrypt",
        "mail": "SendEmail SendTemplatedEmail",
    },
    "operate-payments": {
        "payments": "GetItem BatchGetItem PutItem",
        "index open": "Query",
        "index by_day": "Query",
        "index by_reference": "Query",
        "merchants": "Scan",
        "merchants by a draw": "Scan",
        **WRITES,
        "entries": "PutItem Query",
        "queue notifications": SEND,
        "queue key through sqs": PRODUCE,
        "secret psp": "GetSecretValue",
        "data key for psp": "Decrypt",
    },
    "process-dead-letter": {
        **PROCESSES,
        "queue payments": SEND,
        "queue payments-dead": TAKE,
    },
    "process-payment": {**PROCESSES, "queue payments": f"{SEND} {TAKE}"},
    "read-payments": {
        "payments": "GetItem BatchGetItem",
        "entries": "Query",
        "events": "BatchGetItem Query",
        "index by_day": "Query",
        "index by_reference": "Query",
        **CALLERS,
        "data key through dynamodb": f"{READ_KEY} Encrypt GenerateDataKey",
        **PUBLIC,
    },
    "receive-email-event": {
        "payments": "BatchGetItem PutItem",
        **WRITES,
        "queue email-events": TAKE,
        "queue key through sqs": "Decrypt",
    },
    "receive-webhook": {
        "payments": "GetItem",
        "queue payments": SEND,
        "queue key through sqs": PRODUCE,
        "secret psp-webhook": "GetSecretValue",
        "data key for psp-webhook": "Decrypt",
        "data key through dynamodb": READ_KEY,
    },
    "reconcile-payments": {
        "merchants": "Scan",
        "merchants by a draw": "Scan",
        "payments": "GetItem BatchGetItem",
        "entries": "Query",
        "index by_day": "Query",
        "queue payments": SEND,
        "queue key through sqs": PRODUCE,
        "secret psp": "GetSecretValue",
        "data key for psp": "Decrypt",
        "data key through dynamodb": READ_KEY,
    },
    "expire-payers": {
        "merchants": "Scan",
        "merchants by a draw": "Scan",
        "payments": "GetItem BatchGetItem PutItem",
        "entries": "PutItem Query",
        "index by_day": "Query",
        "data key through dynamodb": WRITE_KEY,
    },
    "sign-ledger": {
        "merchants": "Scan",
        "merchants by a draw": "Scan",
        "payments": "BatchGetItem",
        "index by_day": "Query",
        "data key through dynamodb": READ_KEY,
        "roots-key key through s3": "Decrypt GenerateDataKey",
        **{f"signing-key-key key {how}": "GetPublicKey" for how in HOWEVER},
        "signing-key-key key by ECDSA of a hash": "GetPublicKey Sign",
        "roots": "GetObject PutObject",
        "leaves": "PutObject",
        "keys of roots": "PutObject",
        "list of roots": "ListBucket",
    },
    "deliver-events": {
        "merchants": "GetItem",
        "merchants by a draw": "GetItem",
        "payments": "GetItem",
        "entries": "Query",
        "events": "GetItem PutItem DeleteItem Query",
        "queue events.fifo": TAKE,
        "queue key through sqs": "Decrypt",
        "data key through dynamodb": f"{READ_KEY} Encrypt GenerateDataKey",
        "webhook-key-key key by HMAC": "GenerateMac",
    },
    "sweep-events": {
        "merchants": "Scan",
        "merchants by a draw": "Scan",
        "events": "GetItem PutItem Query",
        "queue events.fifo": SEND,
        "queue key through sqs": PRODUCE,
        "data key through dynamodb": f"{READ_KEY} Encrypt GenerateDataKey",
        "mail": "SendEmail SendTemplatedEmail",
    },
    "sweep-payments": {
        "payments": "GetItem",
        "payments by the sweeper's update": "GetItem UpdateItem",
        "index open": "Query",
        "queue payments": f"{SEND} GetQueueAttributes",
        "queue notifications": SEND,
        "queue key through sqs": PRODUCE,
        "data key through dynamodb": WRITE_KEY,
    },
}
"""Role → thing → actions."""

ACTIONS: Final[Mapping[str, str]] = {
    "dynamodb": "BatchGetItem BatchWriteItem ConditionCheckItem DeleteItem GetItem PutItem Query "
    "Scan UpdateItem PartiQLDelete PartiQLInsert PartiQLSelect PartiQLUpdate DeleteTable "
    "UpdateTable DescribeTable ExportTableToPointInTime PutResourcePolicy DeleteResourcePolicy "
    "RestoreTableToPointInTime",
    "sqs": "SendMessage ReceiveMessage DeleteMessage GetQueueAttributes ChangeMessageVisibility "
    "PurgeQueue SetQueueAttributes DeleteQueue AddPermission StartMessageMoveTask",
    "kms": "Decrypt DescribeKey Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext "
    "ReEncryptFrom ReEncryptTo CreateGrant DisableKey ScheduleKeyDeletion PutKeyPolicy Sign "
    "GetPublicKey GenerateMac VerifyMac",
    "s3": "GetObject PutObject DeleteObject DeleteObjectVersion PutObjectRetention ListBucket "
    "BypassGovernanceRetention PutBucketPolicy DeleteBucket PutBucketObjectLockConfiguration "
    "GetObjectVersion ListBucketVersions",
    "secretsmanager": "GetSecretValue PutSecretValue UpdateSecret DeleteSecret DescribeSecret "
    "PutResourcePolicy",
    "ses": "SendEmail SendTemplatedEmail SendRawEmail SendBulkTemplatedEmail UpdateTemplate "
    "DeleteEmailIdentity",
    "logs": "CreateLogStream PutLogEvents GetLogEvents FilterLogEvents DeleteLogGroup "
    "DeleteLogStream PutRetentionPolicy",
    "xray": "PutTraceSegments PutTelemetryRecords GetTraceSummaries",
    "lambda": "InvokeFunction UpdateFunctionCode UpdateFunctionConfiguration GetFunction",
    "iam": "PassRole PutRolePolicy AttachRolePolicy UpdateAssumeRolePolicy",
    "sts": "AssumeRole",
    "sns": "Publish Subscribe SetTopicAttributes",
}
"""Service → what is asked of each of its things."""
