"""The DrillStore port over DynamoDB."""

from typing import TYPE_CHECKING

from runtime.adapters.dynamodb_drill import DynamoDbDrill
from runtime.adapters.dynamodb_rows import is_row
from runtime.domain.restore_drill import LastDrill
from tests.runtime.adapters.aws import PAYMENTS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def test_the_last_drill_is_read_as_it_was_written(client: "DynamoDBClient") -> None:
    """It stands beside the rows and is none."""
    store = DynamoDbDrill(client, PAYMENTS)
    assert store.get() == LastDrill()
    for drill in (LastDrill(1, 9), LastDrill(2, 12)):
        store.put(drill)
        assert store.get() == drill
    (item,) = client.scan(TableName=PAYMENTS)["Items"]
    assert not is_row(item)
