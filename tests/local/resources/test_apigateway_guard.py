"""Authorizers, validators and the gateway's own answers in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


@pytest.fixture
def api(make: Callable[..., Made]) -> str:
    """An API's id."""
    return make(aws.apigateway.RestApi, name="guarded-api")[0]


def test_an_authorizer_from_beginning_to_end(
    api: str, make: Callable[..., Made], emulator: Emulator
) -> None:
    """A Cognito authorizer keeps the pool whose tokens it reads, and changes in place."""
    _, pool = make(aws.cognito.UserPool, name="authorized-pool")
    client = emulator.client("apigateway")
    life = Life(
        emulator,
        aws.apigateway.Authorizer,
        {
            "restApi": api,
            "name": "merchants",
            "type": "COGNITO_USER_POOLS",
            "providerArns": [pool["arn"]],
            "identitySource": "method.request.header.Authorization",
        },
    )
    life.becomes(name="shops", authorizerResultTtlInSeconds=60)

    def renamed() -> None:
        change = {"op": "replace", "path": "/name", "value": "by-hand"}
        client.update_authorizer(
            restApiId=api, authorizerId=life.physical, patchOperations=[change]
        )

    life.drifts(renamed, "name")
    life.ends()


def test_a_validator_from_beginning_to_end(api: str, emulator: Emulator) -> None:
    """A validator's checks are switched in place."""
    client = emulator.client("apigateway")
    life = Life(
        emulator,
        aws.apigateway.RequestValidator,
        {
            "restApi": api,
            "name": "all",
            "validateRequestBody": True,
            "validateRequestParameters": True,
        },
    )
    life.becomes(validateRequestBody=False)
    life.becomes(validateRequestParameters=None)
    live = client.get_request_validator(restApiId=api, requestValidatorId=life.physical)
    assert live["validateRequestParameters"] is False

    def switched() -> None:
        change = {"op": "replace", "path": "/validateRequestBody", "value": "true"}
        client.update_request_validator(
            restApiId=api, requestValidatorId=life.physical, patchOperations=[change]
        )

    life.drifts(switched, "validateRequestBody")
    life.ends()


def test_a_gateway_response_from_beginning_to_end(api: str, emulator: Emulator) -> None:
    """What the gateway answers changes in place; its end brings the gateway's own answer back."""
    client = emulator.client("apigateway")
    where = {"restApiId": api, "responseType": "THROTTLED"}
    life = Life(
        emulator,
        aws.apigateway.Response,
        {
            **where,
            "statusCode": "429",
            "responseTemplates": {"application/problem+json": "{}"},
            "responseParameters": {"gatewayresponse.header.Retry-After": "'1'"},
        },
    )
    life.becomes(responseTemplates={"application/problem+json": '{"type":"throttled"}'})
    life.drifts(
        lambda: client.put_gateway_response(**where, statusCode="503"),
        "responseParameters",
        "responseTemplates",
        "statusCode",
    )
    life.ends()
    assert client.get_gateway_response(**where)["defaultResponse"]
