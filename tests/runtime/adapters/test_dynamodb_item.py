"""One item beside the rows: `test_dynamodb_circuit.py` has its conditions."""

from typing import TYPE_CHECKING

import pytest

from runtime.adapters.dynamodb_item import DynamoDbItem
from runtime.adapters.dynamodb_rows import is_row
from runtime.domain.circuit import Circuit
from runtime.domain.errors import UnreadableRowError
from runtime.domain.retention import Progress
from tests.runtime.adapters.aws import PAYMENTS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def test_two_items_do_not_meet(client: "DynamoDBClient") -> None:
    """Each has its own key and form; what has no such form can't be read."""
    circuit = DynamoDbItem(client, PAYMENTS, "breaker#x", Circuit)
    progress = DynamoDbItem(client, PAYMENTS, "retention#x", Progress)
    progress.put(Progress(1, 7, ("pay_1",)))
    assert (circuit.get(), progress.get()) == (Circuit(), Progress(1, 7, ("pay_1",)))
    client.put_item(TableName=PAYMENTS, Item={"payment_id": {"S": "retention#x"}})
    with pytest.raises(UnreadableRowError, match="retention#x"):
        progress.get()


def test_it_is_no_row(client: "DynamoDBClient") -> None:
    """Whoever reads the whole table tells it from the payments."""
    DynamoDbItem(client, PAYMENTS, "breaker#x", Circuit).put(Circuit(1))
    (item,) = client.scan(TableName=PAYMENTS)["Items"]
    assert not is_row(item)
    assert is_row({"payment_id": {"S": "pay_1"}})
