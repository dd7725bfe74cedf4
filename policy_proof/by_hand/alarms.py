"""By hand: alarms that can't ring, and that nobody hears."""

import json
from collections.abc import Mapping
from typing import Any, Final

from policies.pci.framework.tokens import (
    COMPOSITE_ALARM,
    FUNCTION,
    LOG_METRIC_FILTER,
    METRIC_ALARM,
    QUEUE,
    TOPIC,
    TOPIC_POLICY,
    TOPIC_SUBSCRIPTION,
)
from policy_proof.by_hand.row import Row, Watched
from policy_proof.edit import DROP
from policy_proof.resources import resource

_RING: Final = "alarm-can-ring"
_ARRIVES: Final = "alarm-arrives"
_HEARD: Final = "alarm-topic-subscribed"
_NOBODY: Final = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sns:Publish",
     "Resource": "*"}]})  # fmt: skip
_ELSEWHERE: Final = "arn:aws:sqs:eu-central-1:111122223333:elsewhere"


def _slow(metric: str, threshold: int) -> Any:
    """An alarm on how long, or how often at once, a function of the full stack runs."""
    inputs = {
        "namespace": "AWS/Lambda", "metricName": metric, "statistic": "Maximum", "period": 60,
        "dimensions": {"FunctionName": "it"}, "evaluationPeriods": 1, "threshold": threshold,
        "comparisonOperator": "GreaterThanThreshold", "treatMissingData": "notBreaching",
    }  # fmt: skip
    return resource(METRIC_ALARM, inputs, "slow")


def _alarm(path: str, **values: Any) -> Row:
    return Row(_RING, METRIC_ALARM, path, values, "apart")


ROWS: Final = (
    _alarm("comparisonOperator", comparisonOperator="Above"),
    _alarm("datapointsToAlarm", datapointsToAlarm=2),
    _alarm("dimensions", dimensions={"QueueName": "nobody"}),
    _alarm(
        "evaluateLowSampleCountPercentiles",
        statistic=DROP,
        extendedStatistic="p99",
        evaluateLowSampleCountPercentiles="ignore",
    ),
    _alarm("evaluationPeriods", evaluationPeriods=120),
    _alarm("extendedStatistic", statistic=DROP, extendedStatistic="p200"),
    _alarm("metricName", metricName="MessagesVisible"),
    _alarm(
        "metricQueries",
        metricQueries=[
            {"id": "m", "returnData": True,
             "metric": {"namespace": "AWS/SQS", "metricName": "None", "stat": "Sum", "period": 60}}
        ],
    ),
    _alarm("namespace", namespace="AWS/Queues"),
    _alarm("period", period=7200),
    _alarm("statistic", statistic="Median"),
    _alarm("threshold", threshold=-1),
    _alarm(
        "treatMissingData",
        comparisonOperator="LessThanThreshold",
        metricName="NumberOfMessagesSent",
        threshold=0,
        treatMissingData="notBreaching",
    ),
    _alarm("unit", unit="Seconds"),
    *(
        Row(_RING, LOG_METRIC_FILTER, f"metricTransformation.{key}",
            {f"metricTransformation.{key}": value}, "audit")
        for key, value in (("dimensions", {"user": "$.user"}), ("name", "Other"),
                           ("namespace", "Other"), ("value", "0"))
    ),
    Row(_RING, FUNCTION, "environment", {"environment": {"variables": {}}}),
    *(
        Row(_RING, FUNCTION, key, {key: value, "name": "it"}, add=(_slow(metric, threshold),))
        for key, value, metric, threshold in (
            ("timeout", 10, "Duration", 10_000),
            ("reservedConcurrentExecutions", 5, "ConcurrentExecutions", 5),
        )
    ),
    Row(_RING, QUEUE, "messageRetentionSeconds", {"messageRetentionSeconds": 600},
        name="payments-queue"),
    *(
        Row(rule, METRIC_ALARM, key, {key: value}, scenario, name)
        for rule, scenario, name in (
            ("sqs-dlq-alarm", "apart", "jobs-dead-alarm"),
            ("security-metric-filters", "audit", ""),
            ("lambda-failure-path", "prod", "reconcile-payments-Errors-alarm"),
            ("secret-rotation", "prod", "psp-age-alarm"),
        )
        for key, value in (
            ("evaluationPeriods", 100),
            ("datapointsToAlarm", 2), ("period", 7200), ("statistic", "Median"),
            ("namespace", "Other"), ("threshold", 1_000_000),
        )
        if (rule, key) != ("secret-rotation", "namespace")
    ),
    *(
        Row("lambda-failure-path", METRIC_ALARM, key, {key: value},
            name="reconcile-payments-Errors-alarm")
        for key, value in (
            ("actionsEnabled", False), ("alarmActions", []),
            ("comparisonOperator", "LessThanThreshold"), ("dimensions.FunctionName", "other"),
            ("metricName", "Other"),
        )
    ),
    Row(_RING, METRIC_ALARM, "alarmActions", {"alarmActions": [f"{_ELSEWHERE}s"]},
        name="monitoring-slo-acceptance-1440m-alarm"),
    Row("composite-alarm-can-ring", COMPOSITE_ALARM, "alarmRule", {"alarmRule": "FALSE"}, "apart"),
    *(
        Row(_HEARD, TOPIC_SUBSCRIPTION, path, values, "apart")
        for path, values in (
            ("endpoint", {"endpoint": "on-call@example.com"}),
            ("protocol", {"protocol": "email-json", "endpoint": "on-call@example.com"}),
            ("topic", {"topic": f"{_ELSEWHERE}s"}),
        )
    ),
    *(
        Row(_ARRIVES, TOPIC_SUBSCRIPTION, path, values, "apart")
        for path, values in (
            ("endpoint", {"endpoint": ""}),
            ("protocol", {"protocol": "sqs", "endpoint": _ELSEWHERE}),
            ("filterPolicy", {"filterPolicy": '{"severity": ["high"]}'}),
            ("filterPolicyScope", {"filterPolicy": '{"NewStateValue": ["OK"]}',
                                   "filterPolicyScope": "MessageBody"}),
        )
    ),
    Row(_ARRIVES, TOPIC, "policy", {"policy": _NOBODY}, "audit"),
    Row(_ARRIVES, TOPIC_POLICY, "policy", {"policy": _NOBODY}, "apart"),
)  # fmt: skip

_FINDS: Final = "It finds the other one; what is found is judged."
NO_MUTANT: Final[Mapping[Watched, str]] = {
    (_HEARD, COMPOSITE_ALARM, "alarmActions"): _FINDS,
    (_HEARD, METRIC_ALARM, "alarmActions"): _FINDS,
    (_ARRIVES, TOPIC_SUBSCRIPTION, "topic"): _FINDS,
    (_ARRIVES, TOPIC_POLICY, "arn"): _FINDS,
    ("secret-rotation", METRIC_ALARM, "namespace"): (
        "The metric's name is the rule's own setting; its namespace is the function's."
    ),
}
