"""Inputs that can't be used are named by path, before anything is made."""

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.runtime import rpc

from local.resources import problems
from local.resources.shapes import problems as shaped

CODE = pulumi.AssetArchive({})
UNKNOWN = str(rpc.UNKNOWN)

Case = tuple[type[pulumi.Resource], dict[str, Any], dict[str, str]]
WHOLE: dict[type[pulumi.Resource], dict[str, Any]] = {
    aws.apigateway.RestApi: {"name": "n"},
    aws.cloudwatch.MetricAlarm: {
        "name": "n",
        "comparisonOperator": UNKNOWN,
        "evaluationPeriods": UNKNOWN,
    },
    aws.dynamodb.Table: {"name": "n", "attributes": UNKNOWN, "billingMode": UNKNOWN},
    aws.lambda_.Function: {
        "name": "n",
        "role": UNKNOWN,
        "code": CODE,
        "handler": UNKNOWN,
        "runtime": UNKNOWN,
    },
    aws.sqs.Queue: {"name": "n"},
    aws.wafv2.WebAcl: {
        "name": "n",
        "scope": UNKNOWN,
        "defaultAction": UNKNOWN,
        "visibilityConfig": UNKNOWN,
    },
}
"""What each of these types can't be without; a value that only the run will know is there."""
RULE = {"name": "n", "priority": 1, "statement": {}, "visibilityConfig": UNKNOWN}
WRONG: tuple[Case, ...] = (
    (aws.sqs.Queue, {"namePrefix": "q"}, {"namePrefix": ""}),
    (aws.sqs.Queue, {"delaySeconds": "5"}, {"delaySeconds": "a whole number"}),
    (aws.sqs.Queue, {"delaySeconds": True}, {"delaySeconds": "a whole number"}),
    (aws.sqs.Queue, {"sqsManagedSseEnabled": 1}, {"sqsManagedSseEnabled": "true or false"}),
    (aws.sqs.Queue, {"name": 5, "tags": []}, {"name": "a text", "tags": "an object"}),
    (aws.sqs.Queue, {"tags": {"a": 1}}, {"tags.a": "a text"}),
    (aws.cloudwatch.MetricAlarm, {"threshold": "1"}, {"threshold": "a number"}),
    (aws.cloudwatch.MetricAlarm, {"alarmActions": "arn"}, {"alarmActions": "a list"}),
    (aws.lambda_.Function, {"code": "x", "runtime": 3}, {"code": "code", "runtime": "a text"}),
    (aws.wafv2.WebAcl, {"rules": [RULE, RULE | {"wrong": 1}]}, {"rules[1].wrong": ""}),
    (
        aws.apigateway.RestApi,
        {"endpointConfiguration": {"types": "REGIONAL", "vpcEndpointIds": ["v"]}},
        {"endpointConfiguration.vpcEndpointIds": ""},
    ),
    (
        aws.dynamodb.Table,
        {
            "globalSecondaryIndexes": [
                {"name": "i", "hashKey": "k", "projectionType": "ALL", "readCapacity": 1}
            ]
        },
        {"globalSecondaryIndexes[0].readCapacity": ""},
    ),
)


@pytest.mark.parametrize(("cls", "inputs", "paths"), WRONG)
def test_what_can_not_be_used_is_named(
    cls: type[pulumi.Resource], inputs: dict[str, Any], paths: dict[str, str]
) -> None:
    """Each such input is a sentence with type, path and what is wanted; all others pass."""
    token = str(pulumi.get_type_token(cls))
    assert dict(problems(token, WHOLE[cls] | inputs)) == {
        path: f"{token} takes {wanted} as the input {path!r}."
        if wanted
        else f"{token} does not understand the input {path!r}."
        for path, wanted in paths.items()
    }


@pytest.mark.parametrize(
    ("cls", "inputs"),
    [
        (aws.sqs.Queue, {"delaySeconds": UNKNOWN, "tags": {"a": UNKNOWN}, "fifoQueue": None}),
        (aws.sqs.Queue, {"region": "eu-central-1", "tags": UNKNOWN}),
        (aws.lambda_.Function, {"code": CODE, "runtime": "python3.13"}),
        (aws.cloudwatch.MetricAlarm, {"threshold": 1}),
    ],
)
def test_what_can_be_used_passes(cls: type[pulumi.Resource], inputs: dict[str, Any]) -> None:
    """An unknown value has any shape, a number may be whole, and what is not set is not there."""
    assert problems(str(pulumi.get_type_token(cls)), WHOLE[cls] | inputs) == []


MISSING: tuple[tuple[type[pulumi.Resource], dict[str, Any], list[str]], ...] = (
    (aws.sqs.Queue, {}, ["name"]),
    (aws.sqs.Queue, {"name": None}, ["name"]),
    (aws.sqs.Queue, {"name": UNKNOWN}, []),
    (aws.sqs.QueuePolicy, {"queueUrl": UNKNOWN}, ["policy"]),
    (aws.dynamodb.Table, {"name": "n"}, ["attributes", "billingMode"]),
    (aws.apigateway.RequestValidator, {"restApi": UNKNOWN}, []),
    (
        aws.wafv2.WebAcl,
        WHOLE[aws.wafv2.WebAcl] | {"rules": [RULE, {"name": "n", "priority": 1}]},
        ["rules[1].statement", "rules[1].visibilityConfig"],
    ),
)


@pytest.mark.parametrize(("cls", "inputs", "paths"), MISSING)
def test_what_is_missing_is_named(
    cls: type[pulumi.Resource], inputs: dict[str, Any], paths: list[str]
) -> None:
    """By the SDK's own types, deep inside too, and a name that the real plugin would make up."""
    token = str(pulumi.get_type_token(cls))
    wanted = [(path, f"{token} needs the input {path!r}.") for path in paths]
    assert problems(token, inputs) == wanted


def test_no_value_is_told() -> None:
    """What is wrong with a secret may be read by anybody."""
    found = shaped(
        "aws:x:X",
        aws.sqs.QueueArgs,
        frozenset({"name"}),
        frozenset({"policy"}),
        {"name": ["s3cret"], "x": "s3cret"},
    )
    assert "s3cret" not in str(list(found))


def test_a_type_that_is_only_recorded_takes_what_the_sdk_knows() -> None:
    """What is not created here is judged by the SDK's types alone; an unknown type is named."""
    layer = str(pulumi.get_type_token(aws.lambda_.LayerVersion))
    assert problems(layer, {"layerName": "l", "skipDestroy": UNKNOWN}) == []
    assert [path for path, _ in problems(layer, {"anything": 1})] == ["layerName", "anything"]
    ((path, sentence),) = problems("aws:sfn/activity:Activity", {})
    assert (path, "is unknown on this machine" in sentence) == ("", True)
