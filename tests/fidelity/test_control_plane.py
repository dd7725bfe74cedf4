"""What the emulator lacks or only stores: each type that is recorded only, and why."""

import json
from typing import Any

import pulumi_aws as aws
import pytest
from botocore.exceptions import ClientError

from local.emulator.emulator import Emulator
from tests._aws import make, resource_document

pytestmark = pytest.mark.emulator

LACKED: dict[str, tuple[str, dict[str, Any]]] = {
    "wafv2": (
        "put_logging_configuration",
        {
            "LoggingConfiguration": {
                "ResourceArn": "arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/a/b",
                "LogDestinationConfigs": [
                    "arn:aws:logs:eu-central-1:111122223333:log-group:aws-waf-logs-a"
                ],
            }
        },
    ),
    "logs": (
        "put_data_protection_policy",
        {"logGroupIdentifier": "g", "policyDocument": "{}"},
    ),
}


@pytest.mark.parametrize("service", LACKED)
def test_gap_the_action_is_unknown(service: str, emulator: Emulator) -> None:
    """The action behind a recorded-only type is still unknown; once it is known, create it."""
    operation, params = LACKED[service]
    with pytest.raises(ClientError, match=r"Unknown|InvalidAction|UnknownOperation"):
        getattr(emulator.client(service), operation)(**params)


def test_gap_an_alarm_loses_its_expression(emulator: Emulator) -> None:
    """AWS keeps the metrics of an alarm on an expression; the emulator drops them."""
    metric = {"namespace": "n", "metricName": "m", "period": 60, "stat": "Sum"}
    name, _ = make(
        emulator,
        aws.cloudwatch.MetricAlarm,
        name="expression",
        comparisonOperator="GreaterThanThreshold",
        evaluationPeriods=1,
        threshold=1,
        metricQueries=[{"id": "m", "metric": metric, "returnData": True}],
    )
    found: dict[str, Any] = emulator.client("cloudwatch").describe_alarms(AlarmNames=[name])
    assert "Metrics" not in found["MetricAlarms"][0]


def test_gap_a_queue_may_have_any_name(emulator: Emulator) -> None:
    """AWS refuses a queue name with a blank; the emulator takes it."""
    made = emulator.client("sqs").create_queue(QueueName="bad name!")
    assert made["QueueUrl"].endswith("bad name!")


def test_gap_a_topics_key_lets_anybody_in(emulator: Emulator) -> None:
    """AWS needs the publishing service in the key's policy, else silence; nobody asks here."""
    root = {"Principal": {"AWS": f"arn:aws:iam::{emulator.account_id}:root"}, "Action": "kms:*"}
    _, key = make(emulator, aws.kms.Key, policy=resource_document(root))
    topic, _ = make(emulator, aws.sns.Topic, name="keyed-topic", kmsMasterKeyId=key["arn"])
    url, queue = make(emulator, aws.sqs.Queue, name="keyed-topic")
    deliver = {
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue["arn"],
    }
    make(emulator, aws.sqs.QueuePolicy, queueUrl=url, policy=resource_document(deliver))
    make(emulator, aws.sns.TopicSubscription, topic=topic, protocol="sqs", endpoint=queue["arn"])
    alarm, _ = make(
        emulator,
        aws.cloudwatch.MetricAlarm,
        name="silent",
        namespace="n",
        metricName="m",
        statistic="Sum",
        period=60,
        evaluationPeriods=1,
        threshold=1,
        comparisonOperator="GreaterThanThreshold",
        alarmActions=[topic],
    )
    emulator.client("cloudwatch").set_alarm_state(
        AlarmName=alarm, StateValue="ALARM", StateReason="test"
    )
    answer = emulator.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=5)
    assert json.loads(answer["Messages"][0]["Body"])["TopicArn"] == topic
