"""How the answers about continuous backups are completed."""

import json
from typing import Any

import pytest

from local.emulator.mends.backups import with_period

ON: dict[str, Any] = {"ContinuousBackupsDescription": {"PointInTimeRecoveryDescription": {}}}


@pytest.mark.parametrize(("kept", "told"), [(7, 7), (True, 35), (False, None), (None, None)])
def test_the_period_is_told_where_recovery_is_on(kept: object, told: int | None) -> None:
    """A table of an older state knows only that it is on: AWS's longest period."""
    answer = json.loads(with_period(json.dumps(ON).encode(), kept))
    found = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert found.get("RecoveryPeriodInDays") == told


def test_an_error_stays_an_error() -> None:
    """A table that is not there has no period."""
    assert json.loads(with_period(b'{"__type": "ResourceNotFoundException"}', 7)) == {
        "__type": "ResourceNotFoundException"
    }
