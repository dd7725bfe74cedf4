"""Too few workers are heard of: by the least that the group has."""

import pytest
from pydantic import ValidationError

from runtime.contract.fleet import Fleet
from tests.components.networked import recorded

ASKED = '{"minInstances": 3, "maxInstances": 4, "pspInFlight": 1000}'


def test_one_below_the_least_is_too_few_and_silence_is_none_at_all() -> None:
    """The worst minute of five, in each of three that follow each other."""
    made = recorded("prod", fleet=ASKED)
    inputs = made.named("workers-missing-alarm").inputs
    assert (inputs["statistic"], inputs["comparisonOperator"]) == ("Minimum", "LessThanThreshold")
    assert inputs["threshold"] == made.named("workers-group").inputs["minSize"] == 3
    assert (inputs["period"], inputs["evaluationPeriods"]) == (300, 3)
    assert "datapointsToAlarm" not in inputs
    assert inputs["treatMissingData"] == "breaching"


def test_there_is_always_one_to_miss() -> None:
    """Of a least of 0 nothing could be missing: the setting takes none."""
    assert Fleet().min_instances == 1
    with pytest.raises(ValidationError):
        Fleet(min_instances=0)
