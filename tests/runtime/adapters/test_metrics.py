"""Counters in CloudWatch's embedded metric format."""

import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from runtime.adapters.metrics import EmfMetrics
from runtime.contract.metrics import Metric
from tests.fakes.payments import Harness
from tests.fakes.recorder import ROOT


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


def test_an_end_is_one_line_of_three_metrics(capsys: pytest.CaptureFixture[str]) -> None:
    """What a payment brought is a metric of its currency too; count and time are not."""
    paid = Harness().succeeded()
    EmfMetrics("Tillstack", "process-payment").ended(Metric.PAYMENT_SUCCEEDED, paid, 7)
    (text,) = capsys.readouterr().out.splitlines()
    line = json.loads(text)
    assert line["_aws"]["CloudWatchMetrics"] == [
        {"Namespace": "Tillstack", "Dimensions": [list(dimensions)], "Metrics": [metric]}
        for dimensions, metric in (
            (["service"], {"Name": "PaymentSucceeded", "Unit": "Count"}),
            (["service"], {"Name": "SecondsToFinal", "Unit": "Seconds"}),
            (["service", "currency"], {"Name": "SucceededAmount", "Unit": "None"}),
        )
    ]
    said = {name: value for name, value in line.items() if name != "_aws"}
    assert said == {
        "service": "process-payment",
        "currency": paid.currency,
        "PaymentSucceeded": [1.0],
        "SecondsToFinal": [7.0],
        "SucceededAmount": [float(paid.amount)],
    }


def test_an_end_without_money_says_no_amount(capsys: pytest.CaptureFixture[str]) -> None:
    """A decline takes time, and brings nothing."""
    EmfMetrics("Tillstack", "process-payment").ended(Metric.PAYMENT_DECLINED, Harness().failed(), 3)
    line = json.loads(capsys.readouterr().out)
    assert line.keys() == {"_aws", "service", "PaymentDeclined", "SecondsToFinal"}


def test_counts_from_many_threads_are_all_written(capsys: pytest.CaptureFixture[str]) -> None:
    """Each count is a line of its own, whole and parsable."""
    metrics = EmfMetrics("Tillstack", "process-payment")
    with ThreadPoolExecutor(8) as pool:
        for number in range(40):
            pool.submit(metrics.count, (Metric.DEAD_LETTER, Metric.PSP_REJECTED)[number % 2])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum("DeadLetter" in line for line in lines) == 20
    assert sum("PspRejected" in line for line in lines) == 20


def test_a_count_is_written_before_whoever_counted_is_killed(tmp_path: Path) -> None:
    """An alarm is counted before its write, so that none is lost: not in a buffer of a file."""
    program = (
        "import os, signal\n"
        "from runtime.adapters.metrics import EmfMetrics\n"
        "from runtime.contract.metrics import Metric\n"
        "EmfMetrics('Tillstack', 'process-payment').count(Metric.REVIEW_WAITS)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with (tmp_path / "worker.log").open("w") as log:
        done = subprocess.run(  # noqa: S603 - this interpreter, on a program written above
            [sys.executable, "-c", program], cwd=ROOT, env={}, stdout=log, check=False
        )
    assert done.returncode == -signal.SIGKILL
    assert "ReviewWaits" in json.loads((tmp_path / "worker.log").read_text())


def test_the_age_of_the_last_drill_is_a_measure_of_the_function_that_tells_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In days, with the function as its dimension."""
    EmfMetrics("Tillstack", "reconcile-payments").drilled(12.5)
    line = json.loads(capsys.readouterr().out)
    (described,) = line["_aws"]["CloudWatchMetrics"]
    assert described["Dimensions"] == [["service"]]
    assert (line["service"], line["RestoreDrillAgeDays"]) == ("reconcile-payments", [12.5])
