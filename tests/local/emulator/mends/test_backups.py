"""How the answers about continuous backups are completed."""

import json
from typing import Any

import pytest

from local.emulator.mends.backups import with_period, with_start

EARLIEST = "EarliestRestorableDateTime"
ON: dict[str, Any] = {"ContinuousBackupsDescription": {"PointInTimeRecoveryDescription": {}}}


@pytest.mark.parametrize(("kept", "told"), [(7, 7), (True, 35), (False, None), (None, None)])
def test_the_period_is_told_where_recovery_is_on(kept: object, told: int | None) -> None:
    """A table of an older state knows only that it is on: AWS's longest period."""
    answer = json.loads(with_period(json.dumps(ON).encode(), kept))
    found = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert found.get("RecoveryPeriodInDays") == told


@pytest.mark.parametrize(("told", "expected"), [({EARLIEST: 9}, {EARLIEST: 5}), ({}, {})])
def test_recovery_reaches_back_to_the_table_s_creation(
    told: dict[str, int], expected: dict[str, int]
) -> None:
    """Where it is on; where it is off there is no moment at all."""
    body = {"ContinuousBackupsDescription": {"PointInTimeRecoveryDescription": told}}
    answer = json.loads(with_start(json.dumps(body).encode(), 5))
    assert answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"] == expected


def test_an_error_stays_an_error() -> None:
    """A table that is not there has no period."""
    error = b'{"__type": "ResourceNotFoundException"}'
    assert json.loads(with_start(with_period(error, 7), None)) == {
        "__type": "ResourceNotFoundException"
    }
