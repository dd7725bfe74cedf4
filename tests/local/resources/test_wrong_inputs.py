"""Inputs that AWS or its provider refuses, one by one: our own preview refuses them offline."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

import pytest
from pulumi.runtime import rpc

from local.resources import problems

UNKNOWN: Final = str(rpc.UNKNOWN)
TRUST: Final = json.dumps({"Version": "2012-10-17", "Statement": []})
ARN: Final = "arn:aws:sns:eu-central-1:111122223333:t"

RIGHT: Final[Mapping[str, Mapping[str, Any]]] = {
    "aws:sqs/queue:Queue": {"name": "q"},
    "aws:lambda/function:Function": {
        "name": "f",
        "role": "arn:aws:iam::111122223333:role/r",
        "code": UNKNOWN,
        "handler": "main.handler",
        "runtime": "python3.13",
    },
    "aws:lambda/permission:Permission": {
        "action": "lambda:InvokeFunction",
        "function": "f",
        "principal": "sns.amazonaws.com",
    },
    "aws:lambda/eventSourceMapping:EventSourceMapping": {
        "functionName": "f",
        "eventSourceArn": "arn:aws:sqs:eu-central-1:111122223333:q",
    },
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {"functionName": "f"},
    "aws:cloudwatch/logGroup:LogGroup": {"name": "/g"},
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        "name": "a",
        "comparisonOperator": "GreaterThanThreshold",
        "evaluationPeriods": 1,
        "metricName": "m",
        "statistic": "Sum",
    },
    "aws:cloudwatch/eventRule:EventRule": {"name": "r", "scheduleExpression": "rate(1 minute)"},
    "aws:dynamodb/table:Table": {
        "name": "table",
        "hashKey": "payment_id",
        "billingMode": "PAY_PER_REQUEST",
        "attributes": [{"name": "payment_id", "type": "S"}],
    },
    "aws:iam/role:Role": {"name": "r", "assumeRolePolicy": TRUST},
    "aws:iam/rolePolicy:RolePolicy": {"name": "p", "role": "r", "policy": TRUST},
    "aws:kms/key:Key": {},
    "aws:kms/alias:Alias": {"name": "alias/a", "targetKeyId": UNKNOWN},
    "aws:kms/keyPolicy:KeyPolicy": {"keyId": UNKNOWN, "policy": TRUST},
    "aws:cognito/userPool:UserPool": {"name": "u"},
    "aws:cognito/userPoolClient:UserPoolClient": {
        "name": "c",
        "userPoolId": "eu-central-1_Ab1Cd2Ef3",
    },
    "aws:apigateway/integration:Integration": {
        "restApi": "a1b2c3",
        "resourceId": "r1",
        "httpMethod": "GET",
        "type": "MOCK",
    },
    "aws:apigateway/response:Response": {"restApiId": "a1b2c3", "responseType": "DEFAULT_5XX"},
    "aws:apigateway/model:Model": {
        "restApi": "a1b2c3",
        "name": "Payment",
        "contentType": "application/json",
    },
    "aws:secretsmanager/secret:Secret": {"name": "s"},
    "aws:sns/topicSubscription:TopicSubscription": {
        "topic": ARN,
        "protocol": "sqs",
        "endpoint": "arn:aws:sqs:eu-central-1:111122223333:q",
    },
    "aws:wafv2/webAcl:WebAcl": {
        "name": "w",
        "scope": "REGIONAL",
        "defaultAction": {"allow": {}},
        "visibilityConfig": {
            "cloudwatchMetricsEnabled": True,
            "metricName": "m",
            "sampledRequestsEnabled": False,
        },
    },
    "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": {
        "configurationSetName": "c",
        "eventDestinationName": "e",
        "eventDestination": {
            "matchingEventTypes": ["BOUNCE"],
            "snsDestination": {"topicArn": ARN},
        },
    },
}
"""A right registration of each type: small, and taken."""

WRONG: Final[tuple[tuple[str, Mapping[str, Any]], ...]] = (
    ("Queue", {"visibilityTimeoutSeconds": 50_000}),
    ("Queue", {"name": "q" * 100}),
    ("Queue", {"messageRetentionSeconds": 30}),
    ("Queue", {"redrivePolicy": "{not json"}),
    ("Queue", {"maxMessageSize": 100}),
    ("Function", {"memorySize": 64}),
    ("Function", {"runtime": "python4.0"}),
    ("Function", {"role": "not-an-arn"}),
    ("Function", {"name": "n" * 100}),
    ("Function", {"architectures": ["sparc"]}),
    ("Function", {"reservedConcurrentExecutions": -5}),
    ("Permission", {"action": "invoke"}),
    ("Permission", {"sourceArn": "nope"}),
    ("EventSourceMapping", {"scalingConfig": {"maximumConcurrency": 1}}),
    ("EventSourceMapping", {"functionResponseTypes": ["Report"]}),
    ("FunctionEventInvokeConfig", {"maximumEventAgeInSeconds": 10}),
    ("LogGroup", {"retentionInDays": 100}),
    ("LogGroup", {"kmsKeyId": "not-an-arn"}),
    ("MetricAlarm", {"evaluationPeriods": 0}),
    ("MetricAlarm", {"extendedStatistic": "p99"}),
    ("MetricAlarm", {"treatMissingData": "ignored"}),
    ("EventRule", {"scheduleExpression": None}),
    ("EventRule", {"scheduleExpression": "every minute"}),
    ("Table", {"billingMode": "FREE"}),
    ("Table", {"hashKey": "missing"}),
    ("Table", {"ttl": {"enabled": True}}),
    ("Table", {"streamEnabled": True}),
    ("Role", {"assumeRolePolicy": "not json"}),
    ("Role", {"maxSessionDuration": 60}),
    ("RolePolicy", {"policy": "{"}),
    ("Key", {"rotationPeriodInDays": 10}),
    ("Key", {"keyUsage": "ENCRYPT"}),
    ("Alias", {"name": "tillstack-data"}),
    ("UserPool", {"passwordPolicy": {"minimumLength": 3}}),
    ("UserPoolClient", {"explicitAuthFlows": ["MAGIC"]}),
    ("UserPoolClient", {"accessTokenValidity": 100_000}),
    ("Integration", {"type": "LAMBDA"}),
    ("Integration", {"timeoutMilliseconds": 10}),
    ("Response", {"statusCode": "abc"}),
    ("Model", {"name": "bad name"}),
    ("Secret", {"recoveryWindowInDays": 3}),
    ("Secret", {"name": "a secret"}),
    ("TopicSubscription", {"protocol": "pigeon"}),
    ("WebAcl", {"scope": "GLOBAL"}),
    ("WebAcl", {"defaultAction": {}}),
    (
        "ConfigurationSetEventDestination",
        {"eventDestination": {"snsDestination": {"topicArn": ARN}}},
    ),
    (
        "ConfigurationSetEventDestination",
        {
            "eventDestination": {
                "matchingEventTypes": ["LOST"],
                "snsDestination": {"topicArn": ARN},
            }
        },
    ),
)
TOKENS: Final = {token.rpartition(":")[2]: token for token in RIGHT}


@pytest.mark.parametrize("token", RIGHT)
def test_a_right_registration_is_taken(token: str) -> None:
    """What each wrong one is made of is not refused itself."""
    assert problems(token, RIGHT[token]) == []


@pytest.mark.parametrize(("name", "change"), WRONG)
def test_a_wrong_input_is_refused_by_its_path(name: str, change: Mapping[str, Any]) -> None:
    """The preview names the input at fault in a sentence about the type, and never its value."""
    token = TOKENS[name]
    found = problems(token, {**RIGHT[token], **change})
    at_fault = {*change, "attributes", "streamViewType", "eventPattern"}
    assert at_fault & {re.split(r"[.\[]", path)[0] for path, _ in found}
    assert all(sentence.startswith(f"{token} ") and sentence.endswith(".") for _, sentence in found)
