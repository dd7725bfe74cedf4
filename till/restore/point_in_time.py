"""A table as it was at a moment, in a new table, by DynamoDB's point-in-time recovery."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

from till.lib.input import InputError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LOOK_EVERY_SECONDS: Final = 5
FORM: Final = "%Y-%m-%dT%H:%M:%SZ"


class Restorer(Protocol):
    """Brings tables back."""

    means: str
    """How, in a few words."""

    def restore(self, source: str, at: datetime, target: str) -> None:
        """Begin to bring `source` back, as it was `at`, as the new table `target`.

        Raises:
            InputError: it can't be, and why.
        """
        ...

    def wait(self, tables: Sequence[str]) -> None:
        """Until the new tables can be used."""
        ...


class PointInTime:
    """The Restorer over RestoreTableToPointInTime."""

    means = "RestoreTableToPointInTime"

    def __init__(self, client: "DynamoDBClient", look_every: float = LOOK_EVERY_SECONDS) -> None:
        self._client = client
        self._look_every = look_every

    def window(self, table: str) -> tuple[datetime, datetime]:
        """The earliest and the latest moment that the table can be brought back of.

        Raises:
            InputError: there is no such table, or it has no point-in-time recovery.
        """
        try:
            answer = self._client.describe_continuous_backups(TableName=table)
        except self._client.exceptions.TableNotFoundException:
            message = (
                f"There is no table {table} in this account and region: are the outputs those of "
                "the stack that the credentials belong to?"
            )
            raise InputError(message) from None
        told = answer["ContinuousBackupsDescription"].get("PointInTimeRecoveryDescription", {})
        if told.get("PointInTimeRecoveryStatus") != "ENABLED":
            message = f"{table} has no point-in-time recovery, so there is nothing to restore."
            raise InputError(message)
        return told["EarliestRestorableDateTime"], told["LatestRestorableDateTime"]

    def check(self, table: str, at: datetime) -> None:
        """Whether the table can be brought back of that moment.

        Raises:
            InputError: it can't, with the moments between which it can.
        """
        earliest, latest = self.window(table)
        if not earliest <= at <= latest:
            message = (
                f"{table} can't be brought back of {stamp(at)}: choose a moment from "
                f"{stamp(earliest)} to {stamp(latest)}."
            )
            raise InputError(message)

    def restore(self, source: str, at: datetime, target: str) -> None:
        """Begin to bring `source` back, as it was `at`, as the new table `target`.

        Raises:
            InputError: `target` is there already, or the moment can't be had any more.
        """
        errors = self._client.exceptions
        try:
            self._client.restore_table_to_point_in_time(
                SourceTableName=source, TargetTableName=target, RestoreDateTime=at
            )
        except errors.TableAlreadyExistsException:
            raise InputError(exists(target)) from None
        except errors.InvalidRestoreTimeException:
            message = f"{source} can't be brought back of {stamp(at)} any more; choose a later one."
            raise InputError(message) from None

    def wait(self, tables: Sequence[str]) -> None:
        """Until DynamoDB says that they are active; it restores them side by side."""
        for table in tables:
            while self._client.describe_table(TableName=table)["Table"]["TableStatus"] != "ACTIVE":
                time.sleep(self._look_every)


def stamp(at: datetime) -> str:
    """A moment as it is given and printed: `2026-11-28T05:00:00Z`."""
    return at.astimezone(UTC).strftime(FORM)


def exists(table: str) -> str:
    """What to do about a new table that is there already."""
    return (
        f"{table} exists already: an earlier drill of the same moment left it. Delete it, or "
        "choose another moment."
    )
