"""DynamoDB: how many days point-in-time recovery reaches back is kept and told."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from ministack.services import dynamodb

Reply = tuple[int, Mapping[str, str], bytes]

LONGEST_DAYS: Final = 35
"""Where nobody says otherwise ("PointInTimeRecoverySpecification" of the API reference)."""


def mend() -> None:
    """Let both calls about continuous backups know the period."""
    dynamodb._update_continuous_backups = _kept(dynamodb._update_continuous_backups)  # noqa: SLF001 - the emulator has no public seam
    dynamodb._describe_continuous_backups = _told(dynamodb._describe_continuous_backups)  # noqa: SLF001 - as above


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
        return status, headers, with_period(body, _settings().get(data.get("TableName")))

    return describe


def with_period(body: bytes, kept: Any) -> bytes:
    """The answer with the period in it, where recovery is on."""
    answer = json.loads(body)
    if kept and "ContinuousBackupsDescription" in answer:
        days = LONGEST_DAYS if kept is True else kept
        recovery = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        recovery["RecoveryPeriodInDays"] = days
    return json.dumps(answer).encode()


def _settings() -> Any:
    return dynamodb._pitr_settings  # noqa: SLF001 - as above
