"""The last restore drill: one item in the `payments` table beside the rows.

There, a ledger that was really brought back has the drill of its own moment.
"""

from typing import TYPE_CHECKING

from runtime.adapters.dynamodb_item import DynamoDbItem
from runtime.domain.restore_drill import LastDrill

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDbDrill(DynamoDbItem[LastDrill]):
    """The DrillStore port; its key is `drill#restore`."""

    def __init__(self, client: "DynamoDBClient", payments_table: str) -> None:
        super().__init__(client, payments_table, "drill#restore", LastDrill)
