"""A small gateway for the rules on gateways: one API, one path, one method, one stage."""

from collections.abc import Sequence
from typing import Any, Final

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    API_METHOD,
    API_METHOD_SETTINGS,
    API_RESOURCE,
    API_STAGE,
    REST_API,
)
from policy_proof.resources import UNKNOWN, resource

API: Final = resource(REST_API, {"name": "api"}, "api")
STAGE: Final = resource(
    API_STAGE,
    {"restApi": UNKNOWN, "stageName": "live"},
    "stage",
    made_of={"restApi": [API]},
    outputs={"arn": "arn:aws:apigateway:eu-central-1::/restapis/api/stages/live"},
)
V1: Final = resource(
    API_RESOURCE, {"parentId": UNKNOWN, "pathPart": "v1"}, "v1", made_of={"parentId": [API]}
)
HEALTH: Final = resource(
    API_RESOURCE, {"parentId": UNKNOWN, "pathPart": "health"}, "health", made_of={"parentId": [V1]}
)
PATHS: Final = (API, V1, HEALTH)


def method(
    verb: str, on: Sequence[Declared] = (HEALTH,), name: str = "method", **more: Any
) -> Declared:
    """A method of a path."""
    made_of = {"resourceId": on, "restApi": [API], **more.pop("made_of", {})}
    inputs = {"restApi": UNKNOWN, "resourceId": UNKNOWN, "httpMethod": verb, **more}
    return resource(API_METHOD, inputs, name, made_of=made_of)


def settings(path: str = "*/*", name: str = "settings", **values: Any) -> Declared:
    """The stage's settings for the methods that `path` names."""
    return resource(
        API_METHOD_SETTINGS,
        {"restApi": UNKNOWN, "stageName": UNKNOWN, "methodPath": path, "settings": values},
        name,
        made_of={"restApi": [API], "stageName": [STAGE]},
    )
