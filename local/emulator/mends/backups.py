"""DynamoDB: how far point-in-time recovery reaches back is told, and its table keeps the key.

What it brings back is of now all the same: the emulator keeps no past.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from ministack.services import dynamodb

Reply = tuple[int, Mapping[str, str], bytes]

LONGEST_DAYS: Final = 35
"""Where nobody says otherwise ("PointInTimeRecoverySpecification" of the API reference)."""
KEY: Final = "SSEDescription"


def mend() -> None:
    """Let both calls about continuous backups know the period, and a restore the key."""
    dynamodb._update_continuous_backups = _kept(dynamodb._update_continuous_backups)  # noqa: SLF001 - the emulator has no public seam
    dynamodb._describe_continuous_backups = _told(dynamodb._describe_continuous_backups)  # noqa: SLF001 - as above
    dynamodb._restore_table_to_point_in_time = _sealed(dynamodb._restore_table_to_point_in_time)  # noqa: SLF001 - as above


def _kept(original: Callable[..., Reply]) -> Callable[..., Reply]:
    """The emulator remembers only that recovery is on; a number of days is as true as that."""

    def update(data: Mapping[str, Any]) -> Reply:
        status, headers, body = original(data)
        asked = data.get("PointInTimeRecoverySpecification", {})
        table = data.get("TableName")
        if _settings().get(table):
            _settings()[table] = asked.get("RecoveryPeriodInDays", LONGEST_DAYS)
        return status, headers, with_period(body, _settings().get(table))

    return update


def _told(original: Callable[..., Reply]) -> Callable[..., Reply]:
    def describe(data: Mapping[str, Any]) -> Reply:
        status, headers, body = original(data)
        name = data.get("TableName")
        since = _tables().get(name, {}).get("CreationDateTime")
        return status, headers, with_start(with_period(body, _settings().get(name)), since)

    return describe


def _sealed(original: Callable[..., Reply]) -> Callable[..., Reply]:
    """A restored table is encrypted with the key of its source."""

    def restore(data: Mapping[str, Any]) -> Reply:
        answer = original(data)
        source, made = (
            _tables().get(data.get(name)) for name in ("SourceTableName", "TargetTableName")
        )
        if answer[0] == 200 and source and made and (key := source.get(KEY)):  # noqa: PLR2004 - HTTP
            made[KEY] = dict(key)
        return answer

    return restore


def with_period(body: bytes, kept: Any) -> bytes:
    """The answer with the period in it, where recovery is on."""
    answer = json.loads(body)
    if kept and "ContinuousBackupsDescription" in answer:
        days = LONGEST_DAYS if kept is True else kept
        recovery = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        recovery["RecoveryPeriodInDays"] = days
    return json.dumps(answer).encode()


def with_start(body: bytes, since: Any) -> bytes:
    """The answer with the earliest moment, where recovery is on: since the table is there."""
    answer = json.loads(body)
    told = answer.get("ContinuousBackupsDescription", {}).get("PointInTimeRecoveryDescription", {})
    if since and "EarliestRestorableDateTime" in told:
        told["EarliestRestorableDateTime"] = since
    return json.dumps(answer).encode()


def _tables() -> Any:
    return dynamodb._tables  # noqa: SLF001 - as above


def _settings() -> Any:
    return dynamodb._pitr_settings  # noqa: SLF001 - as above
