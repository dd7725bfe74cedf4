"""How a gateway's parts are found by one another."""

from collections.abc import Sequence

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import API_METHOD_SETTINGS, API_RESOURCE, API_STAGE, REST_API
from policies.pci.rules._gateway import _DEEPEST
from policies.pci.rules.gateway_access import METHOD_AUTHORIZATION
from policies.pci.rules.gateway_logs import EXECUTION_LOGGING
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed
from tests.policies.pci.gateways import API, HEALTH, PATHS, STAGE, V1, method, settings


@pytest.mark.parametrize(
    ("verb", "on", "public"),
    [
        ("GET", [HEALTH], True),
        ("POST", [HEALTH], False),
        ("ANY", [HEALTH], False),
        ("GET", [V1], False),
        ("GET", [API], False),
        ("GET", [HEALTH, V1], False),
        ("GET", [], False),
    ],
)
def test_a_call_is_read_from_the_edges(verb: str, on: Sequence[Declared], public: bool) -> None:  # noqa: FBT001 - a parameter
    """Verb and whole path; two possible paths are none."""
    found = blamed(METHOD_AUTHORIZATION, *PATHS, method(verb, on, authorization="NONE"))
    assert found == ([] if public else ["method"])


def test_a_path_without_an_end_is_no_path() -> None:
    """A circle of parents ends the search and opens nothing."""
    circle = resource(API_RESOURCE, {"parentId": UNKNOWN, "pathPart": "health"}, "circle")
    circle.property_dependencies["parentId"] = (circle.urn,)  # type: ignore[index] # a circle
    assert _DEEPEST > 10
    assert blamed(METHOD_AUTHORIZATION, circle, method("GET", [circle])) == ["method"]


def test_settings_belong_to_a_stage_of_their_own_api() -> None:
    """A stage of the same name of another API gets nothing from them; known ids count too."""
    other = resource(REST_API, {"name": "other"}, "other")
    live = resource(
        API_STAGE,
        {"restApi": UNKNOWN, "stageName": "live"},
        "other-stage",
        made_of={"restApi": [other]},
    )
    logs = settings(loggingLevel="INFO")
    assert blamed(EXECUTION_LOGGING, API, other, STAGE, live, logs) == ["other-stage"]
    by_text = [
        resource(API_STAGE, {"restApi": "a1", "stageName": "live"}, "stage"),
        resource(
            API_METHOD_SETTINGS,
            {
                "restApi": "a1",
                "stageName": "live",
                "methodPath": "*/*",
                "settings": {"loggingLevel": "INFO"},
            },
            "settings",
        ),
    ]
    assert blamed(EXECUTION_LOGGING, *by_text) == []
