"""The rule about functions in a network."""

from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    FUNCTION,
    INTERNET_GATEWAY,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SECURITY_GROUP,
    SUBNET,
)
from policies.pci.rules.function_network import LAMBDA_IN_VPC
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

A = resource(SUBNET, {"mapPublicIpOnLaunch": False}, "a", outputs={"id": "subnet-a"})
B = resource(SUBNET, {}, "b", outputs={"id": "subnet-b"})
GROUP = resource(SECURITY_GROUP, {}, "group", outputs={"id": "sg-1"})
INTERNET = resource(INTERNET_GATEWAY, {}, "door", outputs={"id": "igw-1"})
KNOWN = {"subnetIds": ["subnet-a", "subnet-b"], "securityGroupIds": ["sg-1"]}
FIRST = {"subnetIds": [UNKNOWN, UNKNOWN], "securityGroupIds": [UNKNOWN]}


def function(network: Any) -> Declared:
    """A function in this network, made of the resources here."""
    return resource(
        FUNCTION, {"name": "f", "vpcConfig": network}, "f", made_of={"vpcConfig": [A, B, GROUP]}
    )


def test_two_private_subnets_and_a_group_are_fine() -> None:
    """Known, or in the first preview."""
    for network in (KNOWN, FIRST):
        assert blamed(LAMBDA_IN_VPC, function(network), A, B, GROUP) == []


@pytest.mark.parametrize(
    "network",
    [
        {},
        {**KNOWN, "subnetIds": ["subnet-a"]},
        {**KNOWN, "subnetIds": ["subnet-a", "subnet-a"]},
        {**KNOWN, "subnetIds": "subnet-a"},
        {**KNOWN, "securityGroupIds": []},
        {**FIRST, "subnetIds": [UNKNOWN]},
    ],
)
def test_a_narrow_network_is_reported(network: Any) -> None:
    """One zone only, twice the same, an odd type, no group."""
    assert blamed(LAMBDA_IN_VPC, function(network), A, B, GROUP) == ["f"]


def test_a_public_subnet_is_reported() -> None:
    """By its addresses, or by a route to an internet gateway, inline or of its own."""
    assert blamed(LAMBDA_IN_VPC, function(KNOWN), but(A, mapPublicIpOnLaunch=True), B) == ["f"]
    inline = resource(
        ROUTE_TABLE,
        {"routes": [{"gatewayId": UNKNOWN}]},
        "table",
        made_of={"routes": [INTERNET]},
        outputs={"id": "rtb-1"},
    )
    plain = resource(ROUTE_TABLE, {}, "table", outputs={"id": "rtb-1"})
    route = resource(
        ROUTE,
        {"routeTableId": "rtb-1", "gatewayId": UNKNOWN},
        "route",
        made_of={"gatewayId": [INTERNET]},
    )
    joined = resource(
        ROUTE_TABLE_ASSOCIATION, {"subnetId": "subnet-b", "routeTableId": "rtb-1"}, "joined"
    )
    stack = (function(KNOWN), A, B, GROUP, joined, INTERNET)
    assert blamed(LAMBDA_IN_VPC, *stack, inline) == ["f"]
    assert blamed(LAMBDA_IN_VPC, *stack, plain, route) == ["f"]
    assert blamed(LAMBDA_IN_VPC, *stack, plain) == []


def test_a_network_is_asked_for_by_the_configuration() -> None:
    """Without `require` a function may be in none; a named one always may."""
    outside = resource(FUNCTION, {"name": "f"}, "f")
    assert blamed(LAMBDA_IN_VPC, outside) == []
    assert blamed(LAMBDA_IN_VPC, outside, config={"require": True}) == ["f"]
    assert blamed(LAMBDA_IN_VPC, outside, config={"require": True, "exempt": ["f"]}) == []
