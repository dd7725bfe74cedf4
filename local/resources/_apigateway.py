"""API Gateway REST APIs: what an API is made of; `_apigateway_stage` publishes it."""

from typing import Any

import pulumi_aws as aws

from local.resources._base import Cloud, Inputs, Kind, Made, arn

API = {"restApi": "restApiId"}
METHOD = {**API, "resourceId": "resourceId", "httpMethod": "httpMethod"}


def gateway(cloud: Cloud) -> Any:
    """The REST API control plane's client."""
    return cloud.client("apigateway")


def endpoint(inputs: Inputs) -> dict[str, Any]:
    """The one endpoint type, which the API takes as a list."""
    values = inputs.take("endpointConfiguration")
    if not values:
        return {}
    configuration = inputs.nested(values)
    found = {"types": [configuration.need("types")], **configuration.same("ipAddressType")}
    configuration.close()
    return {"endpointConfiguration": found}


class RestApi(Kind):
    """An API."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateRestApi."""
        inputs.skip("tagsAll")
        made = gateway(cloud).create_rest_api(
            **inputs.same(
                "apiKeySource",
                "binaryMediaTypes",
                "description",
                "disableExecuteApiEndpoint",
                "endpointAccessMode",
                "name",
                "policy",
                "securityPolicy",
                "tags",
            ),
            **{key: int(value) for key, value in inputs.same("minimumCompressionSize").items()},
            **endpoint(inputs),
        )
        api = made["id"]
        root = gateway(cloud).get_resources(restApiId=api)["items"][0]["id"]
        return api, {
            "arn": f"arn:aws:apigateway:{cloud.region}::/restapis/{api}",
            "createdDate": str(made["createdDate"]),
            "executionArn": arn(cloud, "execute-api", api),
            "rootResourceId": root,
        }


class Resource(Kind):
    """One path segment."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateResource."""
        made = gateway(cloud).create_resource(
            **inputs.rename(API), **inputs.same("parentId", "pathPart")
        )
        return made["id"], {"path": made["path"]}


class Method(Kind):
    """One method of a path."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutMethod."""
        where = inputs.rename(METHOD)
        gateway(cloud).put_method(
            **where,
            **inputs.rename({"authorization": "authorizationType"}),
            **inputs.same(
                "apiKeyRequired",
                "authorizationScopes",
                "authorizerId",
                "operationName",
                "requestModels",
                "requestParameters",
                "requestValidatorId",
            ),
        )
        return "agm-" + "-".join(where.values()), {}


class MethodResponse(Kind):
    """One answer that a method documents."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutMethodResponse."""
        where = {**inputs.rename(METHOD), "statusCode": inputs.need("statusCode")}
        gateway(cloud).put_method_response(
            **where, **inputs.same("responseModels", "responseParameters")
        )
        return "agmr-" + "-".join(where.values()), {}


class Integration(Kind):
    """What answers a method."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutIntegration."""
        where = inputs.rename(METHOD)
        gateway(cloud).put_integration(
            **where,
            **inputs.rename(
                {
                    "integrationHttpMethod": "integrationHttpMethod",
                    "timeoutMilliseconds": "timeoutInMillis",
                }
            ),
            **inputs.same(
                "connectionType",
                "contentHandling",
                "credentials",
                "passthroughBehavior",
                "requestParameters",
                "requestTemplates",
                "responseTransferMode",
                "type",
                "uri",
            ),
        )
        return "agi-" + "-".join(where.values()), {}


class IntegrationResponse(Kind):
    """How a mock's answer becomes one of the method's."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutIntegrationResponse."""
        where = {**inputs.rename(METHOD), "statusCode": inputs.need("statusCode")}
        gateway(cloud).put_integration_response(
            **where,
            **inputs.same(
                "contentHandling", "responseParameters", "responseTemplates", "selectionPattern"
            ),
        )
        return "agir-" + "-".join(where.values()), {}


class Model(Kind):
    """A body's JSON schema."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateModel."""
        made = gateway(cloud).create_model(
            **inputs.rename(API), **inputs.same("contentType", "description", "name", "schema")
        )
        return made["id"], {}


class RequestValidator(Kind):
    """What the gateway checks before it calls."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateRequestValidator."""
        made = gateway(cloud).create_request_validator(
            **inputs.rename(API),
            **inputs.same("name", "validateRequestBody", "validateRequestParameters"),
        )
        return made["id"], {}


class Authorizer(Kind):
    """Who may call; here a Cognito user pool."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateAuthorizer."""
        where = inputs.rename(API)
        kind = inputs.take("type", "TOKEN")
        made = gateway(cloud).create_authorizer(
            **where,
            type=kind,
            **inputs.rename({"providerArns": "providerARNs"}),
            **inputs.same(
                "authorizerResultTtlInSeconds", "authorizerUri", "identitySource", "name"
            ),
        )
        path = f"/restapis/{where['restApiId']}/authorizers/{made['id']}"
        return made["id"], {"arn": f"arn:aws:apigateway:{cloud.region}::{path}"}


class Response(Kind):
    """What the gateway answers itself."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutGatewayResponse."""
        where = inputs.same("restApiId", "responseType")
        gateway(cloud).put_gateway_response(
            **where, **inputs.same("responseParameters", "responseTemplates", "statusCode")
        )
        return "aggr-" + "-".join(where.values()), {}


KINDS = {
    aws.apigateway.Authorizer: Authorizer,
    aws.apigateway.Integration: Integration,
    aws.apigateway.IntegrationResponse: IntegrationResponse,
    aws.apigateway.Method: Method,
    aws.apigateway.MethodResponse: MethodResponse,
    aws.apigateway.Model: Model,
    aws.apigateway.RequestValidator: RequestValidator,
    aws.apigateway.Resource: Resource,
    aws.apigateway.Response: Response,
    aws.apigateway.RestApi: RestApi,
}
