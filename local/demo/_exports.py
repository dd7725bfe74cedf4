"""What stands in for point-in-time recovery on the emulator: an export, and its import later.

The emulator's RestoreTableToPointInTime makes the new table, with the indexes of the old one, but
knows one moment only, now (pinned in tests/fidelity). So each table is
exported when the moment comes, as DynamoDB's own export writes it, and the export takes the place
of what the new table holds.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from till.lib.input import lines
from till.restore.point_in_time import PointInTime
from till.restore.tables import scan

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PAUSE_SECONDS: Final = 0.1


def write(client: "DynamoDBClient", table: str, path: Path) -> None:
    """The table's items as the lines of an export."""
    with path.open("w", encoding="utf-8") as file:
        for item in scan(client, table, lambda _: None):
            file.write(json.dumps({"Item": item}) + "\n")


class Exports:
    """The Restorer over files."""

    means = (
        "The emulator restores no past: each table was exported at its moment, and this is the "
        "import. On AWS it is RestoreTableToPointInTime."
    )

    def __init__(self, client: "DynamoDBClient", folder: Path) -> None:
        self._client = client
        self._folder = folder
        self._point_in_time = PointInTime(client, PAUSE_SECONDS)
        self._sources: dict[str, str] = {}

    def export(self, table: str) -> None:
        """Write the table as it is: this is the moment that it will be brought back of."""
        self._folder.mkdir(parents=True, exist_ok=True)
        write(self._client, table, self._file(table))

    def restore(self, source: str, at: datetime, target: str) -> None:
        """Make the new table as RestoreTableToPointInTime does.

        Raises:
            InputError: `target` is there already.
        """
        self._point_in_time.restore(source, at, target)
        self._sources[target] = source

    def wait(self, tables: Sequence[str]) -> None:
        """Until the new tables can be used; then each export takes its place."""
        self._point_in_time.wait(tables)
        for table in tables:
            self._replace(table, self._exported(self._sources[table]))

    def _replace(self, table: str, items: Iterator[Mapping[str, Any]]) -> None:
        keys = [
            each["AttributeName"]
            for each in self._client.describe_table(TableName=table)["Table"]["KeySchema"]
        ]
        for item in list(scan(self._client, table, lambda _: None)):
            self._client.delete_item(TableName=table, Key={key: item[key] for key in keys})
        for item in items:
            self._client.put_item(TableName=table, Item=item)

    def _exported(self, table: str) -> Iterator[Mapping[str, Any]]:
        return (json.loads(line)["Item"] for _, line in lines([self._file(table)]))

    def _file(self, table: str) -> Path:
        return self._folder / f"{table}.jsonl"
