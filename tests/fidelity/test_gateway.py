"""Where the emulator's API Gateway differs from AWS."""

import json
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pulumi
import pulumi_aws as aws
import pytest
from ministack.services import apigateway_v1

from local.emulator.emulator import Emulator
from tests._aws import make, role
from tests.journey.operating import person

pytestmark = pytest.mark.emulator

HANDLER = """
def handler(event, context):
    return {"statusCode": 200, "body": "done"}
"""
STATUS = '{"status": "$context.error.status", "says": $context.error.messageString}'
DEFINED = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"small": {"type": "integer", "maximum": 9}},
    "type": "object",
}


@dataclass(frozen=True)
class Gateway:
    """A deployed API and the pool whose tokens it reads."""

    url: str
    pool: str


@pytest.fixture(scope="module")
def gateway(emulator: Emulator) -> Gateway:
    """An API with an open method, a scoped one and a response of its own."""
    api, outputs = make(emulator, aws.apigateway.RestApi, name="fidelity")
    pool, pool_outputs = make(emulator, aws.cognito.UserPool, name="fidelity")
    authorizer, _ = make(
        emulator,
        aws.apigateway.Authorizer,
        restApi=api,
        name="pool",
        type="COGNITO_USER_POOLS",
        providerArns=[pool_outputs["arn"]],
    )
    make(
        emulator,
        aws.cognito.ResourceServer,
        identifier="payments",
        name="payments",
        userPoolId=pool,
        scopes=[{"scopeName": one, "scopeDescription": one} for one in ("read", "write")],
    )
    make(emulator, aws.cognito.UserPoolDomain, domain="fidelity", userPoolId=pool)
    uri = function_of_one_answer(emulator)
    open_to_all: dict[str, Any] = {"authorization": "NONE"}
    scoped = {
        "authorization": "COGNITO_USER_POOLS",
        "authorizerId": authorizer,
        "authorizationScopes": ["payments/write"],
    }
    signed = {"authorization": "AWS_IAM"}
    for path, method in {"plain": open_to_all, "scoped": scoped, "signed": signed}.items():
        resource, _ = make(
            emulator,
            aws.apigateway.Resource,
            restApi=api,
            parentId=outputs["rootResourceId"],
            pathPart=path,
        )
        where = {"restApi": api, "resourceId": resource, "httpMethod": "GET"}
        make(emulator, aws.apigateway.Method, **where, **method)
        make(
            emulator,
            aws.apigateway.Integration,
            **where,
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=uri,
        )
    make(
        emulator,
        aws.apigateway.Response,
        restApiId=api,
        responseType="MISSING_AUTHENTICATION_TOKEN",
        statusCode="404",
        responseTemplates={"application/json": STATUS},
    )
    deployment, _ = make(emulator, aws.apigateway.Deployment, restApi=api)
    _, stage = make(
        emulator, aws.apigateway.Stage, restApi=api, deployment=deployment, stageName="v1"
    )
    return Gateway(stage["invokeUrl"], pool)


def function_of_one_answer(emulator: Emulator) -> str:
    """The invoke ARN of a function that answers at once."""
    _, outputs = make(
        emulator,
        aws.lambda_.Function,
        name="plain",
        role=role(emulator, "plain-role"),
        runtime="python3.13",
        handler="main.handler",
        code=pulumi.AssetArchive({"main.py": pulumi.StringAsset(HANDLER)}),
    )
    make(
        emulator,
        aws.lambda_.Permission,
        function="plain",
        action="lambda:InvokeFunction",
        principal="apigateway.amazonaws.com",
    )
    return str(outputs["invokeArn"])


def test_gap_a_missing_scope_is_401(gateway: Gateway, emulator: Emulator) -> None:
    """AWS answers 403 to a token without the scope; the emulator answers 401."""
    token = token_for(emulator, gateway.pool, "payments/read")
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{gateway.url}/scoped", headers=headers).status_code == 401


def test_the_right_scope_passes(gateway: Gateway, emulator: Emulator) -> None:
    """A token that has the scope is let through, as on AWS."""
    token = token_for(emulator, gateway.pool, "payments/write")
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{gateway.url}/scoped", headers=headers, timeout=10).status_code == 200


