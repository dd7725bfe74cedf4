"""`till slo`, as it is typed."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local.alarms.declared import Alarm, alarms
from local.alarms.series import Series, key
from tests.fakes.recorder import program
from tests.runtime.adapters.aws import AS_NOBODY, be_nobody
from tests.till.lib.test_input import GIVEN
from tests.till.payments.documents import printed
from till.__main__ import main
from till.lib.exits import CommandError, Exit
from till.lib.input import Outputs
from till.watch.slo import slo_of

NOW = 1_795_341_600
TOLD = Outputs.model_validate(GIVEN)
PLACE = {"ApiName": "tillstack-local-gateway", "Stage": "live"} | {
    "Resource": "/v1/payments", "Method": "POST",
}  # fmt: skip


class Samples:
    """A CloudWatch that tells what a series holds; in pages, of which each has one sample."""

    def __init__(self, series: Series, status: str = "Complete") -> None:
        self._series = series
        self._status = status
        self.asked: list[dict[str, Any]] = []

    def get_paginator(self, _: str) -> "Samples":
        """Itself."""
        return self

    def paginate(self, **asked: Any) -> Iterator[dict[str, Any]]:
        """The samples of every period, one after another."""
        self.asked = asked["MetricDataQueries"]
        for query in self.asked:
            stat = query["MetricStat"]
            place = {each["Name"]: each["Value"] for each in stat["Metric"]["Dimensions"]}
            metric = key(stat["Metric"]["Namespace"], stat["Metric"]["MetricName"], place)
            for at in range(asked["StartTime"], asked["EndTime"], stat["Period"]):
                value = self._series.datapoint(
                    metric, stat["Stat"], stat["Period"], (at + stat["Period"]) // 60
                )
                if value is not None:
                    found = {"Timestamps": [datetime.fromtimestamp(at, UTC)], "Values": [value]}
                    said = {"Id": query["Id"], "Label": "Count", "StatusCode": self._status}
                    yield {"MetricDataResults": [{**said, **found}]}


def measured(*calls: tuple[int, float, int]) -> Series:
    """When a call was, how many milliseconds it took, and whether it failed."""
    series = Series()
    for at, milliseconds, failed in calls:
        series.put(key("AWS/ApiGateway", "Count", PLACE), at, 1)
        series.put(key("AWS/ApiGateway", "5XXError", PLACE), at, failed)
        series.put(key("AWS/ApiGateway", "Latency", PLACE), at, milliseconds)
    return series


@pytest.fixture(name="account")
def _account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A CloudWatch without samples."""
    be_nobody(monkeypatch)
    with mock_aws():
        yield boto3.client("cloudwatch", **AS_NOBODY)


def slo(tmp_path: Path, *more: str) -> int:
    """Run the command."""
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(GIVEN))
    return main(["slo", "--outputs", str(file), *more])


def test_both_objectives_are_told_of_all_pages() -> None:
    """Of four calls one failed and one was late; what is not over yet is not looked at."""
    calls = [(NOW - 7_200, 10.0, 0), (NOW - 7_200, 2_500.0, 0), (NOW - 60, 10.0, 1)]
    found = slo_of(
        Samples(measured(*calls, (NOW - 50, 9.0, 0), (NOW + 10, 9.0, 1))), TOLD, NOW + 20
    )
    assert found.until == NOW
    assert [(each.name, each.calls, each.good) for each in found.objectives] == [
        ("acceptance", 4, 0.75),
        ("latency", 4, 0.75),
    ]
    assert [each.burn_1h for each in found.objectives] == [pytest.approx(500), 0]


def test_what_is_asked_is_what_the_alarms_watch() -> None:
    """Name, dimensions and statistic, by the program's own registration."""
    cloudwatch = Samples(Series())
    slo_of(cloudwatch, TOLD, NOW)
    asked = {
        (
            key(
                stat["Metric"]["Namespace"],
                stat["Metric"]["MetricName"],
                {each["Name"]: each["Value"] for each in stat["Metric"]["Dimensions"]},
            ),
            stat["Stat"],
        )
        for stat in (each["MetricStat"] for each in cloudwatch.asked)
    }
    watched = {
        (each.metric, each.statistic)
        for alarm in alarms(program().resources)
        if isinstance(alarm, Alarm) and "-slo-" in alarm.name
        for each in alarm.measures.values()
    }
    assert asked == watched


def test_samples_that_cloudwatch_could_not_read_are_no_good_news() -> None:
    """5: the same command may be given again."""
    with pytest.raises(CommandError, match="give the command again") as refused:
        slo_of(Samples(measured((NOW - 60, 9.0, 0)), "InternalError"), TOLD, NOW)
    assert refused.value.exit_code is Exit.UNREACHABLE


def test_a_broken_objective_is_told_first(
    account: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """1, with what is bad and where is said what to do."""
    at = datetime.now(UTC) - timedelta(minutes=20)
    dimensions = [{"Name": name, "Value": value} for name, value in PLACE.items()]
    for metric, value in (("Count", 1), ("5XXError", 1)):
        data = {"MetricName": metric, "Dimensions": dimensions, "Timestamp": at, "Value": value}
        account.put_metric_data(Namespace="AWS/ApiGateway", MetricData=[data])
    assert slo(tmp_path) == 1
    said = capsys.readouterr().out
    assert "acceptance is broken: requests for payments end in errors of ours" in said
    assert "docs/runbooks/objectives.md" in said
    assert slo(tmp_path, "--json") == 1
    document = printed("slo", capsys)
    assert document["until"] <= time.time()
    assert document["objectives"][0]["good"] == 0


@pytest.mark.usefixtures("account")
def test_where_nothing_was_measured_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0, and no number is made up."""
    assert slo(tmp_path) == 0
    assert "no request for a payment within 30 days" in capsys.readouterr().out
    assert slo(tmp_path, "--json") == 0
    for each in printed("slo", capsys)["objectives"]:
        assert (each["calls"], each["good"], each["burn_1h"]) == (0, None, None)


def test_who_has_no_stack_gets_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a traceback nor a number."""
    assert main(["slo", "--outputs", "nowhere.json"]) == 2
    assert "nowhere.json" in capsys.readouterr().err
