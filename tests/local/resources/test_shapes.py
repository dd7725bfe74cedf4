"""Inputs that can't be used are named by path, before anything is made."""

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.runtime import rpc

from local.resources import problems
from local.resources._shapes import problems as shaped

CODE = pulumi.AssetArchive({})
UNKNOWN = str(rpc.UNKNOWN)

Case = tuple[type[pulumi.Resource], dict[str, Any], dict[str, str]]
WRONG: tuple[Case, ...] = (
    (aws.sqs.Queue, {"fifoQueue": True}, {"fifoQueue": ""}),
    (aws.sqs.Queue, {"delaySeconds": "5"}, {"delaySeconds": "a whole number"}),
    (aws.sqs.Queue, {"delaySeconds": True}, {"delaySeconds": "a whole number"}),
    (aws.sqs.Queue, {"sqsManagedSseEnabled": 1}, {"sqsManagedSseEnabled": "true or false"}),
    (aws.sqs.Queue, {"name": 5, "tags": []}, {"name": "a text", "tags": "an object"}),
    (aws.sqs.Queue, {"tags": {"a": 1}}, {"tags.a": "a text"}),
    (aws.cloudwatch.MetricAlarm, {"threshold": "1"}, {"threshold": "a number"}),
    (aws.cloudwatch.MetricAlarm, {"alarmActions": "arn"}, {"alarmActions": "a list"}),
    (aws.lambda_.Function, {"code": "x", "runtime": 3}, {"code": "code", "runtime": "a text"}),
    (aws.wafv2.WebAcl, {"rules": [{"name": "n"}, {"wrong": 1}]}, {"rules[1].wrong": ""}),
    (
        aws.apigateway.RestApi,
        {"endpointConfiguration": {"types": "REGIONAL", "vpcEndpointIds": ["v"]}},
        {"endpointConfiguration.vpcEndpointIds": ""},
    ),
    (
        aws.dynamodb.Table,
        {"globalSecondaryIndexes": [{"name": "i", "readCapacity": 1}]},
        {"globalSecondaryIndexes[0].readCapacity": ""},
    ),
)


@pytest.mark.parametrize(("cls", "inputs", "paths"), WRONG)
def test_what_can_not_be_used_is_named(
    cls: type[pulumi.Resource], inputs: dict[str, Any], paths: dict[str, str]
) -> None:
    """Each such input is a sentence with type, path and what is wanted; all others pass."""
    token = str(pulumi.get_type_token(cls))
    assert dict(problems(token, inputs)) == {
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
    assert problems(str(pulumi.get_type_token(cls)), inputs) == []


def test_no_value_is_told() -> None:
    """What is wrong with a secret may be read by anybody."""
    found = shaped(
        "aws:x:X", aws.sqs.Queue, frozenset({"name"}), {"name": ["s3cret"], "x": "s3cret"}
    )
    assert "s3cret" not in str(list(found))


def test_a_type_that_is_only_recorded_takes_all() -> None:
    """What is not created here is not judged here; an unknown type is named."""
    layer = str(pulumi.get_type_token(aws.lambda_.LayerVersion))
    assert problems(layer, {"anything": 1}) == []
    ((path, sentence),) = problems("aws:sfn/activity:Activity", {})
    assert (path, "is unknown on this machine" in sentence) == ("", True)
