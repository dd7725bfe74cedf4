"""`till alarms`, as it is typed."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from tests.runtime.adapters.aws import AS_NOBODY, be_nobody
from tests.till.lib.test_input import GIVEN
from tests.till.payments.documents import printed
from till.__main__ import main

Rings = Callable[[str, str], None]


@pytest.fixture(name="rings")
def _rings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rings]:
    """Makes an alarm of a name and state."""
    be_nobody(monkeypatch)
    with mock_aws():
        cloudwatch = boto3.client("cloudwatch", **AS_NOBODY)

        def ring(name: str, state: str) -> None:
            cloudwatch.put_metric_alarm(
                AlarmName=name,
                AlarmDescription=f"{name} says so.",
                MetricName="m",
                Namespace="n",
                Statistic="Sum",
                Period=60,
                EvaluationPeriods=1,
                Threshold=1,
                ComparisonOperator="GreaterThanThreshold",
            )
            cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="test")

        yield ring


def alarms(tmp_path: Path, *more: str) -> int:
    """Run the command."""
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(GIVEN))
    return main(["alarms", "--outputs", str(file), *more])


def test_those_that_ring_are_told(
    rings: Rings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """1 with what each says; another stack's is not looked at."""
    rings("tillstack-local-b", "OK")
    rings("tillstack-local-a", "ALARM")
    rings("tillstack-prod-a", "ALARM")
    assert alarms(tmp_path, "--json") == 1
    document = printed("alarms", capsys)
    assert document["ringing"] == 1
    assert [(each["name"], each["says"]) for each in document["alarms"]] == [
        ("tillstack-local-a", "tillstack-local-a says so.")
    ]


def test_all_of_them_are_shown_where_asked_for(
    rings: Rings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those that ring first."""
    rings("tillstack-local-a", "OK")
    rings("tillstack-local-z", "ALARM")
    assert alarms(tmp_path, "--all") == 1
    said = capsys.readouterr().out
    assert "1 of 2 ring." in said
    assert said.index("tillstack-local-z ") < said.index("tillstack-local-a ")


@pytest.mark.usefixtures("rings")
def test_where_none_rings_all_is_quiet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0."""
    assert alarms(tmp_path) == 0
    assert "0 of 0 ring." in capsys.readouterr().out
