"""The network's subnets, in two tiers: one that nothing leaves, and one with a way to the PSP."""

from collections.abc import Sequence
from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext

NETWORK_RANGE = "10.0.0.0/20"
_FIRST_SUBNET = {"inside": 0, "out": 8}
"""Tier → the third number of its first subnet: one subnet of 256 addresses for each zone."""


class Tier(NamedTuple):
    """Subnets that share a route table, one in each zone."""

    subnets: Sequence[aws.ec2.Subnet]
    table: aws.ec2.RouteTable


def inside(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    vpc: aws.ec2.Vpc,
    zones: Sequence[str],
) -> Tier:
    """Subnets without any route but to each other."""
    return _tier(parent, f"{name}-inside", context, vpc, zones, _FIRST_SUBNET["inside"], [])


def out(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    vpc: aws.ec2.Vpc,
    zones: Sequence[str],
) -> Tier:
    """Subnets whose way out is a regional NAT gateway: it is in every zone, in no subnet of ours.

    So there is no public subnet at all (Amazon VPC, "Regional NAT gateways").
    """
    child = pulumi.ResourceOptions(parent=parent)
    door = aws.ec2.InternetGateway(
        f"{name}-door", vpc_id=vpc.id, tags=context.tags("confidential"), opts=child
    )
    nat = aws.ec2.NatGateway(
        f"{name}-nat",
        vpc_id=vpc.id,
        availability_mode="regional",
        connectivity_type="public",
        tags=context.tags("confidential"),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[door]),
    )
    away: list[aws.ec2.RouteTableRouteArgsDict] = [
        {"cidr_block": "0.0.0.0/0", "nat_gateway_id": nat.id}
    ]
    return _tier(parent, f"{name}-out", context, vpc, zones, _FIRST_SUBNET["out"], away)


def _tier(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    vpc: aws.ec2.Vpc,
    zones: Sequence[str],
    first: int,
    routes: list[aws.ec2.RouteTableRouteArgsDict],
) -> Tier:
    child = pulumi.ResourceOptions(parent=parent)
    tags = context.tags("confidential")
    table = aws.ec2.RouteTable(
        f"{name}-routes", vpc_id=vpc.id, routes=[*routes] if routes else None, tags=tags, opts=child
    )
    subnets = []
    for number, zone in enumerate(zones, start=first):
        subnet = aws.ec2.Subnet(
            f"{name}-{zone}",
            vpc_id=vpc.id,
            cidr_block=f"10.0.{number}.0/24",
            availability_zone=f"{context.region}{zone}",
            map_public_ip_on_launch=False,
            tags=tags,
            opts=child,
        )
        aws.ec2.RouteTableAssociation(
            f"{name}-{zone}-routes", subnet_id=subnet.id, route_table_id=table.id, opts=child
        )
        subnets.append(subnet)
    return Tier(subnets, table)
