"""The circuit breaker's one item, in the `payments` table beside the rows.

Its key, `breaker#<psp>`, is no payment id, and it has none of the indexes' attributes: no list,
no sweep and no merchant ever meets it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter, ValidationError

from runtime.adapters._dynamodb_calls import DYNAMODB
from runtime.adapters.aws_errors import unavailable
from runtime.adapters.dynamodb_items import from_attribute, to_attribute
from runtime.domain.circuit import Circuit
from runtime.domain.errors import ConflictError, UnreadableRowError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SCHEMA: Final = 1
_CIRCUIT: Final = TypeAdapter(Circuit)
_KEYS: Final = ("payment_id", "v")


class DynamoDbCircuit:
    """The CircuitStore port."""

    def __init__(self, client: "DynamoDBClient", payments_table: str, psp: str) -> None:
        self._client = client
        self._table = payments_table
        self._key = f"breaker#{psp}"

    def get(self) -> Circuit:
        """The circuit, by a strong read; a closed one of version 0 where none was ever written.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        with unavailable(DYNAMODB):
            answer = self._client.get_item(
                TableName=self._table, Key={"payment_id": {"S": self._key}}, ConsistentRead=True
            )
        return self._read(answer["Item"]) if "Item" in answer else Circuit()

    def put(self, circuit: Circuit) -> None:
        """Write it over the version before it.

        A write whose reply was lost meets itself when the SDK repeats it, and that is no conflict.

        Raises:
            ConflictError: somebody else was first; nothing is written.
            UnavailableError: it may or may not be written.
        """
        fields = _CIRCUIT.dump_python(circuit, mode="json", exclude_none=True)
        fields |= {"payment_id": self._key, "v": SCHEMA}
        item = {name: to_attribute(value) for name, value in fields.items()}
        condition: dict[str, Any] = (
            {
                "ConditionExpression": "#version = :before",
                "ExpressionAttributeNames": {"#version": "version"},
                "ExpressionAttributeValues": {":before": {"N": str(circuit.version - 1)}},
            }
            if circuit.version > 1
            else {"ConditionExpression": "attribute_not_exists(payment_id)"}
        )
        with unavailable(DYNAMODB):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=item,
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                    **condition,
                )
            except self._client.exceptions.ConditionalCheckFailedException as refusal:
                answer: Mapping[str, Any] = refusal.response
                if answer.get("Item") != item:
                    message = f"{self._key} is no longer at version {circuit.version - 1}."
                    raise ConflictError(message) from None

    def _read(self, item: Mapping[str, Any]) -> Circuit:
        try:
            fields = {name: from_attribute(value) for name, value in item.items()}
            if fields.get("v") == SCHEMA:
                return _CIRCUIT.validate_python(
                    {name: value for name, value in fields.items() if name not in _KEYS}
                )
        except (ValidationError, ValueError):
            pass  # The reasons may quote the item; the key is enough to find it.
        message = f"The ledger's record of {self._key} can't be read."
        raise UnreadableRowError(message)
