"""Rules about calls that fail: what each must report, and what it must not."""

from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    EVENT_RULE,
    EVENT_SOURCE_MAPPING,
    FUNCTION,
    FUNCTION_ALIAS,
    FUNCTION_INVOKE_CONFIG,
    METRIC_ALARM,
    PERMISSION,
    QUEUE,
)
from policies.pci.rules.function_failures import LAMBDA_BATCH_FAILURES, LAMBDA_FAILURE_PATH
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

ARN = "arn:aws:{}:eu-central-1:111122223333:{}"
FUNC = resource(FUNCTION, {"name": "f", "timeout": 10}, "f")
LIVE = resource(FUNCTION_ALIAS, {"functionName": "f", "name": "live"}, "live")
JOBS = resource(QUEUE, {"name": "jobs", "visibilityTimeoutSeconds": 60}, "jobs")
MAPPING = resource(
    EVENT_SOURCE_MAPPING,
    {
        "eventSourceArn": ARN.format("sqs", "jobs"),
        "functionName": ARN.format("lambda", "function:f:live"),
        "functionResponseTypes": ["ReportBatchItemFailures"],
    },
    "mapping",
)
FIRST = resource(
    EVENT_SOURCE_MAPPING,
    {
        "eventSourceArn": UNKNOWN,
        "functionName": UNKNOWN,
        "functionResponseTypes": ["ReportBatchItemFailures"],
    },
    "mapping",
    made_of={"eventSourceArn": [JOBS], "functionName": [LIVE]},
)
STREAM = but(
    MAPPING,
    eventSourceArn=ARN.format("kinesis", "stream/jobs"),
    destinationConfig={"onFailure": {"destinationArn": ARN.format("sqs", "jobs")}},
    maximumRetryAttempts=3,
    bisectBatchOnFunctionError=True,
)
CLOCK = resource(EVENT_RULE, {"scheduleExpression": "rate(1 minute)"}, "clock")
CALLER = resource(
    PERMISSION,
    {"function": "f", "principal": "events.amazonaws.com", "sourceArn": UNKNOWN},
    "caller",
    made_of={"sourceArn": [CLOCK]},
)
BOUNDED = resource(
    FUNCTION_INVOKE_CONFIG, {"functionName": "f", "maximumRetryAttempts": 0}, "bounded"
)
ERRORS = resource(
    METRIC_ALARM,
    {
        "namespace": "AWS/Lambda",
        "metricName": "Errors",
        "statistic": "Sum",
        "period": 60,
        "evaluationPeriods": 1,
        "dimensions": {"FunctionName": "f"},
        "threshold": 1,
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "alarmActions": ["topic"],
    },
    "errors",
)
KEPT = but(BOUNDED, destinationConfig={"onFailure": {"destination": ARN.format("sqs", "jobs")}})
DEAD = but(FUNC, deadLetterConfig={"targetArn": ARN.format("sqs", "jobs")})


@pytest.mark.parametrize(
    "fine",
    [
        [MAPPING, FUNC, JOBS],
        [FIRST, FUNC, LIVE, JOBS],
        [STREAM, FUNC],
        [but(STREAM, eventSourceArn=ARN.format("kafka", "cluster/jobs"), maximumRetryAttempts=-1)],
        [FUNC, CALLER, CLOCK, BOUNDED, ERRORS],
        [FUNC, CALLER, CLOCK, KEPT],
        [DEAD, CALLER, CLOCK],
        [FUNC, but(CALLER, principal="apigateway.amazonaws.com")],
    ],
)
def test_a_failure_with_an_end_is_fine(fine: list[Declared]) -> None:
    """A queue of ours, a bounded stream, a dead-letter queue, an alarm on a schedule's call."""
    assert blamed(LAMBDA_FAILURE_PATH, *fine) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"destinationConfig": None},
        {"maximumRetryAttempts": None},
        {"maximumRetryAttempts": -1},
        {"bisectBatchOnFunctionError": None},
        {"bisectBatchOnFunctionError": False},
    ],
)
def test_a_stream_that_blocks_is_reported(wrong: dict[str, Any]) -> None:
    """One bad record would be tried for ever, or be lost."""
    assert blamed(LAMBDA_FAILURE_PATH, but(STREAM, **wrong), FUNC) == ["mapping"]


def test_a_queue_of_another_stack_is_reported() -> None:
    """Nobody here can see its dead-letter queue, unless its ARN is listed."""
    listed = {"externalArns": [ARN.format("sqs", "jobs")]}
    assert blamed(LAMBDA_FAILURE_PATH, MAPPING, FUNC) == ["mapping"]
    assert blamed(LAMBDA_FAILURE_PATH, MAPPING, FUNC, config=listed) == []


@pytest.mark.parametrize(
    "broken",
    [
        [FUNC, CALLER, CLOCK],
        [FUNC, CALLER, CLOCK, BOUNDED],
        [FUNC, CALLER, CLOCK, ERRORS],
        [FUNC, CALLER, CLOCK, BOUNDED, but(ERRORS, alarmActions=[])],
        [FUNC, CALLER, CLOCK, BOUNDED, but(ERRORS, dimensions={"FunctionName": "g"})],
        [FUNC, CALLER, but(CLOCK, scheduleExpression=None), BOUNDED, ERRORS],
        [FUNC, but(CALLER, principal="s3.amazonaws.com"), but(KEPT, functionName="g")],
        [FUNC, but(CALLER, function=ARN.format("lambda", "function:f")), CLOCK],
    ],
)
def test_an_event_that_gets_lost_is_reported(broken: list[Declared]) -> None:
    """Nothing keeps it, nobody hears of it, or it was more than a clock's."""
    assert blamed(LAMBDA_FAILURE_PATH, *broken) == ["f"]


def test_a_batch_reports_its_failures_one_by_one() -> None:
    """Otherwise one bad message brings the good ones back."""
    for fine in (MAPPING, FIRST):
        assert blamed(LAMBDA_BATCH_FAILURES, fine, FUNC, LIVE, JOBS) == []
    for weak in (None, [], ["Something"], "ReportBatchItemFailures"):
        wrong = but(MAPPING, functionResponseTypes=weak)
        assert blamed(LAMBDA_BATCH_FAILURES, wrong, FUNC, JOBS) == ["mapping"]
    kafka = but(MAPPING, eventSourceArn=ARN.format("kafka", "cluster/jobs"))
    assert blamed(LAMBDA_BATCH_FAILURES, but(kafka, functionResponseTypes=None)) == []


@pytest.mark.parametrize("mapping", [MAPPING, FIRST])
@pytest.mark.parametrize("seconds", [59, None, "50", []])
def test_a_queue_waits_six_times_as_long_as_its_function(mapping: Declared, seconds: Any) -> None:
    """Otherwise a second function takes a message that the first still works on."""
    impatient = but(JOBS, visibilityTimeoutSeconds=seconds)
    assert blamed(LAMBDA_BATCH_FAILURES, mapping, FUNC, LIVE, impatient) == ["jobs"]


def test_a_filter_that_loses_messages_is_reported() -> None:
    """What no filter of a queue takes is deleted; a stream's records stay where they are."""
    filters = {"filters": [{"pattern": "{}"}]}
    filtered = but(MAPPING, filterCriteria=filters)
    assert blamed(LAMBDA_BATCH_FAILURES, filtered, FUNC, JOBS) == ["mapping"]
    assert blamed(LAMBDA_BATCH_FAILURES, but(MAPPING, filterCriteria={}), FUNC, JOBS) == []
    assert blamed(LAMBDA_BATCH_FAILURES, but(STREAM, filterCriteria=filters), FUNC) == []
