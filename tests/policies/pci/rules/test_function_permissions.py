"""The rule about who may call a function."""

from typing import Any

import pytest

from policies.pci.framework.tokens import (
    API_STAGE,
    EVENT_RULE,
    LAYER_PERMISSION,
    PERMISSION,
)
from policies.pci.platform import unresolved
from policies.pci.rules.function_permissions import LAMBDA_PERMISSION
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but, said

RULE = resource(EVENT_RULE, {}, "rule")
ARN = "arn:aws:events:eu-central-1:111122223333:rule/sweep"
API = "arn:aws:execute-api:eu-central-1:111122223333:api1"
GOOD = resource(
    PERMISSION,
    {
        "action": "lambda:InvokeFunction",
        "principal": "events.amazonaws.com",
        "sourceArn": ARN,
    },
    "permission",
)
LAYER = resource(LAYER_PERMISSION, {"principal": "111122223333"}, "layer")
BUCKET = {"principal": "s3.amazonaws.com", "sourceArn": "arn:aws:s3:::bucket"}
GATEWAY = {"principal": "apigateway.amazonaws.com"}


@pytest.mark.parametrize(
    "fine",
    [
        {},
        {"sourceArn": UNKNOWN},
        {**BUCKET, "sourceAccount": "111122223333"},
        {**GATEWAY, "sourceArn": f"{API}/live/GET/v1/payments/*"},
        {"action": "lambda:invokeFunction"},
        {"action": "LAMBDA:INVOKEFUNCTION"},
        {"action": "lambda:InvokeFunctionUrl", "functionUrlAuthType": "AWS_IAM"},
        {"principal": "events.amazonaws.com.cn", "sourceArn": ARN.replace("aws:", "aws-cn:", 1)},
    ],
)
def test_one_named_caller_is_fine(fine: dict[str, Any]) -> None:
    """A service on behalf of one thing; a path's parameter may stay open."""
    assert blamed(LAMBDA_PERMISSION, but(GOOD, **fine), LAYER, RULE) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"principal": "*"},
        {"principal": None},
        {"principal": "*", "principalOrgId": "o-1"},
        {"principal": "444455556666"},
        {"principal": "events.amazonaws.com.example.com"},
        {"principal": "events.amazonaws.com.cn", "sourceArn": None},
        {"principal": "arn:aws:iam::444455556666:root"},
        {"sourceArn": None},
        {"sourceArn": "*"},
        {"sourceArn": "arn:aws:events:*:*:rule/sweep"},
        {"sourceArn": "arn:aws:events:eu-central-1:111122223333:rule/*"},
        {**GATEWAY, "sourceArn": f"{API}/*"},
        {**GATEWAY, "sourceArn": f"{API}/*/*"},
        {**GATEWAY, "sourceArn": f"{API}/live/*/v1/payments"},
        BUCKET,
        {"action": "lambda:*"},
        {"action": ["lambda:InvokeFunction"]},
        {"functionUrlAuthType": "NONE"},
    ],
)
def test_a_wide_permission_is_reported(wrong: dict[str, Any]) -> None:
    """Anybody, another account, a service for anybody, every action, a public URL."""
    assert blamed(LAMBDA_PERMISSION, but(GOOD, **wrong)) == ["permission"]


def test_a_listed_principal_is_fine() -> None:
    """An account that the configuration names."""
    named = but(GOOD, principal="444455556666")
    assert blamed(LAMBDA_PERMISSION, named, config={"principals": ["444455556666"]}) == []


def test_a_layer_for_everybody_is_reported() -> None:
    """Unless an organization bounds it."""
    everybody = but(LAYER, principal="*")
    assert blamed(LAMBDA_PERMISSION, everybody) == ["layer"]
    assert blamed(LAMBDA_PERMISSION, but(everybody, organizationId="o-1")) == []


def test_a_gateways_permission_says_which_parts_it_lacks() -> None:
    """API Gateway Developer Guide, "Resource policy examples": api-id/stage/METHOD/path."""
    wide = but(GOOD, **GATEWAY, sourceArn=f"{API}/*/POST/items")
    ((_, _, message),) = said(LAMBDA_PERMISSION, wide)
    assert message.startswith("sourceArn: Name the API's id, one stage and one method")


def test_a_stage_of_ours_is_a_caller_too() -> None:
    """Its `executionArn` is the API's with the stage behind it, unknown at first as well."""
    stage = resource(API_STAGE, {"stageName": "live"}, "stage")
    inputs = {"action": "lambda:InvokeFunction", **GATEWAY, "sourceArn": UNKNOWN}
    led = resource(PERMISSION, inputs, "may", made_of={"sourceArn": [stage]})
    rules = [LAMBDA_PERMISSION, unresolved([LAMBDA_PERMISSION])]
    assert said(rules, led, stage) == []
    assert blamed(rules, resource(PERMISSION, inputs, "may"), stage) == ["may"]
