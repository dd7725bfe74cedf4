"""Every way to fail has an alarm that somebody hears."""

import re

import pulumi_aws as aws
import pytest

from policies.pci.framework.alarm_rules import named
from runtime.contract.metrics import REPORTED, Metric
from tests.fakes.recorder import ROOT, Recorded, program, record_program


def on_one_metric() -> list[Recorded]:
    """The alarms that are made of no expression."""
    alarms = program().of(aws.cloudwatch.MetricAlarm)
    return [each for each in alarms if "metricQueries" not in each.inputs]


def watched() -> set[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Namespace, metric and dimensions of every alarm on one metric."""
    return {
        (
            each.inputs["namespace"],
            each.inputs["metricName"],
            tuple(sorted(each.inputs.get("dimensions", {}).items())),
        )
        for each in on_one_metric()
    }


@pytest.mark.fault(
    "F71",
    sees="Nothing",
    does="Each alarm's metric, dimensions, action and right to publish are held by static tests",
)
def test_every_alarm_acts_and_says_what_silence_means() -> None:
    """An alarm without an action, or that is undecided by default, is none (F71)."""
    topic = program().named("alarms-topic").outputs["arn"]
    wholes = program().of(aws.cloudwatch.CompositeAlarm)
    parts = {name for each in wholes for name in named(each.inputs["alarmRule"])}
    for alarm in program().of(aws.cloudwatch.MetricAlarm):
        part = alarm.inputs["name"] in parts
        assert alarm.inputs["actionsEnabled"] is True
        assert alarm.inputs.get("alarmActions") == (None if part else [topic])
        assert alarm.inputs["treatMissingData"] in {"breaching", "notBreaching", "ignore"}
    for alarm in wholes:
        assert alarm.inputs["alarmActions"] == [topic]


def test_every_alarm_says_how_soon_what_and_where_to_read_on() -> None:
    """In the words of the setting `runbooks` and of a page that is there."""
    base = "https://books.example.com/"
    texts = {
        each.inputs["alarmDescription"]
        for each in record_program("local", {"runbooks": base}).resources
        if each.type.endswith(("MetricAlarm", "CompositeAlarm"))
    }
    assert len(texts) > 80
    for text in texts:
        said = re.fullmatch(rf"\[(page|ticket)\] (\S.*\.) Runbook: {base}([\w-]+\.md)", text)
        assert said, text
        assert (ROOT / "docs/runbooks" / said[3]).is_file()


@pytest.mark.fault("F27")
def test_each_dead_letter_queue_and_each_queue_is_watched() -> None:
    """One dead letter is too many, held by `process_dead_letter` or not.

    No message waits for 15 minutes.
    """
    for queue in program().of(aws.sqs.Queue):
        dimension = (("QueueName", queue.inputs["name"]),)
        metrics = (
            ("ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible")
            if queue.inputs["name"].removesuffix(".fifo").endswith("-dead")
            # From there nobody takes anything but a person.
            else ("ApproximateNumberOfMessagesVisible",)
            if queue.inputs["name"].endswith("-lost")
            else ("ApproximateAgeOfOldestMessage",)
        )
        for metric in metrics:
            assert ("AWS/SQS", metric, dimension) in watched()


def test_what_ses_told_and_nobody_could_keep_is_heard_of() -> None:
    """SNS found neither the queue nor the dead letters: of this nothing else is left."""
    topic = (("TopicName", program().named("notifier-events").inputs["name"]),)
    assert ("AWS/SNS", "NumberOfNotificationsFailedToRedriveToDlq", topic) in watched()


@pytest.mark.parametrize("metric", ["Duration", "Errors", "Throttles"])
def test_each_function_is_watched(metric: str) -> None:
    """A function that fails, is refused or is nearly cut is heard of."""
    for function in program().of(aws.lambda_.Function):
        name = (("FunctionName", function.inputs["name"]),)
        assert ("AWS/Lambda", metric, name) in watched()


def test_the_gateway_s_server_errors_are_watched() -> None:
    """Of this stack's stage."""
    dimensions = (("ApiName", "tillstack-local-gateway"), ("Stage", "live"))
    assert ("AWS/ApiGateway", "5XXError", dimensions) in watched()


NO_CONCERN = {
    Metric.EMAIL_EVENT_NOT_OURS,
    Metric.WEBHOOK_NOT_OURS,
    Metric.EMAIL_EVENT_HARMLESS,
    Metric.EMAIL_EVENT_OUTDATED,
    Metric.NOTIFICATION_RESENT,
    Metric.PAYER_ERASED,
    Metric.REVIEW_PROPOSED,
    Metric.PAYMENT_ACCEPTED,
    Metric.PAYMENT_CANCELED,
    Metric.PSP_CIRCUIT_CLOSED,
    Metric.PSP_CIRCUIT_PROBED,
    Metric.PSP_FAILURE_KEPT,
    Metric.PSP_OBJECT_CANCELED,
    Metric.REVIEW_RESOLVED,
    Metric.WEBHOOK_NO_NEWS,
}
"""Good news, what is mended by itself, and what others do: the accounts at the PSP and at SES may
well be used for more than this stack."""
BY_MONITORING = {
    Metric.MERCHANT_LIMITED,
    Metric.PAYMENT_DECLINED,
    Metric.PAYMENT_FAILED,
    Metric.PAYMENT_SUCCEEDED,
    Metric.REVIEW_WAITS,
}
"""What is ordinary as long as it is as often as usual, or is counted again each hour."""


def test_each_metric_that_the_runtime_counts_has_an_alarm() -> None:
    """These are exactly the names that the functions count, but for what needs nobody."""
    counted = {
        Metric[name]
        for path in (ROOT / "runtime").rglob("*.py")
        for name in re.findall(r"\b(?:count\(\s*|return )Metric\.(\w+)", path.read_text())
    }
    alarmed = {metric for metrics in REPORTED.values() for metric in metrics}
    assert counted - NO_CONCERN - BY_MONITORING == alarmed
    assert counted == set(Metric)


def test_a_reported_metric_is_watched_where_its_function_writes_it() -> None:
    """Namespace and dimension are those of the function's own environment."""
    for function in program().of(aws.lambda_.Function):
        variables = function.inputs["environment"]["variables"]
        handler = function.inputs["handler"].split(".")[2]
        for metric in REPORTED.get(handler, []):
            dimension = (("service", variables["POWERTOOLS_SERVICE_NAME"]),)
            assert (variables["POWERTOOLS_METRICS_NAMESPACE"], metric, dimension) in watched()
