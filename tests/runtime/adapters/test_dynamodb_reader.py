"""Strong reads of one payment, as both ports make them."""

from typing import TYPE_CHECKING, Any

from runtime.adapters.dynamodb_entries import commit_item
from runtime.adapters.dynamodb_reader import DynamoDbReader
from tests.fakes.payments import ID, Harness
from tests.runtime.adapters.aws import ENTRIES, PAYMENTS, put_row

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
    put_row(client, row)
    for entry in reversed(harness.ledger.lines[ID]):
        client.put_item(TableName=ENTRIES, Item=commit_item([entry]))
    assert reader.get(ID) == row
    assert list(reader.entries(ID)) == list(harness.ledger.lines[ID])
    reads = [params for params in asked if "Item" not in params]
    asked_for = [
        params["RequestItems"][PAYMENTS] if "RequestItems" in params else params for params in reads
    ]
    assert [params["ConsistentRead"] for params in asked_for] == [True, True, True]


def test_a_reader_that_needs_nothing_sealed_reads_one_item(client: "DynamoDBClient") -> None:
    """It asks for the row alone, by a strong read, and may ask for nothing else."""
    asked: list[dict[str, Any]] = []
    client.meta.events.register(
        "provide-client-params.dynamodb.GetItem", lambda params, **_: asked.append(params)
    )
    row = Harness().verifying()
    put_row(client, row)
    found = DynamoDbReader(client, PAYMENTS, ENTRIES, sealed=False).get(ID)
    assert found == row.model_copy(update={"sealed": {}})
    key = {"payment_id": {"S": ID}}
    assert asked == [{"TableName": PAYMENTS, "Key": key, "ConsistentRead": True}]
