"""What the mended authorizer knows of a deployer's call."""

from typing import Any

import pytest

from local.emulator._deployment_authorizer import action, event_arn, keys, resource

HERE = "eu-central-1:111122223333"
DASHBOARD = "arn:aws:cloudwatch::111122223333:dashboard/d"
LAYER = "/2018-10-31/layers/one/versions/3"


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/2015-03-31/functions/f/aliases/live", "lambda:GetAlias"),
        ("PUT", "/2015-03-31/functions/f/aliases/live", "lambda:UpdateAlias"),
        ("DELETE", "/2015-03-31/event-source-mappings/one", "lambda:DeleteEventSourceMapping"),
        ("GET", LAYER, "lambda:GetLayerVersion"),
        ("GET", "/2015-03-31/functions/f/aliases", None),
        ("GET", "/2015-03-31/functions/f", None),
        ("POST", "/2015-03-31/functions/f/invocations", None),
    ],
)
def test_one_of_many_is_named_by_its_own_action(
    method: str, path: str, expected: str | None
) -> None:
    """A list and one of it are two actions; every other call is left to the emulator."""
    assert action(method, path) == expected


@pytest.mark.parametrize(
    ("service", "asked", "path", "expected"),
    [
        ("monitoring", {"AlarmNames.member.1": "a"}, "/", f"arn:aws:cloudwatch:{HERE}:alarm:a"),
        ("monitoring", {"ResourceARN": "arn:a"}, "/", "arn:a"),
        ("monitoring", {"DashboardName": "d"}, "/", DASHBOARD),
        ("monitoring", {"DashboardNames.member.1": "d"}, "/", DASHBOARD),
        ("monitoring", {"Namespace": "n"}, "/", None),
        ("cognito-idp", {"ResourceArn": "arn:p"}, "/", "arn:p"),
        ("events", {"Rule": "r"}, "/", f"arn:aws:events:{HERE}:rule/r"),
        ("kms", {"AliasName": "alias/a"}, "/", f"arn:aws:kms:{HERE}:alias/a"),
        ("kms", {"KeyId": "k"}, "/", None),
        ("logs", {"logGroupIdentifier": "g"}, "/", f"arn:aws:logs:{HERE}:log-group:g"),
        ("wafv2", {"LoggingConfiguration": {"ResourceArn": "arn:w"}}, "/", "arn:w"),
        ("lambda", {}, LAYER, f"arn:aws:lambda:{HERE}:layer:one:3"),
        (
            "lambda",
            {"FunctionName": "f"},
            "/2015-03-31/functions",
            f"arn:aws:lambda:{HERE}:function:f",
        ),
        ("lambda", {"FunctionName": "other"}, "/2015-03-31/functions/f/invocations", None),
    ],
)
def test_a_call_is_judged_on_what_it_is_about(
    service: str, asked: dict[str, Any], path: str, expected: str | None
) -> None:
    """The ARN that the Service Authorization Reference names; of a function's input, nothing."""
    assert resource(service, asked, path, HERE) == expected


@pytest.mark.parametrize(
    ("name", "asked", "expected"),
    [
        ("iam:AttachRolePolicy", {"PolicyArn": "arn:p"}, {"iam:policyarn": "arn:p"}),
        (
            "lambda:CreateEventSourceMapping",
            {"FunctionName": "f"},
            {"lambda:functionarn": f"arn:aws:lambda:{HERE}:function:f"},
        ),
        (
            "lambda:CreateEventSourceMapping",
            {"FunctionName": "arn:aws:lambda:x"},
            {"lambda:functionarn": "arn:aws:lambda:x"},
        ),
        ("lambda:InvokeFunction", {"FunctionName": "f"}, {}),
        (
            "cognito-idp:CreateUserPool",
            {"UserPoolTags": {"Project": "p"}},
            {"aws:requesttag/project": "p"},
        ),
        ("cognito-idp:DescribeUserPool", {"UserPoolId": "none"}, {}),
    ],
)
def test_a_condition_finds_its_key(
    name: str, asked: dict[str, Any], expected: dict[str, str]
) -> None:
    """Keys are in lower case, as the evaluator looks for them."""
    assert dict(keys(name.partition(":")[0], name, asked, HERE)) == expected


def test_a_bus_is_asked_for_by_its_own_arn_and_a_rule_of_the_default_bus_by_its_name() -> None:
    """The emulator takes the name of a bus for that of a rule."""
    found = "arn:aws:events:eu-central-1:111122223333:rule/default/news"
    bus = event_arn(found, {"X-Amz-Target": "AWSEvents.CreateEventBus"})
    assert bus == "arn:aws:events:eu-central-1:111122223333:event-bus/news"
    rule = event_arn(found, {"x-amz-target": "AWSEvents.PutRule"})
    assert rule == "arn:aws:events:eu-central-1:111122223333:rule/news"
