"""The REST API's paths and methods, made from the table of routes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.context import StackContext
from components.parts.function import PackagedFunction
from components.parts.routes import ROUTES, Route

STAGE = "live"
"""The one stage, by the name that is part of every metric of the gateway."""

# The gateway knows draft-04 only, and its messages may echo input: it checks "an object".
REQUEST_MODEL = {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object"}


@dataclass(frozen=True)
class ApiParts:
    """What every method of one API shares."""

    parent: pulumi.ComponentResource
    name: str
    context: StackContext
    stage_name: str
    api: aws.apigateway.RestApi
    authorizer: aws.apigateway.Authorizer
    validator: aws.apigateway.RequestValidator
    model: aws.apigateway.Model

    @property
    def child(self) -> pulumi.ResourceOptions:
        """Options of every resource of the API."""
        return pulumi.ResourceOptions(parent=self.parent)


def api_parts(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    stage_name: str,
    api: aws.apigateway.RestApi,
    user_pool_arn: pulumi.Input[str],
) -> ApiParts:
    """Authorizer, validator and request model, as children of `parent`."""
    child = pulumi.ResourceOptions(parent=parent)
    authorizer = aws.apigateway.Authorizer(
        f"{name}-merchants",
        name="merchants",
        rest_api=api.id,
        type="COGNITO_USER_POOLS",
        provider_arns=[user_pool_arn],
        identity_source="method.request.header.Authorization",
        opts=child,
    )
    validator = aws.apigateway.RequestValidator(
        f"{name}-validator",
        name="body-and-parameters",
        rest_api=api.id,
        validate_request_body=True,
        validate_request_parameters=True,
        opts=child,
    )
    model = aws.apigateway.Model(
        f"{name}-payment-request",
        name="PaymentRequest",
        rest_api=api.id,
        content_type="application/json",
        schema=json.dumps(REQUEST_MODEL),
        opts=child,
    )
    return ApiParts(parent, name, context, stage_name, api, authorizer, validator, model)


def methods(parts: ApiParts, functions: Mapping[str, PackagedFunction]) -> list[pulumi.Resource]:
    """Every route's method and integration: what a deployment is a picture of."""
    paths: dict[str, pulumi.Output[str]] = {"": parts.api.root_resource_id}
    return [
        made
        for route in ROUTES
        for made in _method(parts, route, _path(parts, route.path, paths), functions)
    ]


def _path(parts: ApiParts, path: str, known: dict[str, pulumi.Output[str]]) -> pulumi.Output[str]:
    """The id of `path`'s resource; it and its ancestors are made once."""
    if path not in known:
        above, _, part = path.rpartition("/")
        words = path.strip("/").replace("/", "-").replace("{", "").replace("}", "")
        known[path] = aws.apigateway.Resource(
            f"{parts.name}-path-{words}",
            rest_api=parts.api.id,
            parent_id=_path(parts, above, known),
            path_part=part,
            opts=parts.child,
        ).id
    return known[path]


def _method(
    parts: ApiParts,
    route: Route,
    resource_id: pulumi.Output[str],
    functions: Mapping[str, PackagedFunction],
) -> list[pulumi.Resource]:
    function = functions[route.function]
    method = aws.apigateway.Method(
        f"{parts.name}-{route.name}",
        rest_api=parts.api.id,
        resource_id=resource_id,
        http_method=route.method,
        authorization=route.authorization,
        authorizer_id=parts.authorizer.id if route.scope else None,
        authorization_scopes=[f"payments/{route.scope}"] if route.scope else None,
        request_validator_id=parts.validator.id,
        request_models={"application/json": parts.model.name} if route.takes_json else None,
        request_parameters=_required(route),
        opts=parts.child,
    )
    context = parts.context
    integration = aws.apigateway.Integration(
        f"{parts.name}-{route.name}-integration",
        rest_api=parts.api.id,
        resource_id=resource_id,
        http_method=method.http_method,
        type="AWS_PROXY",
        integration_http_method="POST",
        uri=function.live_arn.apply(
            lambda arn: (
                f"arn:{context.partition}:apigateway:{context.region}:lambda:path/2015-03-31"
                f"/functions/{arn}/invocations"
            )
        ),
        timeout_milliseconds=limits.INTEGRATION_TIMEOUT_MS,
        opts=parts.child,
    )
    called_as = f"{parts.stage_name}/{route.method}{route.path.replace('{id}', '*')}"
    aws.lambda_.Permission(
        f"{parts.name}-{route.name}-permission",
        action="lambda:InvokeFunction",
        function=function.service,
        qualifier=function.alias,
        principal="apigateway.amazonaws.com",
        source_account=parts.context.account,
        source_arn=parts.api.execution_arn.apply(lambda arn: f"{arn}/{called_as}"),
        opts=parts.child,
    )
    return [method, integration]


def _required(route: Route) -> dict[str, bool]:
    """The parameters without which the gateway answers 400 by itself."""
    return {
        **({"method.request.header.Idempotency-Key": True} if route.takes_key else {}),
        **({"method.request.path.id": True} if "{id}" in route.path else {}),
    }
