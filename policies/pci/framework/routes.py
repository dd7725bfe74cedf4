"""Which subnets have a way to the internet."""

from collections.abc import Iterator, Mapping
from typing import Final

from .resource import Resource, Stack
from .tokens import (
    DEFAULT_ROUTE_TABLE,
    INTERNET_GATEWAY,
    MAIN_ROUTE_TABLE,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SUBNET,
    VPC,
)
from .values import ABSENT

_TABLES: Final = (ROUTE_TABLE, DEFAULT_ROUTE_TABLE)

WATCHED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    SUBNET: {"vpcId": (VPC,)},
    ROUTE: {"gatewayId": (INTERNET_GATEWAY, VPC), "routeTableId": (*_TABLES, VPC)},
    ROUTE_TABLE: {"routes[].gatewayId": (INTERNET_GATEWAY, VPC)},
    DEFAULT_ROUTE_TABLE: {"routes[].gatewayId": (INTERNET_GATEWAY, VPC)},
    ROUTE_TABLE_ASSOCIATION: {"subnetId": (SUBNET,), "routeTableId": (*_TABLES, VPC)},
    MAIN_ROUTE_TABLE: {"vpcId": (VPC,), "routeTableId": (*_TABLES, VPC)},
}
"""What `leads_out` reads."""


def leads_out(stack: Stack, subnet: Resource) -> bool:
    """Whether any route that counts for a subnet ends in an internet gateway.

    Any destination counts: two halves are the whole internet. A subnet without a table of its
    own follows the main table of its network.
    """
    return any(_is_out(each) for each in _routes(stack, subnet))


def _routes(stack: Stack, subnet: Resource) -> Iterator[Resource]:
    """The tables and routes that count for a subnet."""
    own = [*stack.naming(subnet, ROUTE_TABLE_ASSOCIATION, "subnetId", "id")]
    networks = subnet.made_of("vpcId", VPC)
    main = [each for vpc in networks for each in stack.naming(vpc, MAIN_ROUTE_TABLE, "vpcId", "id")]
    tables = [
        table
        for table in stack.of(*_TABLES)
        if any(each.refers_to("routeTableId", table, "id") for each in own or main)
        or (not own and table.type == DEFAULT_ROUTE_TABLE and _shares(table, networks))
    ]
    yield from tables
    for route in stack.of(ROUTE):
        made_of = route.made_of("routeTableId")
        # A route in `vpc.main_route_table_id` counts for a subnet that has no table.
        if any(each in made_of for each in (*tables, *(() if own else networks))) or any(
            route.refers_to("routeTableId", table, "id") for table in tables
        ):
            yield route


def _shares(table: Resource, networks: list[Resource]) -> bool:
    return any(each in table.made_of("defaultRouteTableId") for each in networks)


def _is_out(holder: Resource) -> bool:
    prop, path = (
        ("gatewayId", "gatewayId") if holder.type == ROUTE else ("routes", "routes[].gatewayId")
    )
    return bool(holder.made_of(prop, INTERNET_GATEWAY)) or any(
        value is not ABSENT and str(value).startswith("igw-") for _, value in holder.each(path)
    )
