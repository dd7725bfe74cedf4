"""Somebody sends each metric that is looked at: our own functions, or AWS as it documents.

By an alarm, or by a person at the dashboard.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import pulumi_aws as aws
import pytest

from local.alarms.dashboard import bodies
from local.alarms.declared import Alarm, Composite
from local.alarms.series import Key
from policies.pci.framework.alarm_metrics import NAMESPACES
from policies.pci.framework.alarm_rules import named
from runtime.contract.metrics import (
    REPORTED,
    RESTORE_DRILL_AGE_DAYS,
    SECONDS_TO_FINAL,
    SECRET_AGE_DAYS,
    SUCCEEDED_AMOUNT,
    UNFINISHED_SECONDS,
    Metric,
)
from tests.fakes.recorder import Recording, record_program
from tests.local.alarms.test_every_alarm import CERTIFICATE, OURS, STACKS, everything, settings_of

_WORKERS: Final = {"process_payment", "process_dead_letter", "operate_payments"}
SENT_BY: Final[Mapping[str, set[str]]] = {
    Metric.MERCHANT_LIMITED: {"accept_payment", "cancel_payment", "read_payments"},
    Metric.PAYMENT_ACCEPTED: {"accept_payment"},
    Metric.PAYMENT_SUCCEEDED: _WORKERS,
    Metric.PAYMENT_DECLINED: _WORKERS,
    Metric.PAYMENT_FAILED: _WORKERS,
    Metric.PAYMENT_CANCELED: {"cancel_payment"},
    Metric.PSP_CIRCUIT_CLOSED: {"process_payment", "process_dead_letter"},
    SECONDS_TO_FINAL: {"cancel_payment", *_WORKERS},
    SUCCEEDED_AMOUNT: _WORKERS,
    Metric.REVIEW_WAITS: {"sweep_payments"},
    RESTORE_DRILL_AGE_DAYS: {"reconcile_payments"},
    UNFINISHED_SECONDS: {"process_payment", "process_dead_letter", "sweep_payments"},
}
"""What is no count of trouble → the functions whose ledger or callers count it (`bootstrap.py`)."""
NAMED_BY: Final = {
    "AutoScalingGroupName": (aws.autoscaling.Group, "name"),
    "FunctionName": (aws.lambda_.Function, "name"),
    "QueueName": (aws.sqs.Queue, "name"),
    "TableName": (aws.dynamodb.Table, "name"),
    "TopicName": (aws.sns.Topic, "name"),
    "ApiName": (aws.apigateway.RestApi, "name"),
    "Stage": (aws.apigateway.Stage, "stageName"),
    "Method": (aws.apigateway.Method, "httpMethod"),
}
"""Dimension of AWS's → the resource that it names."""
PATHS: Final = {
    "Resource": {"/v1/payments"},
    "CertificateArn": {CERTIFICATE},
    "Operation": {
        "BatchGetItem",
        "GetItem",
        "PutItem",
        "Query",
        "TransactWriteItems",
        "UpdateItem",
    },
}
"""What no resource is called by."""


def metrics(stack: str) -> Iterator[tuple[str, Key]]:
    """Whoever looks, an alarm or a chart of the dashboard, and each metric of it."""
    for alarm in everything(stack):
        if isinstance(alarm, Alarm):
            for measure in alarm.measures.values():
                yield alarm.name, measure.metric
    for body in bodies(record_program(stack, settings_of(stack)).resources):
        for chart in body.charts:
            yield from ((chart.title, row.measure.metric) for row in chart.metrics if row.measure)


def services(program: Recording) -> dict[str, str]:
    """A function's `service` → its handler."""
    return {
        each.inputs["environment"]["variables"]["POWERTOOLS_SERVICE_NAME"]: each.inputs[
            "handler"
        ].split(".")[2]
        for each in program.of(aws.lambda_.Function)
        if each.inputs["environment"]["variables"]["POWERTOOLS_METRICS_NAMESPACE"] == OURS
    }


@pytest.mark.parametrize("stack", STACKS)
def test_our_own_metric_is_sent_by_the_function_that_it_names(stack: str) -> None:
    """By its name and its `service`; a secret's age by whoever reads that secret."""
    program = record_program(stack, settings_of(stack))
    handlers = services(program)
    secrets = {each.inputs["name"] for each in program.of(aws.secretsmanager.Secret)}
    for alarm, metric in metrics(stack):
        dimensions = dict(metric.dimensions)
        if metric.namespace != OURS:
            continue
        if metric.metric == SECRET_AGE_DAYS:
            assert dimensions.keys() == {"secret"}, alarm
            assert dimensions["secret"] in secrets, alarm
            continue
        own = {"service", "currency"} if metric.metric == SUCCEEDED_AMOUNT else {"service"}
        assert dimensions.keys() == own, alarm
        handler = handlers[dimensions["service"]]
        sent = metric.metric in REPORTED.get(handler, ()) or handler in SENT_BY[metric.metric]
        assert sent, alarm


@pytest.mark.parametrize("stack", STACKS)
def test_a_service_s_metric_is_documented_and_of_this_stack(stack: str) -> None:
    """By name and dimensions as its guide says (`alarm_metrics.py` has the pages)."""
    program = record_program(stack, settings_of(stack))
    filtered = {
        (of["namespace"], of["name"])
        for each in program.of(aws.cloudwatch.LogMetricFilter)
        for of in (each.inputs["metricTransformation"],)
    }
    for alarm, metric in metrics(stack):
        if metric.namespace == OURS or (metric.namespace, metric.metric) in filtered:
            continue
        known = NAMESPACES[metric.namespace]
        assert metric.metric in known.metrics, alarm
        assert frozenset(dict(metric.dimensions)) in known.dimensions, alarm
        for name, value in metric.dimensions:
            if name in PATHS:
                assert value in PATHS[name], alarm
                continue
            kind, place = NAMED_BY[name]
            assert value in {each.inputs[place] for each in program.of(kind)}, alarm


@pytest.mark.parametrize("stack", STACKS)
def test_a_composite_alarm_asks_for_alarms_that_are_there(stack: str) -> None:
    """And each part that tells nobody is asked for by one that does."""
    found = everything(stack)
    names = {each.name for each in found}
    asked = {name for each in found if isinstance(each, Composite) for name in named(each.rule)}
    assert asked <= names
    assert asked == {each.name for each in found if not each.rings}
