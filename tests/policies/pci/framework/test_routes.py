"""Ways to the internet are found wherever a route may stand."""

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    DEFAULT_ROUTE_TABLE,
    INTERNET_GATEWAY,
    MAIN_ROUTE_TABLE,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SUBNET,
    VPC,
)
from policies.pci.rules.networks import PRIVATE_SUBNETS
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed

NETWORK = resource(VPC, {"cidrBlock": "10.0.0.0/16"}, "vpc")
GATEWAY = resource(INTERNET_GATEWAY, {}, "gateway")
IN_VPC = {"vpcId": [NETWORK]}
PLACE = resource(SUBNET, {"vpcId": UNKNOWN}, "subnet", made_of=IN_VPC)
TABLE = resource(ROUTE_TABLE, {"vpcId": UNKNOWN}, "table", made_of=IN_VPC)
OWN = resource(
    ROUTE_TABLE_ASSOCIATION,
    {"subnetId": UNKNOWN, "routeTableId": UNKNOWN},
    "own",
    made_of={"subnetId": [PLACE], "routeTableId": [TABLE]},
)
ROUTES = {"routes": [{"cidrBlock": "0.0.0.0/1", "gatewayId": UNKNOWN}]}


def route(of: Declared, to: Declared | None = GATEWAY) -> Declared:
    """A route in a table, or in a network's main table."""
    made_of = {"routeTableId": [of], **({"gatewayId": [to]} if to else {})}
    inputs = {"routeTableId": UNKNOWN, "gatewayId": UNKNOWN if to else "local"}
    return resource(ROUTE, inputs, "route", made_of=made_of)


def out(*resources: Declared) -> bool:
    """Whether the subnet is reported."""
    return blamed(PRIVATE_SUBNETS, NETWORK, GATEWAY, PLACE, *resources) == ["subnet"]


def test_a_subnets_own_table_counts() -> None:
    """Its routes apart and its routes in it, by edge or by a gateway's id."""
    inline = resource(ROUTE_TABLE, ROUTES, "table", made_of={"routes": [GATEWAY]})
    by_id = resource(ROUTE_TABLE, {"routes": [{"gatewayId": "igw-0example"}]}, "table")
    assert not out(OWN, TABLE)
    assert out(OWN, TABLE, route(TABLE))
    assert out(OWN, inline)
    assert out(OWN, by_id)


def test_without_a_table_the_networks_main_one_counts() -> None:
    """Declared as the main one, adopted, or meant by a route; with a table of its own, none."""
    main = resource(
        MAIN_ROUTE_TABLE,
        {"vpcId": UNKNOWN, "routeTableId": UNKNOWN},
        "main",
        made_of={**IN_VPC, "routeTableId": [TABLE]},
    )
    adopted = resource(
        DEFAULT_ROUTE_TABLE,
        {"defaultRouteTableId": UNKNOWN, **ROUTES},
        "adopted",
        made_of={"defaultRouteTableId": [NETWORK], "routes": [GATEWAY]},
    )
    assert out(main, TABLE, route(TABLE))
    assert out(adopted)
    assert out(route(NETWORK))
    assert not out(TABLE, route(TABLE))
    assert not out(OWN, TABLE, route(NETWORK), adopted)
    other = resource(ROUTE_TABLE, {}, "other")
    others = resource(
        MAIN_ROUTE_TABLE,
        {"vpcId": UNKNOWN, "routeTableId": UNKNOWN},
        "others",
        made_of={**IN_VPC, "routeTableId": [other]},
    )
    assert not out(OWN, TABLE, others, other, route(other))
    assert out(TABLE, others, other, route(other))


def test_other_gateways_lead_nowhere() -> None:
    """The network's own route, and a gateway that only lets calls out."""
    assert not out(OWN, TABLE, route(TABLE, to=None))
