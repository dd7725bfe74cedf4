"""How far the erasure of payers has come: one item in the `payments` table beside the rows.

There, a restored table has the progress of its own moment, and its payers go once more.
"""

from typing import TYPE_CHECKING

from runtime.adapters.dynamodb_item import DynamoDbItem
from runtime.domain.retention import Progress

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDbProgress(DynamoDbItem[Progress]):
    """The ProgressStore port; its key is `retention#payers`."""

    def __init__(self, client: "DynamoDBClient", payments_table: str) -> None:
        super().__init__(client, payments_table, "retention#payers", Progress)
