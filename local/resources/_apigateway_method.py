"""API Gateway REST APIs: methods and what answers them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State
from local.resources._gateway import METHOD, found, gateway, remove, where
from local.resources._live import told

_METHOD = {
    "authorization": "authorizationType",
    "apiKeyRequired": "apiKeyRequired",
    "authorizationScopes": "authorizationScopes",
    "authorizerId": "authorizerId",
    "operationName": "operationName",
    "requestModels": "requestModels",
    "requestParameters": "requestParameters",
    "requestValidatorId": "requestValidatorId",
}
_INTEGRATION = {
    "connectionType": "connectionType",
    "contentHandling": "contentHandling",
    "credentials": "credentials",
    "integrationHttpMethod": "integrationHttpMethod",
    "passthroughBehavior": "passthroughBehavior",
    "requestParameters": "requestParameters",
    "requestTemplates": "requestTemplates",
    "responseTransferMode": "responseTransferMode",
    "timeoutMilliseconds": "timeoutInMillis",
    "type": "type",
    "uri": "uri",
}
_METHOD_RESPONSE = {key: key for key in ("responseModels", "responseParameters")}
_INTEGRATION_RESPONSE = {
    key: key
    for key in ("contentHandling", "responseParameters", "responseTemplates", "selectionPattern")
}
_STATUS = {**METHOD, "statusCode": "statusCode"}


def _told(state: State, live: Mapping[str, Any] | None, names: Mapping[str, str]) -> Found | None:
    """What a part says of `names`, and its place, which is in its name."""
    if live is None:
        return None
    place = {key: state[key] for key in _STATUS if key in state}
    return told(state, {**{key: live.get(api) for key, api in names.items()}, **place})


def _picked(live: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {api: live[api] for api in names.values() if live.get(api)}


class Method(ResourceKind):
    """One method of a path."""

    replaced_by: ClassVar[frozenset[str]] = frozenset(METHOD)

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutMethod."""
        place = inputs.rename(METHOD)
        gateway(cloud).put_method(**place, **inputs.rename(_METHOD))
        return "agm-" + "-".join(place.values()), {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetMethod."""
        return _told(state, found(cloud, "get_method", **where(state, METHOD)), _METHOD)

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutMethod, and again what hangs on the method.

        AWS has UpdateMethod; the emulator's knows no lists and no slash in a media type.
        """
        client = gateway(cloud)
        place = where(old, METHOD)
        live = client.get_method(**place)
        Method.create(inputs, cloud)
        for status, response in live.get("methodResponses", {}).items():
            client.put_method_response(
                **place, statusCode=status, **_picked(response, _METHOD_RESPONSE)
            )
        if integration := live.get("methodIntegration"):
            _put_integration(cloud, place, integration)
        return {}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteMethod."""
        remove(cloud, "delete_method", **where(state, METHOD))


def _put_integration(cloud: Cloud, place: Mapping[str, Any], live: Mapping[str, Any]) -> None:
    """Put an integration back as GetMethod told it, with its responses."""
    method = {"integrationHttpMethod": live["httpMethod"]} if live.get("httpMethod") else {}
    gateway(cloud).put_integration(**place, **method, **_picked(live, _INTEGRATION))
    _put_responses(cloud, place, live)


def _put_responses(cloud: Cloud, place: Mapping[str, Any], live: Mapping[str, Any]) -> None:
    for status, response in live.get("integrationResponses", {}).items():
        gateway(cloud).put_integration_response(
            **place, statusCode=status, **_picked(response, _INTEGRATION_RESPONSE)
        )


class Integration(ResourceKind):
    """What answers a method."""

    replaced_by: ClassVar[frozenset[str]] = frozenset(
        {*METHOD, "credentials", "integrationHttpMethod", "passthroughBehavior", "type"}
    )

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutIntegration."""
        place = inputs.rename(METHOD)
        gateway(cloud).put_integration(**place, **inputs.rename(_INTEGRATION))
        return "agi-" + "-".join(place.values()), {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetIntegration, whose `httpMethod` is the one it calls with."""
        live = found(cloud, "get_integration", **where(state, METHOD))
        called_with = live and {**live, "integrationHttpMethod": live.get("httpMethod")}
        # The emulator forgets the transfer mode.
        names = {key: api for key, api in _INTEGRATION.items() if key != "responseTransferMode"}
        return _told(state, called_with, names)

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutIntegration, which writes over the old one, and its responses again."""
        place = where(old, METHOD)
        live = gateway(cloud).get_integration(**place)
        Integration.create(inputs, cloud)
        _put_responses(cloud, place, live)
        return {}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteIntegration."""
        remove(cloud, "delete_integration", **where(state, METHOD))


class MethodResponse(ResourceKind):
    """One answer that a method documents."""

    replaced_by: ClassVar[frozenset[str]] = frozenset(_STATUS)

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutMethodResponse."""
        place = inputs.rename(_STATUS)
        gateway(cloud).put_method_response(**place, **inputs.rename(_METHOD_RESPONSE))
        return "agmr-" + "-".join(place.values()), {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetMethodResponse."""
        live = found(cloud, "get_method_response", **where(state, _STATUS))
        return _told(state, live, _METHOD_RESPONSE)

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutMethodResponse; the emulator lacks UpdateMethodResponse."""
        return MethodResponse.create(inputs, cloud)[1]

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteMethodResponse."""
        remove(cloud, "delete_method_response", **where(state, _STATUS))


class IntegrationResponse(ResourceKind):
    """How a mock's answer becomes one of the method's."""

    replaced_by: ClassVar[frozenset[str]] = frozenset(_STATUS)

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutIntegrationResponse."""
        place = inputs.rename(_STATUS)
        gateway(cloud).put_integration_response(**place, **inputs.rename(_INTEGRATION_RESPONSE))
        return "agir-" + "-".join(place.values()), {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetIntegrationResponse."""
        live = found(cloud, "get_integration_response", **where(state, _STATUS))
        return _told(state, live, _INTEGRATION_RESPONSE)

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutIntegrationResponse; the emulator lacks UpdateIntegrationResponse."""
        return IntegrationResponse.create(inputs, cloud)[1]

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteIntegrationResponse."""
        remove(cloud, "delete_integration_response", **where(state, _STATUS))


KINDS = {
    "aws:apigateway/integration:Integration": Integration,
    "aws:apigateway/integrationResponse:IntegrationResponse": IntegrationResponse,
    "aws:apigateway/method:Method": Method,
    "aws:apigateway/methodResponse:MethodResponse": MethodResponse,
}
