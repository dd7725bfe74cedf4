"""Methods and what answers them, in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator
NAMES = ("restApi", "resourceId", "httpMethod")


@pytest.fixture
def place(make: Callable[..., Made]) -> dict[str, str]:
    """Where a method is: its API, path and verb."""
    api, outputs = make(aws.apigateway.RestApi, name="method-api")
    return {"restApi": api, "resourceId": outputs["rootResourceId"], "httpMethod": "POST"}


@pytest.fixture
def method(place: dict[str, str], emulator: Emulator) -> Life:
    """A method with all that the gateway checks."""
    return Life(
        emulator,
        aws.apigateway.Method,
        {
            **place,
            "authorization": "COGNITO_USER_POOLS",
            "authorizationScopes": ["payments/write"],
            "authorizerId": "abc",
            "requestModels": {"application/json": "Body"},
            "requestParameters": {"method.request.header.Idempotency-Key": True},
            "requestValidatorId": "def",
        },
    )


def test_a_method_from_beginning_to_end(
    place: dict[str, str], method: Life, emulator: Emulator
) -> None:
    """A method changes in place, keeps its integration and responses, and goes."""
    mock = {**place, "type": "MOCK", "requestTemplates": {"application/json": "{}"}}
    hanging = [
        Life(emulator, aws.apigateway.Integration, mock),
        Life(emulator, aws.apigateway.MethodResponse, {**place, "statusCode": "200"}),
        Life(
            emulator,
            aws.apigateway.IntegrationResponse,
            {**place, "statusCode": "200", "responseTemplates": {"application/json": "{}"}},
        ),
    ]
    method.becomes(authorizationScopes=["payments/read", "payments/write"])
    method.becomes(requestModels=None, requestParameters={"method.request.path.id": True})
    for one in hanging:
        one.drifts(lambda: None)
    client = emulator.client("apigateway")
    where = {"restApiId": place["restApi"], **{key: place[key] for key in NAMES[1:]}}
    change = {"op": "replace", "path": "/authorizationType", "value": "NONE"}
    method.drifts(lambda: client.update_method(**where, patchOperations=[change]), "authorization")
    method.ends()
    for one in hanging:
        one.ends()


def test_an_integration_from_beginning_to_end(
    place: dict[str, str], method: Life, emulator: Emulator
) -> None:
    """An integration changes its function and time limit in place."""
    uri = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/{}/invocations"
    client = emulator.client("apigateway")
    life = Life(
        emulator,
        aws.apigateway.Integration,
        {
            **place,
            "type": "AWS_PROXY",
            "integrationHttpMethod": "POST",
            "uri": uri.format("one"),
            "timeoutMilliseconds": 1900,
        },
    )
    response = Life(
        emulator,
        aws.apigateway.IntegrationResponse,
        {**place, "statusCode": "200", "selectionPattern": "ok"},
    )
    life.becomes(uri=uri.format("two"), timeoutMilliseconds=1800)
    response.drifts(lambda: None)
    where = {"restApiId": place["restApi"], **{key: place[key] for key in NAMES[1:]}}
    change = {"op": "replace", "path": "/uri", "value": uri.format("hand")}
    life.drifts(lambda: client.update_integration(**where, patchOperations=[change]), "uri")
    life.ends()
    assert method.state["authorization"] == "COGNITO_USER_POOLS"


def test_responses_from_beginning_to_end(
    place: dict[str, str], method: Life, emulator: Emulator
) -> None:
    """What a method documents and what a mock's answer becomes change in place."""
    Life(emulator, aws.apigateway.Integration, {**place, "type": "MOCK"})
    client = emulator.client("apigateway")
    where = {"restApiId": place["restApi"], **{key: place[key] for key in NAMES[1:]}}
    documented = Life(
        emulator,
        aws.apigateway.MethodResponse,
        {**place, "statusCode": "200", "responseModels": {"application/json": "Body"}},
    )
    documented.becomes(responseParameters={"method.response.header.Location": True})
    documented.drifts(
        lambda: client.put_method_response(**where, statusCode="200"),
        "responseModels",
        "responseParameters",
    )
    answer = Life(
        emulator,
        aws.apigateway.IntegrationResponse,
        {**place, "statusCode": "200", "selectionPattern": ""},
    )
    answer.becomes(responseTemplates={"application/json": "{}"})
    answer.drifts(
        lambda: client.put_integration_response(
            **where, statusCode="200", responseTemplates={"application/json": "[]"}
        ),
        "responseTemplates",
    )
    answer.ends()
    documented.ends()
    method.ends()
