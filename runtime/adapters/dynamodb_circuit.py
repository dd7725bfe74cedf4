"""The circuit breaker's one item, in the `payments` table beside the rows."""

from typing import TYPE_CHECKING

from runtime.adapters.dynamodb_item import DynamoDbItem
from runtime.domain.circuit import Circuit

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDbCircuit(DynamoDbItem[Circuit]):
    """The CircuitStore port; its key is `breaker#<psp>`."""

    def __init__(self, client: "DynamoDBClient", payments_table: str, psp: str) -> None:
        super().__init__(client, payments_table, f"breaker#{psp}", Circuit)
