"""The setting of the bus: who reads it, and how long an event can be replayed."""

import json
from typing import Any

import pytest

from tests.test_stack_settings import GIVEN, refusal, settings


@pytest.mark.parametrize(
    ("bus", "says"),
    [
        ({}, ""),
        ({"readers": []}, "eventBus.readers"),
        ({"archiveDays": 30}, "eventBus.readers: is not set"),
        ({"readers": ["4444"]}, "has less than 12 digits"),
        ({"readers": ["4444-5555-6666"]}, "must be 12 digits"),
        ({"readers": ["444455556666"] * 2}, "eventBus.readers: must name each account once"),
        ({"readers": ["444455556666"], "archiveDays": 0}, "eventBus.archiveDays"),
        ({"readers": ["444455556666"], "archiveDays": 31}, "eventBus.archiveDays"),
        ({"readers": ["444455556666"], "days": 30}, "eventBus.days"),
    ],
)
def test_a_bus_has_readers_by_account_and_keeps_what_it_carried(
    bus: dict[str, Any], says: str
) -> None:
    """An empty object is no bus; whatever is wrong is said with the line that mends it."""
    if not says:
        assert settings(eventBus=json.dumps(bus)).event_bus is None
        return
    said = refusal({**GIVEN, "eventBus": json.dumps(bus)})
    assert says in said
    assert "pulumi config" in said


def test_an_account_reads_for_a_month_unless_it_is_told_otherwise() -> None:
    """An id that YAML read as a number is one too."""
    found = settings(eventBus='{"readers": [444455556666]}').event_bus
    assert found
    assert (found.readers, found.archive_days) == (("444455556666",), 30)
