"""What AWS asks of KMS behind a call, in the caller's name, and the emulator does not.

A table, a queue, a secret or a bucket with a customer key: whoever uses it needs the key too,
through the service. Sources: "How Amazon DynamoDB uses AWS KMS" (only Decrypt is asked in the
caller's name), Amazon SQS "Key management" (a producer needs GenerateDataKey and Decrypt, a
consumer Decrypt), AWS Secrets Manager "Secret encryption and decryption", Amazon S3 "Using
server-side encryption with AWS KMS keys" (an upload in one part needs GenerateDataKey, a download
Decrypt).
"""

import re
from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any, Final, NamedTuple

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import dynamodb, kms, s3, secretsmanager, sqs

_DATA: Final = {
    "BatchGetItem",
    "BatchWriteItem",
    "ConditionCheckItem",
    "DeleteItem",
    "GetItem",
    "PutItem",
    "Query",
    "Scan",
    "UpdateItem",
}
ASKS: Final = {
    **{f"dynamodb:{action}": ("kms:Decrypt",) for action in _DATA},
    "s3:GetObject": ("kms:Decrypt",),
    "s3:PutObject": ("kms:GenerateDataKey",),
    "secretsmanager:GetSecretValue": ("kms:Decrypt",),
    "sqs:ReceiveMessage": ("kms:Decrypt",),
    "sqs:SendMessage": ("kms:GenerateDataKey", "kms:Decrypt"),
}
"""What a caller does → what KMS is asked for it."""
_BUCKET_KEY: Final = re.compile(r"<KMSMasterKeyID>([^<]+)</KMSMasterKeyID>")


class Behind(NamedTuple):
    """One question behind a call."""

    action: str
    key: str
    """The key's ARN."""
    context: dict[str, Any]


def mend() -> None:
    """Ask KMS's questions after the emulator's own; call it once, before the first request."""
    iam_evaluator.enforce = _asking(iam_evaluator.enforce)


def behind(action: str, resource: str, region: str) -> Iterator[Behind]:
    """What is asked of the key of a thing, if it has one of the account's own."""
    service, (key, binding) = action.partition(":")[0], _key(action, resource)
    if not key:
        return
    found = kms._resolve_key(key)  # noqa: SLF001 - the emulator has no public seam
    told = {f"kms:EncryptionContext:{name}".lower(): value for name, value in binding.items()}
    context = {"kms:viaservice": f"{service}.{region}.amazonaws.com", **told}
    for each in ASKS[action]:
        yield Behind(each, found["Arn"] if found else key, context)


def _key(action: str, resource: str) -> tuple[str, dict[str, str]]:
    """The key of a table, queue, secret or bucket, and what the service binds its use to."""
    name = resource.rpartition(":")[2]
    if action not in ASKS:
        return "", {}
    if action.startswith("dynamodb:"):
        name = name.removeprefix("table/").partition("/")[0]
        table = dynamodb._tables.get(name) or {}  # noqa: SLF001 - as above
        key = (table.get("SSEDescription") or {}).get("KMSMasterKeyArn", "")
        account = get_account_id()
        return key, {"aws:dynamodb:tableName": name, "aws:dynamodb:subscriberId": account}
    if action.startswith("sqs:"):
        queue = sqs._queue_by_arn(resource) or {"attributes": {}}  # noqa: SLF001 - as above
        return queue["attributes"].get("KmsMasterKeyId", ""), {}
    if action.startswith("s3:"):
        bucket = name.partition("/")[0]
        said = _BUCKET_KEY.search(s3._bucket_encryption.get(bucket, ""))  # noqa: SLF001 - as above
        return said[1] if said else "", {"aws:s3:arn": resource}
    _, secret = secretsmanager._resolve(resource)  # noqa: SLF001 - as above
    return (secret or {}).get("KmsKeyId") or "", {"SecretARN": (secret or {}).get("ARN", "")}


def _asking(original: Callable[..., Any]) -> Callable[..., Any]:
    shape = signature(original)

    def enforce(*args: Any, **named: Any) -> Any:
        denied = original(*args, **named)
        asked = shape.bind(*args, **named).arguments
        who, region = asked["access_key_id"], asked["region"]
        if denied is None:
            for each in behind(asked["iam_action"], asked.get("resource_arn", "*"), region):
                denied = denied or original(
                    who,
                    each.action,
                    "kms",
                    region,
                    resource_arn=each.key,
                    service_context=each.context,
                )
        return denied

    return enforce
