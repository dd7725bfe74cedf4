"""Counters in CloudWatch's embedded metric format."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from runtime.adapters.metrics import EmfMetrics
from runtime.contract.metrics import Metric


def test_a_count_is_one_metric_line_with_the_function_as_its_dimension(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Namespace, name, unit and dimension are what an alarm on it needs."""
    EmfMetrics("Tillstack", "accept-payment").count(Metric.SEND_AFTER_COMMIT_FAILED)
    line = json.loads(capsys.readouterr().out)
    (described,) = line["_aws"]["CloudWatchMetrics"]
    assert described["Namespace"] == "Tillstack"
    assert described["Dimensions"] == [["service"]]
    assert described["Metrics"] == [{"Name": "SendAfterCommitFailed", "Unit": "Count"}]
    assert line["service"] == "accept-payment"
    assert line["SendAfterCommitFailed"] == [1.0]


def test_facts_stand_beside_the_count_and_are_no_dimensions(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A reader of the log sees why; the metric stays one metric."""
    EmfMetrics("Tillstack", "process-payment").count(
        Metric.PSP_CIRCUIT_OPENED, why="failing", seconds=5
    )
    line = json.loads(capsys.readouterr().out)
    assert (line["why"], line["seconds"]) == ("failing", 5)
    assert line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["service"]]


def test_the_age_of_a_secret_is_a_metric_of_that_secret(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Not of the function that read it: an alarm watches one secret."""
    EmfMetrics("Tillstack", "process-payment").age("shop-psp", 80.5)
    line = json.loads(capsys.readouterr().out)
    (described,) = line["_aws"]["CloudWatchMetrics"]
    assert described["Dimensions"] == [["secret"]]
    assert line["secret"] == "shop-psp"
    assert line["SecretAgeDays"] == [80.5]


def test_an_old_payment_is_a_measure_of_the_function_that_found_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In seconds, with the function as its dimension."""
    EmfMetrics("Tillstack", "process-payment").unfinished(3_600)
    line = json.loads(capsys.readouterr().out)
    (described,) = line["_aws"]["CloudWatchMetrics"]
    assert described["Dimensions"] == [["service"]]
    assert described["Metrics"] == [{"Name": "UnfinishedSeconds", "Unit": "Seconds"}]
    assert (line["service"], line["UnfinishedSeconds"]) == ("process-payment", [3600.0])


def test_counts_from_many_threads_are_all_written(capsys: pytest.CaptureFixture[str]) -> None:
    """Each count is a line of its own, whole and parsable."""
    metrics = EmfMetrics("Tillstack", "process-payment")
    with ThreadPoolExecutor(8) as pool:
        for number in range(40):
            pool.submit(metrics.count, (Metric.DEAD_LETTER, Metric.PSP_REJECTED)[number % 2])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum("DeadLetter" in line for line in lines) == 20
    assert sum("PspRejected" in line for line in lines) == 20
