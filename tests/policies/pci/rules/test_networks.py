"""Rules on networks: what each must report, and what it must not."""

import json
from typing import Any

import pytest

from policies.pci.framework.tokens import VPC, VPC_ENDPOINT, VPC_ENDPOINT_POLICY
from policies.pci.platform import unresolved
from policies.pci.rules.networks import (
    ENDPOINT_POLICIES,
    PRIVATE_SUBNETS,
    RULES,
    SUBNET_NO_PUBLIC_IP,
    VPC_ENDPOINTS,
    VPC_FLOW_LOGS,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but, said
from tests.policies.network import broken, named, network, without

PUBLIC = {"public": ["public"]}
PACKAGES = "arn:aws:s3:::al2023-repos-eu-central-1-de612dc2/*"


@pytest.mark.parametrize("known", [True, False], ids=["deployed", "first preview"])
def test_the_network_program_is_fine(known: bool) -> None:  # noqa: FBT001 - a parameter
    """But for the subnet that is meant to be public, which the configuration must name."""
    rules = [*RULES, unresolved(RULES)]
    found = said(rules, *network(known=known))
    assert [(rule, name) for rule, name, _ in found] == [(PRIVATE_SUBNETS.name, "public")]
    assert blamed(PRIVATE_SUBNETS, *network(known=known), config=PUBLIC) == []


def test_every_flow_is_recorded() -> None:
    """All of them, in a group or bucket of ours."""
    assert blamed(VPC_FLOW_LOGS, *without("flow-log")) == ["vpc"]
    for wrong in ({"trafficType": "ACCEPT"}, {"trafficType": None}):
        assert blamed(VPC_FLOW_LOGS, *broken("flow-log", **wrong)) == ["vpc"]
    elsewhere = but(named("flow-log"), logDestination="arn:aws:s3:::elsewhere")
    foreign = resource(
        elsewhere.type,
        {"vpcId": UNKNOWN, "trafficType": "ALL", "logDestination": "arn:aws:s3:::elsewhere"},
        made_of={"vpcId": [named("vpc")]},
    )
    rest = without("flow-log")
    assert blamed(VPC_FLOW_LOGS, *rest, foreign) == ["vpc"]
    listed = {"externalArns": ["arn:aws:s3:::elsewhere"]}
    assert blamed(VPC_FLOW_LOGS, *rest, foreign, config=listed) == []


def test_no_subnet_hands_out_public_addresses() -> None:
    """Unset is off."""
    for wrong in (True, "true"):
        found = blamed(SUBNET_NO_PUBLIC_IP, *broken("private-a", mapPublicIpOnLaunch=wrong))
        assert found == ["private-a"]
    assert blamed(SUBNET_NO_PUBLIC_IP, *broken("private-a", mapPublicIpOnLaunch=False)) == []


def test_the_services_are_reached_from_inside() -> None:
    """Each of them, under its ordinary name; the configuration may list others."""
    assert blamed(VPC_ENDPOINTS, *without("kms-endpoint")) == ["vpc"]
    assert blamed(VPC_ENDPOINTS, *without("kms-endpoint"), config={"services": ["sqs"]}) == []
    for wrong in (None, False):
        found = blamed(VPC_ENDPOINTS, *broken("kms-endpoint", privateDnsEnabled=wrong))
        assert found == ["kms-endpoint"]
    assert blamed(VPC_ENDPOINTS, *broken("s3-endpoint", privateDnsEnabled=False)) == []


def policy(**more: Any) -> str:
    """An endpoint's policy."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", **more}
    return json.dumps({"Statement": statement})


def ours(key: str, operator: str = "StringEquals") -> dict[str, Any]:
    """A condition on an account."""
    return {"Condition": {operator: {key: "111122223333"}}}


@pytest.mark.parametrize(
    "document",
    [
        None,
        policy(),
        policy(Principal={"AWS": "*"}),
        policy(Principal={}),
        policy(**ours("aws:PrincipalAccount", "StringNotEquals")),
        policy(**ours("aws:PrincipalAccount", "StringEqualsIfExists")),
        policy(**ours("aws:PrincipalType")),
        "{",
    ],
)
def test_an_endpoint_for_everybody_is_reported(document: str | None) -> None:
    """Without a policy, or with one that binds nothing."""
    found = blamed(ENDPOINT_POLICIES, *broken("sqs-endpoint", policy=document))
    assert found == ["sqs-endpoint"]


@pytest.mark.parametrize(
    "document",
    [
        policy(**ours("aws:PrincipalAccount")),
        policy(**ours("aws:ResourceAccount")),
        policy(Principal={"AWS": "111122223333"}),
        policy(Effect="Deny"),
    ],
)
def test_an_endpoint_for_our_account_is_fine(document: str) -> None:
    """By who calls or by whose thing it is, on the endpoint or apart from it."""
    assert blamed(ENDPOINT_POLICIES, *broken("sqs-endpoint", policy=document)) == []
    bare = but(named("sqs-endpoint"), policy=None)
    apart = resource(
        VPC_ENDPOINT_POLICY,
        {"vpcEndpointId": UNKNOWN, "policy": document},
        made_of={"vpcEndpointId": [bare]},
    )
    assert blamed(ENDPOINT_POLICIES, bare, apart) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, []),
        ({"Action": ["s3:GetObject", "s3:PutObject"]}, ["sqs-endpoint"]),
        ({"Action": "s3:*"}, ["sqs-endpoint"]),
        ({"Resource": [PACKAGES, "arn:aws:s3:::anybodys/*"]}, ["sqs-endpoint"]),
        ({"Resource": "arn:aws:s3:::al2023-repos-*/*"}, ["sqs-endpoint"]),
    ],
)
def test_packages_of_amazon_linux_are_fetched_by_anybody(
    said: dict[str, Any], found: list[str]
) -> None:
    """They are read without an account, so no condition of one could hold; reading is all."""
    text = policy(**{"Action": "s3:GetObject", "Resource": PACKAGES, **said})
    assert blamed(ENDPOINT_POLICIES, *broken("sqs-endpoint", policy=text)) == found


def test_a_load_balancers_endpoint_has_no_policy() -> None:
    """Nothing to judge there."""
    endpoint = resource(VPC_ENDPOINT, {"vpcEndpointType": "GatewayLoadBalancer"})
    assert blamed(ENDPOINT_POLICIES, endpoint) == []


@pytest.mark.parametrize("kind", [VPC_ENDPOINT, VPC_ENDPOINT_POLICY])
def test_an_endpoints_policy_may_name_its_network(kind: str) -> None:
    """By `aws:SourceVpc`, whose id nobody has in the first preview.

    Amazon VPC, AWS PrivateLink: "Control access to VPC endpoints using endpoint policies".
    """
    own = resource(VPC, {}, "vpc")
    led = resource(kind, {"policy": UNKNOWN}, "it", made_of={"policy": [own]})
    asked = unresolved([ENDPOINT_POLICIES])
    assert [say for _, _, say in said(asked, led, own) if say.startswith("policy ")] == []
    alone = resource(kind, {"policy": UNKNOWN})
    assert [say for _, _, say in said(asked, alone) if say.startswith("policy ")]
