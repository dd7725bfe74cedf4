"""The gateway's methods."""

import json

import jsonschema
import pulumi_aws as aws
import pytest

from components.parts.routes import ROUTES, Route
from tests.fakes.recorder import Recorded, program

BY_NAME = {route.name: route for route in ROUTES}


def method(route: Route) -> Recorded:
    """The recorded method of a route."""
    return program().named(f"gateway-{route.name}")


@pytest.mark.fault(
    "F12",
    sees="401 or 500, never an answer",
    does="A request without the authorizer's verdict reaches no function: it is closed, not open",
    person="looks at the user pool",
)
@pytest.mark.parametrize("name", BY_NAME)
def test_a_method_asks_for_its_scope(name: str) -> None:
    """A token with the route's scope, or an identity; health, keys and signed events are open."""
    route, inputs = BY_NAME[name], method(BY_NAME[name]).inputs
    assert route.operators is route.path.startswith("/v1/ops/")
    if route.operators:
        assert inputs["authorization"] == "AWS_IAM"
        assert not inputs.keys() & {"authorizerId", "authorizationScopes"}
        return
    if route.scope is None:
        assert inputs["authorization"] == "NONE"
        assert route.path in {"/v1/health", "/v1/keys", "/v1/webhooks/psp"}
        return
    assert inputs["authorization"] == "COGNITO_USER_POOLS"
    assert inputs["authorizerId"] == program().named("gateway-merchants").physical
    assert inputs["authorizationScopes"] == [f"payments/{route.scope}"]


def test_the_authorizer_trusts_our_pool_only() -> None:
    """The token comes in the Authorization header and is judged by the stack's own pool."""
    inputs = program().named("gateway-merchants").inputs
    assert inputs["type"] == "COGNITO_USER_POOLS"
    assert inputs["providerArns"] == [program().named("merchants-pool").outputs["arn"]]
    assert inputs["identitySource"] == "method.request.header.Authorization"


@pytest.mark.parametrize("name", BY_NAME)
def test_a_method_is_validated_and_answered_in_time(name: str) -> None:
    """Every method has the validator, a proxy integration to an alias, and 1.9 s."""
    integration = program().named(f"gateway-{name}-integration").inputs
    handler = BY_NAME[name].function.replace("_", "-")
    assert (
        method(BY_NAME[name]).inputs["requestValidatorId"]
        == program().named("gateway-validator").physical
    )
    assert integration["type"] == "AWS_PROXY"
    assert integration["integrationHttpMethod"] == "POST"
    assert integration["timeoutMilliseconds"] == 1_900
    assert integration["uri"].endswith(f":function:tillstack-local-{handler}:live/invocations")


def test_a_payment_comes_with_an_idempotency_key_and_an_object() -> None:
    """The gateway asks for the header and for one JSON object, and trusts nothing more."""
    inputs = method(BY_NAME["post-payments"]).inputs
    assert inputs["requestParameters"] == {"method.request.header.Idempotency-Key": True}
    assert inputs["requestModels"] == {"application/json": "PaymentRequest"}
    resolution = method(BY_NAME["post-ops-payments-id-resolve"]).inputs
    assert resolution["requestModels"] == inputs["requestModels"]
    (model,) = program().of(aws.apigateway.Model)
    schema = json.loads(model.inputs["schema"])
    jsonschema.Draft4Validator.check_schema(schema)
    assert schema == {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object"}


def test_an_event_is_an_object_without_a_key() -> None:
    """The PSP knows nothing of our idempotency keys, and the signature covers the rest."""
    inputs = method(BY_NAME["post-webhooks-psp"]).inputs
    assert inputs.get("requestParameters", {}) == {}
    assert inputs["requestModels"] == {"application/json": "PaymentRequest"}


def test_the_validator_looks_at_body_and_parameters() -> None:
    """A validator with both flags off would check nothing."""
    (validator,) = program().of(aws.apigateway.RequestValidator)
    assert validator.inputs["validateRequestBody"] is True
    assert validator.inputs["validateRequestParameters"] is True


def test_each_path_exists_once() -> None:
    """Ten segments make the merchants' and the PSP's routes, eight more the operators'."""
    parts = [each.inputs["pathPart"] for each in program().of(aws.apigateway.Resource)]
    theirs = ["circuit", "entries", "erase", "notifications", "ops", "payments", "resolve", "{id}"]
    ours = ["cancel", "entries", "events", "health", "keys", "payments", "psp", "v1", "webhooks"]
    ids = ["{id}", "{id}"]
    assert sorted(parts) == sorted([*ours, *ids, *theirs])
