"""One item in the `payments` table beside the rows, written over the version before it.

Its key is no payment id, and it has none of the indexes' attributes: no list, no sweep and no
merchant ever meets it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from runtime.adapters._dynamodb_calls import DYNAMODB
from runtime.adapters.aws_errors import unavailable
from runtime.adapters.dynamodb_items import from_attribute, to_attribute
from runtime.domain.errors import ConflictError, UnreadableRowError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SCHEMA: Final = 1
_KEYS: Final = ("payment_id", "v")


class Versioned(Protocol):
    """What such an item holds."""

    @property
    def version(self) -> int:
        """Goes up by one with each write."""


ItemT = TypeVar("ItemT", bound=Versioned)


class DynamoDbItem(Generic[ItemT]):
    """A dataclass as an item; where none was ever written, the dataclass's own defaults."""

    def __init__(
        self, client: "DynamoDBClient", payments_table: str, key: str, kind: type[ItemT]
    ) -> None:
        self._client = client
        self._table = payments_table
        self._key = key
        self._kind = kind
        self._form = TypeAdapter(kind)

    def get(self) -> ItemT:
        """What it holds, by a strong read; of version 0 where none was ever written.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        with unavailable(DYNAMODB):
            answer = self._client.get_item(
                TableName=self._table, Key={"payment_id": {"S": self._key}}, ConsistentRead=True
            )
        return self._read(answer["Item"]) if "Item" in answer else self._kind()

    def put(self, held: ItemT) -> None:
        """Write it over the version before it.

        A write whose reply was lost meets itself when the SDK repeats it, and that is no conflict.

        Raises:
            ConflictError: somebody else was first; nothing is written.
            UnavailableError: it may or may not be written.
        """
        fields = self._form.dump_python(held, mode="json", exclude_none=True)
        fields |= {"payment_id": self._key, "v": SCHEMA}
        item = {name: to_attribute(value) for name, value in fields.items()}
        condition: dict[str, Any] = (
            {
                "ConditionExpression": "#version = :before",
                "ExpressionAttributeNames": {"#version": "version"},
                "ExpressionAttributeValues": {":before": {"N": str(held.version - 1)}},
            }
            if held.version > 1
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
                    message = f"{self._key} is no longer at version {held.version - 1}."
                    raise ConflictError(message) from None

    def _read(self, item: Mapping[str, Any]) -> ItemT:
        try:
            fields = {name: from_attribute(value) for name, value in item.items()}
            if fields.get("v") == SCHEMA:
                return self._form.validate_python(
                    {name: value for name, value in fields.items() if name not in _KEYS}
                )
        except (ValidationError, ValueError):
            pass  # The reasons may quote the item; the key is enough to find it.
        message = f"The ledger's record of {self._key} can't be read."
        raise UnreadableRowError(message)