def test_gap_an_identity_is_denied_beside_the_gateway(gateway: Gateway, emulator: Emulator) -> None:
    """AWS answers by the gateway's response ACCESS_DENIED; here IAM answers in its own words."""
    with person(emulator, "nobody") as nobody:
        answer = nobody.send(emulator, f"{gateway.url}/signed")
    assert answer.status_code == 403
    assert answer.json()["__type"] == "AccessDeniedException"


def test_a_signature_and_a_policy_open_a_signed_method(
    gateway: Gateway, emulator: Emulator
) -> None:
    """As on AWS: the method's own ARN in a policy is enough, and the signature is checked."""
    api = gateway.url.split("/restapis/")[1].split("/")[0]
    arn = f"arn:aws:execute-api:{emulator.region}:{emulator.account_id}:{api}/v1/GET/signed"
    with person(emulator, "somebody", arn) as somebody:
        url = f"{gateway.url}/signed"
        assert somebody.send(emulator, url).status_code == 200
        assert replace(somebody, secret_key="x" * 40).send(emulator, url).status_code == 403


def test_gap_the_errors_status_stays_text(gateway: Gateway) -> None:
    """AWS fills `$context.error.status`; the emulator leaves it, and fills the message."""
    answer = httpx.get(f"{gateway.url}/nowhere")
    assert answer.status_code == 404
    assert answer.json()["status"] == "$context.error.status"
    assert answer.json()["says"]


def test_gap_a_body_of_another_type_is_held_against_json_s_model() -> None:
    """The emulator alone asks a body of any type to be what the model of JSON says."""
    method = {"requestValidatorId": "v", "requestModels": {"application/json": "Empty"}}
    apigateway_v1._request_validators["gap"] = {"v": {"validateRequestBody": True}}
    apigateway_v1._models["gap"] = {"Empty": {"name": "Empty", "schema": "{}"}}
    asked: Any = method, "gap", {}, {"Content-Type": "application/jose"}, b"a.b.c.d.e", {}
    assert apigateway_v1._check_request_validation(*asked)


def test_gap_a_newer_schema_is_accepted(emulator: Emulator) -> None:
    """AWS knows draft-04 only and refuses `$defs`; the emulator takes any schema."""
    api, _ = make(emulator, aws.apigateway.RestApi, name="newer")
    physical, _ = make(
        emulator,
        aws.apigateway.Model,
        restApi=api,
        name="Newer",
        contentType="application/json",
        schema=json.dumps(DEFINED),
    )
    assert physical


def token_for(emulator: Emulator, pool: str, scope: str) -> str:
    """A token with just this scope, from a client made for it."""
    app, outputs = make(
        emulator,
        aws.cognito.UserPoolClient,
        name=scope.replace("/", "-"),
        userPoolId=pool,
        generateSecret=True,
        allowedOauthFlows=["client_credentials"],
        allowedOauthFlowsUserPoolClient=True,
        allowedOauthScopes=[scope],
    )
    answer = httpx.post(
        emulator.token_url,
        data={"grant_type": "client_credentials", "scope": scope},
        auth=(app, outputs["clientSecret"]),
    )
    return str(answer.json()["access_token"])


def test_gap_a_body_has_no_limit(gateway: Gateway) -> None:
    """AWS answers 413 to more than 10 MB; the emulator passes it on."""
    body = b"x" * (10 * 1024 * 1024 + 1)
    answer = httpx.request("GET", f"{gateway.url}/plain", content=body, timeout=60, trust_env=False)
    assert answer.status_code == 200


@pytest.mark.fault("F9")
def test_gap_a_throttled_function_is_a_429(gateway: Gateway, emulator: Emulator) -> None:
    """AWS answers 500 for a function at its concurrency; the emulator's gateway answers 429."""
    client = emulator.client("lambda")
    client.put_function_concurrency(FunctionName="plain", ReservedConcurrentExecutions=0)
    try:
        assert httpx.get(f"{gateway.url}/plain", trust_env=False).status_code == 429
    finally:
        client.delete_function_concurrency(FunctionName="plain")
