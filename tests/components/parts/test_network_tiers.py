"""Subnets and routes: one tier that nothing leaves, one with a way out, none that is public."""

from ipaddress import ip_network

import pulumi_aws as aws

from components.parts.network_tiers import NETWORK_RANGE
from tests.components.networked import ZONES, inputs, networked
from tests.fakes.recorder import REGION


def test_each_tier_has_a_subnet_in_each_zone_and_none_hands_out_addresses() -> None:
    """So one zone may fail; the ranges lie in the network and do not overlap."""
    subnets = networked().of(aws.ec2.Subnet)
    assert len(subnets) == 2 * len(ZONES)
    for tier in ("inside", "out"):
        placed = [inputs(f"network-{tier}-{zone}")["availabilityZone"] for zone in ZONES]
        assert placed == [f"{REGION}{zone}" for zone in ZONES]
    assert all(each.inputs["mapPublicIpOnLaunch"] is False for each in subnets)
    ranges = [ip_network(each.inputs["cidrBlock"]) for each in subnets]
    assert all(each.subnet_of(ip_network(NETWORK_RANGE)) for each in ranges)  # type: ignore[arg-type] # all of them IPv4
    assert [(a, b) for a in ranges for b in ranges if a is not b and a.overlaps(b)] == []


def test_the_inner_tier_has_no_route_away() -> None:
    """Its table has the network's own route and the gateway endpoints', and nothing else."""
    assert "routes" not in inputs("network-inside-routes")
    for zone in ZONES:
        table = inputs(f"network-inside-{zone}-routes")["routeTableId"]
        assert table == "network-inside-routes-id"


def test_the_outer_tier_leaves_by_the_nat_gateway_alone() -> None:
    """One gateway in all zones, in no subnet; no table of ours leads to the internet's door."""
    (route,) = inputs("network-out-routes")["routes"]
    assert route == {"cidrBlock": "0.0.0.0/0", "natGatewayId": "network-nat-id"}
    gateway = inputs("network-nat")
    assert gateway["availabilityMode"] == "regional"
    assert "subnetId" not in gateway
    door = networked().named("network-door").urn
    assert door in networked().before(networked().named("network-nat"))
    tables = networked().of(aws.ec2.RouteTable)
    assert [each.name for each in tables if "gatewayId" in str(each.inputs.get("routes"))] == []
