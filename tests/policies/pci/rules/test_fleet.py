"""Rules on machines: what each must report, and what it must not."""

import base64
import gzip
from typing import Any

import pytest

from policies.pci.framework.rule import Rule
from policies.pci.framework.tokens import INSTANCE, LAUNCH_CONFIGURATION, LAUNCH_TEMPLATE, ROUTE
from policies.pci.platform import unresolved
from policies.pci.rules.fleet import AUTO_SCALING, IMDSV2, MACHINE_NETWORK, RULES, USER_DATA
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, said
from tests.policies.network import broken, named, network, without

METADATA = {"httpTokens": "required", "httpPutResponseHopLimit": 1}
SECRET = "_".join(("sk", "live", "0" * 24))


@pytest.mark.parametrize("known", [True, False], ids=["deployed", "first preview"])
def test_the_network_program_is_fine(known: bool) -> None:  # noqa: FBT001 - a parameter
    """Its template, and the fleet that is made of it."""
    assert said([*RULES, unresolved(RULES)], *network(known=known)) == []


@pytest.mark.parametrize("kind", [LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION, INSTANCE])
@pytest.mark.parametrize(
    "metadata",
    [
        None,
        {},
        {**METADATA, "httpTokens": "optional"},
        {**METADATA, "httpPutResponseHopLimit": 2},
        {"httpTokens": "required"},
    ],
)
def test_metadata_for_everybody_is_reported(kind: str, metadata: dict[str, Any] | None) -> None:
    """Without sessions, for containers too, and where the image would decide."""
    inputs = {} if metadata is None else {"metadataOptions": metadata}
    assert blamed(IMDSV2, resource(kind, inputs)) == ["it"]
    assert blamed(IMDSV2, resource(kind, {"metadataOptions": METADATA})) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"keyName": "shared"},
        {"iamInstanceProfile": None},
        {"monitoring": None},
        {"monitoring": {"enabled": False}},
        {"networkInterfaces": None},
        {"networkInterfaces": []},
        {"networkInterfaces": [{}]},
        {"networkInterfaces": [{"associatePublicIpAddress": "true"}]},
    ],
)
def test_an_open_template_is_reported(wrong: dict[str, Any]) -> None:
    """A shared key, no role, no monitoring, a public address or one that the subnet decides."""
    assert blamed(MACHINE_NETWORK, *broken("template", **wrong)) == ["template"]


@pytest.mark.parametrize(
    ("kind", "monitoring"), [(LAUNCH_CONFIGURATION, "enableMonitoring"), (INSTANCE, "monitoring")]
)
def test_machines_declared_otherwise_are_judged_alike(kind: str, monitoring: str) -> None:
    """The same holes in the other types."""
    profile = named("worker-profile")
    fine = {"associatePublicIpAddress": False, "iamInstanceProfile": UNKNOWN, monitoring: True}
    made_of = {"iamInstanceProfile": [profile]}
    assert blamed(MACHINE_NETWORK, profile, resource(kind, fine, made_of=made_of)) == []
    for wrong in ({"associatePublicIpAddress": True}, {monitoring: False}, {"keyName": "k"}):
        machine = resource(kind, {**fine, **wrong}, made_of=made_of)
        assert blamed(MACHINE_NETWORK, profile, machine) == ["it"]
    foreign = resource(kind, {**fine, "iamInstanceProfile": "elsewhere"})
    assert blamed(MACHINE_NETWORK, profile, foreign) == ["it"]


@pytest.mark.parametrize(
    ("kind", "prop"),
    [
        (LAUNCH_TEMPLATE, "userData"),
        (LAUNCH_CONFIGURATION, "userDataBase64"),
        (INSTANCE, "userData"),
    ],
)
def test_a_secret_in_the_start_up_text_is_reported(kind: str, prop: str) -> None:
    """Plain, in base64 and packed; its value is not in the message."""
    text = f"#!/bin/sh\nexport KEY={SECRET}\n"
    packed = base64.b64encode(gzip.compress(text.encode())).decode()
    for wrapped in (text, base64.b64encode(text.encode()).decode(), packed):
        ((_, name, message),) = said(USER_DATA, resource(kind, {prop: wrapped}))
        assert name == "it"
        assert SECRET not in message
    assert blamed(USER_DATA, resource(kind, {prop: "#!/bin/sh\nexec worker\n"})) == []
    assert blamed(USER_DATA, resource(kind, {})) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"launchTemplate": None},
        {"launchConfiguration": "old"},
        {"launchTemplate": {"id": "lt", "version": "$Latest"}},
        {"maxInstanceLifetime": None},
        {"maxInstanceLifetime": 0},
        {"maxInstanceLifetime": 31_536_000},
        {"maxInstanceLifetime": "long"},
        {"instanceRefresh": None},
    ],
)
def test_a_fleet_that_nobody_renews_is_reported(wrong: dict[str, Any]) -> None:
    """From nothing that is judged here, from a version that moves, or for ever."""
    gone = wrong.get("launchTemplate", ...) is None
    changed = (
        [*without("fleet"), without_edge("launchTemplate")] if gone else broken("fleet", **wrong)
    )
    found = said(AUTO_SCALING, *changed, config={"public": ["public"]})
    assert {name for _, name, _ in found} == {"fleet"}
    assert not any("Internal error" in message for _, _, message in found)


def without_edge(prop: str) -> Any:
    """The fleet as if nothing of the stack were in one of its properties."""
    fleet = named("fleet")
    edges = {key: urns for key, urns in fleet.property_dependencies.items() if key != prop}
    return type(fleet)(**{**fleet.__dict__, "property_dependencies": edges})


def test_a_fleet_stands_in_private_subnets_of_two_zones() -> None:
    """Of this stack; neither one zone nor a subnet with a way out will do."""
    assert blamed(AUTO_SCALING, *without("fleet"), without_edge("vpcZoneIdentifiers")) == ["fleet"]
    same = broken("private-b", availabilityZone="eu-central-1a")
    assert blamed(AUTO_SCALING, *same) == ["fleet"]
    assert blamed(AUTO_SCALING, *network(), config={"public": ["private-a"]}) == ["fleet"]
    way_out = resource(
        ROUTE,
        {"routeTableId": UNKNOWN, "gatewayId": UNKNOWN},
        made_of={"routeTableId": [named("inside")], "gatewayId": [named("gateway")]},
    )
    assert blamed(AUTO_SCALING, *network(), way_out) == ["fleet"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.number))
def test_odd_shapes_crash_no_rule(rule: Rule) -> None:
    """Numbers as text, lists where objects are expected."""
    odd = {"metadataOptions": [], "networkInterfaces": {}, "userData": 7, "monitoring": "yes"}
    for kind in (LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION, INSTANCE):
        assert not any("Internal" in text for _, _, text in said(rule, resource(kind, odd)))
