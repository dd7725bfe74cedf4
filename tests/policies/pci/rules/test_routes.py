"""Where routes lead."""

import pulumi
import pulumi_aws as aws
import pytest

from policies.pci.framework.tokens import (
    DEFAULT_ROUTE_TABLE,
    INTERNET_GATEWAY,
    ROUTE,
    ROUTE_TABLE,
)
from policies.pci.platform import unresolved
from policies.pci.rules.network_pieces import (
    ROUTES_LEAD_TO_OURS,
    SG_NO_WORLD_IN_PIECES,
    SG_PEERS_OURS,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, said
from tests.policies.network import network


@pytest.mark.parametrize(
    "target",
    [
        {"vpcPeeringConnectionId": "pcx-1"},
        {"transitGatewayId": "tgw-1"},
        {"natGatewayId": "nat-1"},
        {"networkInterfaceId": "eni-1"},
        {"coreNetworkArn": "arn:aws:networkmanager::444455556666:core-network/c"},
        {"gatewayId": "vgw-1"},
        {"gatewayId": "igw-9"},
        {"vpcEndpointId": "vpce-9"},
        {"egressOnlyGatewayId": "eigw-1"},
        {"carrierGatewayId": "cagw-1"},
        {"localGatewayId": "lgw-1"},
    ],
)
def test_a_route_leads_to_ours(target: dict[str, str]) -> None:
    """Every way that EC2 knows, in each type that holds routes."""
    (listed,) = target.values()
    for one in (
        resource(ROUTE, target, "r"),
        resource(ROUTE_TABLE, {"routes": [{"gatewayId": "local"}, target]}, "r"),
        resource(DEFAULT_ROUTE_TABLE, {"routes": [target]}, "r"),
    ):
        assert blamed(ROUTES_LEAD_TO_OURS, one) == ["r"]
        assert blamed(ROUTES_LEAD_TO_OURS, one, config={"targets": [listed]}) == []


@pytest.mark.parametrize(
    ("key", "made"),
    [
        ("natGatewayId", aws.ec2.NatGateway),
        ("egressOnlyGatewayId", aws.ec2.EgressOnlyInternetGateway),
    ],
)
def test_a_way_out_that_the_stack_makes_is_its_own(key: str, made: type[pulumi.Resource]) -> None:
    """Its id need not be listed, which nobody has before the first deployment.

    Rule 0.1 asks for the type's review. Amazon VPC, "NAT gateways".
    """
    kind = str(pulumi.get_type_token(made))
    gateway = resource(kind, {}, "out", outputs={"id": "gw-1"})
    first = resource(kind, {}, "out", outputs={"id": UNKNOWN})
    by_edge = resource(ROUTE, {key: UNKNOWN}, "r", made_of={key: [first]})
    rules = [ROUTES_LEAD_TO_OURS, unresolved([ROUTES_LEAD_TO_OURS])]
    assert said(rules, resource(ROUTE, {key: "gw-1"}, "r"), gateway) == []
    assert said(rules, by_edge, first) == []
    assert blamed(rules, resource(ROUTE, {key: "gw-2"}, "r"), gateway) == ["r"]
    assert blamed(rules, resource(ROUTE, {key: UNKNOWN}, "r"), gateway) == ["r"]


@pytest.mark.parametrize("key", ["transitGatewayId", "vpcPeeringConnectionId", "carrierGatewayId"])
def test_a_way_of_ours_makes_another_beside_it_no_better(key: str) -> None:
    """One route of a table leads to our gateway, and the next into a network of others."""
    kind = str(pulumi.get_type_token(aws.ec2.NatGateway))
    ours = resource(kind, {}, "nat")
    routes = [{"natGatewayId": UNKNOWN}, {key: "foreign-1"}]
    table = resource(ROUTE_TABLE, {"routes": routes}, "t", made_of={"routes": [ours]})
    assert blamed(ROUTES_LEAD_TO_OURS, table, ours) == ["t"]


def test_a_gateway_of_ours_is_fine() -> None:
    """By its id or by an edge; and the whole network program."""
    gateway = resource(INTERNET_GATEWAY, {}, "igw", outputs={"id": "igw-1"})
    by_edge = resource(ROUTE, {"gatewayId": UNKNOWN}, "r", made_of={"gatewayId": [gateway]})
    for one in (resource(ROUTE, {"gatewayId": "igw-1"}, "r"), by_edge):
        assert blamed(ROUTES_LEAD_TO_OURS, one, gateway) == []
    rules = [ROUTES_LEAD_TO_OURS, SG_PEERS_OURS, SG_NO_WORLD_IN_PIECES]
    for known in (True, False):
        assert blamed(rules, *network(known=known)) == []
