"""Strong reads of one payment, as both ports make them."""

from typing import TYPE_CHECKING, Any

from runtime.adapters.dynamodb_items import entry_item, row_item
from runtime.adapters.dynamodb_reader import DynamoDbReader
from tests.fakes.payments import ID, Harness
from tests.runtime.adapters.aws import ENTRIES, PAYMENTS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def test_row_and_entries_are_read_as_they_were_last_written(client: "DynamoDBClient") -> None:
    """No read may miss a write that was answered: every request asks for a strong read."""
    asked: list[dict[str, Any]] = []
    client.meta.events.register(
        "provide-client-params.dynamodb.*", lambda params, **_: asked.append(params)
    )
    reader = DynamoDbReader(client, PAYMENTS, ENTRIES)
    assert reader.get(ID) is None
    harness = Harness()
    row = harness.verifying()
    client.put_item(TableName=PAYMENTS, Item=row_item(row))
    for entry in reversed(harness.ledger.lines[ID]):
        client.put_item(TableName=ENTRIES, Item=entry_item(entry))
    assert reader.get(ID) == row
    assert list(reader.entries(ID)) == list(harness.ledger.lines[ID])
    reads = [params for params in asked if "Item" not in params]
    assert [params["ConsistentRead"] for params in reads] == [True, True, True]
