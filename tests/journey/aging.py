"""A payment that was accepted long ago, on a stack that has just begun."""

import time
from typing import Any

from local.stack.stack import LocalStack
from runtime.domain.payment import created_key, day_key
from runtime.domain.retention import DAY
from stack_settings import StackSettings

KEPT = StackSettings.model_fields["payer_retention_days"].default
"""Days."""
PROGRESS = "retention#payers"


def aged(stack: LocalStack, payment_id: str, days: int = KEPT) -> str:
    """Its row as if it were so old, and the runs as if they had come that far."""
    at = int(time.time()) - days * DAY - 60
    fields: dict[str, Any] = {
        "created_at": {"N": str(at)},
        "updated_at": {"N": str(at)},
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
