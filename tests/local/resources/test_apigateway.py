"""What a REST API is made of, in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made

pytestmark = pytest.mark.emulator


def test_an_api_keeps_its_parts(make: Callable[..., Made], emulator: Emulator) -> None:
    """Path, method, integration, model, validator and gateway response are the declared ones."""
    api, outputs = make(
        aws.apigateway.RestApi,
        name="kept-api",
        endpointConfiguration={"types": "REGIONAL"},
        tags={"a": "b"},
    )
    path, resource = make(
        aws.apigateway.Resource, restApi=api, parentId=outputs["rootResourceId"], pathPart="v1"
    )
    where = {"restApi": api, "resourceId": path, "httpMethod": "POST"}
    schema = '{"$schema":"http://json-schema.org/draft-04/schema#","type":"object"}'
    model = {"name": "Body", "contentType": "application/json", "schema": schema}
    make(aws.apigateway.Model, restApi=api, **model)
    validator, _ = make(
        aws.apigateway.RequestValidator,
        restApi=api,
        name="all",
        validateRequestBody=True,
        validateRequestParameters=True,
    )
    make(
        aws.apigateway.Method,
        **where,
        authorization="NONE",
        requestModels={"application/json": "Body"},
        requestParameters={"method.request.header.Idempotency-Key": True},
        requestValidatorId=validator,
    )
    make(aws.apigateway.Integration, **where, type="MOCK", timeoutMilliseconds=1900)
    make(aws.apigateway.MethodResponse, **where, statusCode="200")
    make(aws.apigateway.IntegrationResponse, **where, statusCode="200", selectionPattern="")
    make(
        aws.apigateway.Response,
        restApiId=api,
        responseType="THROTTLED",
        statusCode="429",
        responseTemplates={"application/problem+json": "{}"},
        responseParameters={"gatewayresponse.header.Retry-After": "'1'"},
    )
    client = emulator.client("apigateway")
    method = client.get_method(restApiId=api, resourceId=path, httpMethod="POST")
    throttled = client.get_gateway_response(restApiId=api, responseType="THROTTLED")
    assert resource["path"] == "/v1"
    assert method["requestValidatorId"] == validator
    assert method["requestParameters"] == {"method.request.header.Idempotency-Key": True}
    assert method["methodIntegration"]["timeoutInMillis"] == 1900
    assert client.get_model(restApiId=api, modelName="Body")["schema"] == schema
    assert throttled["responseTemplates"] == {"application/problem+json": "{}"}


def test_an_authorizer_reads_its_pool(make: Callable[..., Made], emulator: Emulator) -> None:
    """A Cognito authorizer keeps the pool whose tokens it reads."""
    api, _ = make(aws.apigateway.RestApi, name="authorized-api")
    _, pool = make(aws.cognito.UserPool, name="authorized-pool")
    authorizer, _ = make(
        aws.apigateway.Authorizer,
        restApi=api,
        name="merchants",
        type="COGNITO_USER_POOLS",
        providerArns=[pool["arn"]],
        identitySource="method.request.header.Authorization",
    )
    found = emulator.client("apigateway").get_authorizer(restApiId=api, authorizerId=authorizer)
    assert found["providerARNs"] == [pool["arn"]]
