"""A payment that was accepted long ago, on a stack that has just begun."""

import time
from typing import Any, Final

from local.stack.stack import LocalStack
from runtime.adapters.s3_root_store import key_name, root_name
from runtime.domain.ledger import GENESIS
from runtime.domain.ledger_roots import CLOSED, Root, SignedRoot
from runtime.domain.payment import created_key, day_key, day_of
from runtime.domain.retention import DAY
from stack_settings import StackSettings

KEPT: Final = StackSettings.model_fields["payer_retention_days"].default
"""Days."""
PROGRESS = "retention#payers"


def aged(stack: LocalStack, payment_id: str, age: int = KEPT * DAY + 60) -> str:
    """Its row as if it were so old (seconds), and the runs as if they had come that far."""
    at = int(time.time()) - age
    fields: dict[str, Any] = {
        "created": {"N": str(at)},
        "updated": {"N": str(at)},
        "day_key": {"S": day_key("acme", at, payment_id)},
        "created_key": {"S": created_key(at, payment_id)},
    }
    client, table = stack.emulator.client("dynamodb"), stack.outputs["payments_table"]
    client.update_item(
        TableName=table,
        Key={"payment_id": {"S": payment_id}},
        UpdateExpression="SET " + ", ".join(f"{name} = :{name}" for name in fields),
        ExpressionAttributeValues={f":{name}": value for name, value in fields.items()},
    )
    progress: dict[str, Any] = {
        "payment_id": {"S": PROGRESS},
        "v": {"N": "1"},
        "version": {"N": "1"},
        "until": {"N": str(at - 60)},
        "left": {"L": []},
    }
    client.put_item(TableName=table, Item=progress)
    return payment_id


def unsigned(stack: LocalStack, payment_id: str) -> str:
    """The payment as if it were of the last day that is closed, the first without a root."""
    s3, bucket = stack.emulator.client("s3"), stack.outputs["roots_bucket"]
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix="roots/"):
        for each in page.get("Versions", ()):
            which = {"Key": each["Key"], "VersionId": each["VersionId"]}
            s3.delete_object(Bucket=bucket, **which, BypassGovernanceRetention=True)
    day = day_of(int(time.time()) - 2 * DAY - CLOSED)
    root = Root(ledger="", day=day, leaves=(), previous=GENESIS, signed_at=1, key=GENESIS)
    kept = SignedRoot(root=root, signature="").model_dump_json()
    s3.put_object(Bucket=bucket, Key=root_name(day), Body=kept.encode())
    # Whoever exports copies what a root names.
    s3.put_object(Bucket=bucket, Key=key_name(GENESIS), Body=b"")
    return aged(stack, payment_id, DAY + CLOSED)
