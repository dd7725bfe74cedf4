"""API Gateway REST APIs: whom the gateway lets in, what it checks, what it answers by itself."""

from typing import ClassVar

from local.lib.partitions import partition
from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State
from local.resources._gateway import API, found, gateway, patched, remove, where
from local.resources._live import told

_VALIDATOR = ("name", "validateRequestBody", "validateRequestParameters")


class RequestValidator(ResourceKind):
    """What the gateway checks before it calls."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"restApi"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateRequestValidator."""
        made = gateway(cloud).create_request_validator(
            **inputs.rename(API), **inputs.same(*_VALIDATOR)
        )
        return made["id"], {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetRequestValidator."""
        place = {**where(state, API), "requestValidatorId": physical}
        live = found(cloud, "get_request_validator", **place)
        return live and told(state, {**live, "restApi": state["restApi"]})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateRequestValidator."""
        place = {**inputs.rename(API), "requestValidatorId": physical}
        now = dict.fromkeys(_VALIDATOR[1:], False) | inputs.same(*_VALIDATOR)
        patched(cloud, "update_request_validator", place, old, now, *_VALIDATOR)
        return {}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteRequestValidator."""
        place = {**where(state, API), "requestValidatorId": physical}
        remove(cloud, "delete_request_validator", **place)


_AUTHORIZER = ("authorizerResultTtlInSeconds", "authorizerUri", "identitySource", "name")


class Authorizer(ResourceKind):
    """Who may call; here a Cognito user pool."""

    # AWS takes another pool in place; the emulator's patches know no lists. A pool does not
    # become a function: AWS's provider makes another authorizer.
    replaced_by: ClassVar[frozenset[str]] = frozenset({"providerArns", "restApi", "type"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateAuthorizer."""
        place = inputs.rename(API)
        made = gateway(cloud).create_authorizer(
            **place,
            type=inputs.take("type", "TOKEN"),
            **inputs.rename({"providerArns": "providerARNs"}),
            **inputs.same(*_AUTHORIZER),
        )
        return made["id"], _authorizer_outputs(place["restApiId"], made["id"], cloud)

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetAuthorizer."""
        place = {**where(state, API), "authorizerId": physical}
        live = found(cloud, "get_authorizer", **place)
        outputs = _authorizer_outputs(state["restApi"], physical, cloud)
        return live and told(
            state,
            {
                **live,
                **outputs,
                "providerArns": live.get("providerARNs"),
                "restApi": state["restApi"],
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateAuthorizer."""
        place = {**inputs.rename(API), "authorizerId": physical}
        inputs.skip("providerArns", "type")
        patched(cloud, "update_authorizer", place, old, inputs.same(*_AUTHORIZER), *_AUTHORIZER)
        return _authorizer_outputs(place["restApiId"], physical, cloud)

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteAuthorizer."""
        remove(cloud, "delete_authorizer", **where(state, API), authorizerId=physical)


def _authorizer_outputs(api: str, authorizer: str, cloud: Cloud) -> Found:
    path = f"/restapis/{api}/authorizers/{authorizer}"
    return {"arn": f"arn:{partition(cloud.region)}:apigateway:{cloud.region}::{path}"}


_RESPONSE = {"restApiId": "restApiId", "responseType": "responseType"}


class Response(ResourceKind):
    """What the gateway answers itself."""

    replaced_by: ClassVar[frozenset[str]] = frozenset(_RESPONSE)

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutGatewayResponse."""
        place = inputs.rename(_RESPONSE)
        gateway(cloud).put_gateway_response(
            **place, **inputs.same("responseParameters", "responseTemplates", "statusCode")
        )
        return "aggr-" + "-".join(place.values()), {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetGatewayResponse; the gateway's own default is nobody's resource."""
        live = found(cloud, "get_gateway_response", **where(state, _RESPONSE))
        if live is None or live["defaultResponse"]:
            return None
        return told(state, {**live, "restApiId": state["restApiId"]})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutGatewayResponse, which writes over the old one."""
        return Response.create(inputs, cloud)[1]

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteGatewayResponse."""
        remove(cloud, "delete_gateway_response", **where(state, _RESPONSE))


KINDS = {
    "aws:apigateway/authorizer:Authorizer": Authorizer,
    "aws:apigateway/requestValidator:RequestValidator": RequestValidator,
    "aws:apigateway/response:Response": Response,
}
