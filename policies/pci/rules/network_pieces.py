"""Networks put together of pieces, each of which looks narrow, and ways to what is not ours."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.addresses import internet, internet_in_pieces
from ..framework.predicates import Config, number
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import (
    DEFAULT_ROUTE_TABLE,
    DEFAULT_SECURITY_GROUP,
    EGRESS_RULE,
    INGRESS_RULE,
    INTERNET_GATEWAY,
    NAT_GATEWAY,
    ROUTE,
    ROUTE_TABLE,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    VPC_ENDPOINT,
)
from ..framework.values import ABSENT, UNKNOWN
from .security_groups import CIDRS, PROTOCOLS, each_of, entries

_GROUPS: Final = (SECURITY_GROUP, DEFAULT_SECURITY_GROUP)
_WAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "ingress": (SECURITY_GROUP, SECURITY_GROUP_RULE, INGRESS_RULE),
    "egress": (SECURITY_GROUP, SECURITY_GROUP_RULE, EGRESS_RULE),
}
Entry = tuple[Resource, str, Mapping[str, Any]]
"""The resource that holds a rule, the rule's path in it, and the rule."""


def _by_group(stack: Stack, way: str) -> Mapping[str, list[Entry]]:
    """Group → every rule for `way` that it has, wherever it is declared.

    Raises:
        UndecidedError: a group's own list is unknown.
    """
    found: dict[str, list[Entry]] = {}
    for resource in stack.of(*_WAYS[way]):
        owner = _owner(stack, resource)
        for at, entry in entries(resource, way):
            found.setdefault(owner, []).append((resource, at, entry))
    return found


def _owner(stack: Stack, resource: Resource) -> str:
    if resource.type == SECURITY_GROUP:
        return resource.urn
    for group in stack.of(*_GROUPS):
        if resource.refers_to("securityGroupId", group, "id"):
            return group.urn
    return str(resource.get("securityGroupId"))


def _is_no_world(stack: Stack, config: Config) -> Iterator[Finding]:
    for way in _WAYS:
        for rules in _by_group(stack, way).values():
            holder = rules[0][0].urn
            cidrs = [
                cidr
                for _, at, entry in rules
                for cidr in each_of(entry, CIDRS, at)
                if cidr not in config["cidrs"] and not internet(cidr)
            ]
            if internet_in_pieces(cidrs):
                yield Finding(
                    f"{way}: Together its ranges are a part of the internet: name a security "
                    "group, fewer partners, or list a range in the rule's cidrs.",
                    holder,
                )
            if way == "egress" and _count(rules) > config["maxPorts"]:
                yield Finding(
                    f"egress: Together its rules open more than {config['maxPorts']} ports: name "
                    "those that are needed.",
                    holder,
                )


_NUMBERS: Final = {"6": "tcp", "17": "udp"}


def _count(rules: list[Entry]) -> int:
    """How many ports rules open together; one that names none opens all."""
    opened: set[tuple[str, int]] = set()
    for _, at, entry in rules:
        for protocol in each_of(entry, PROTOCOLS, at):
            name = _NUMBERS.get(str(protocol), str(protocol).lower())
            if name not in ("tcp", "udp"):
                continue
            first, last = (number(entry.get(key, bound)) for key, bound in
                           (("fromPort", 0), ("toPort", 65_535)))  # fmt: skip
            if 0 <= first <= last <= 65_535:  # noqa: PLR2004 - the last port
                opened |= {(name, port) for port in range(int(first), int(last) + 1)}
    return len(opened)


_PORTS: Final = {"fromPort": (), "toPort": (), "securityGroupId": _GROUPS}

SG_NO_WORLD_IN_PIECES: Final = Rule(
    number="101b",
    name="sg-not-open-in-pieces",
    description="The rules of a group are not the internet, or every port, when taken together.",
    severity=Severity.HIGH,
    pci=("1.3.1", "1.3.2"),
    stack_check=_is_no_world,
    # The ranges themselves are watched by the rules on single ones.
    watches={
        SECURITY_GROUP: {"egress[].fromPort": (), "egress[].toPort": ()},
        SECURITY_GROUP_RULE: _PORTS,
        EGRESS_RULE: _PORTS,
        INGRESS_RULE: {"securityGroupId": _GROUPS},
    },
    config={"cidrs": [], "maxPorts": 1024},
)

_PEERS: Final = ("referencedSecurityGroupId", "sourceSecurityGroupId", "securityGroups")
_PREFIXES: Final = ("prefixListIds", "prefixListId")


def _peers_are_ours(stack: Stack, holder: Resource, config: Config) -> Iterator[Finding]:
    for way, types in _WAYS.items():
        if holder.type not in types:
            continue
        for at, entry in entries(holder, way):
            top = way if at else ""
            for key in _PEERS:
                for value in _values(entry, key):
                    if not _ours(stack, holder, top or key, value, _GROUPS, config["groups"]):
                        yield Finding(
                            f"{at}{key}: Name a security group of this stack, or list another's "
                            "id in the rule's groups."
                        )
            for key in _PREFIXES if way == "egress" else ():
                for value in _values(entry, key):
                    if not _ours(
                        stack, holder, top or key, value, (VPC_ENDPOINT,), config["prefixLists"]
                    ):
                        yield Finding(
                            f"{at}{key}: Take the prefix list of a VpcEndpoint of this stack, or "
                            "list its id in the rule's prefixLists: another's owner fills it."
                        )


def _values(entry: Mapping[str, Any], key: str) -> list[Any]:
    value = entry.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def _ours(
    stack: Stack,
    holder: Resource,
    prop: str,
    value: Any,
    types: tuple[str, ...],
    listed: list[str],
) -> bool:
    known = {one.get(key) for one in stack.of(*types) for key in ("id", "prefixListId")}
    if value in listed or (value is not UNKNOWN and value in known):
        return True
    # An edge says whose it is; one of ours beside it makes a foreign one no better.
    made_of = holder.made_of(prop, *types) if types else []
    alone = value is UNKNOWN or not isinstance(holder.get(prop), list)
    return bool(made_of) and (alone or all(one.get("id") is ABSENT for one in made_of))


SG_PEERS_OURS: Final = Rule(
    number="101c",
    name="sg-peers-are-ours",
    description="The groups and prefix lists that a security group names are of this stack.",
    severity=Severity.HIGH,
    pci=("1.3.1", "1.3.2"),
    subjects=(SECURITY_GROUP, SECURITY_GROUP_RULE, INGRESS_RULE, EGRESS_RULE),
    stack=_peers_are_ours,
    watches={
        SECURITY_GROUP: {
            "ingress[].securityGroups[]": _GROUPS,
            "egress[].securityGroups[]": _GROUPS,
            "egress[].prefixListIds[]": (VPC_ENDPOINT,),
        },
        SECURITY_GROUP_RULE: {
            "sourceSecurityGroupId": _GROUPS, "prefixListIds[]": (VPC_ENDPOINT,),
        },
        INGRESS_RULE: {"referencedSecurityGroupId": _GROUPS},
        EGRESS_RULE: {"referencedSecurityGroupId": _GROUPS, "prefixListId": (VPC_ENDPOINT,)},
    },
    config={"groups": [], "prefixLists": []},
)  # fmt: skip

_TARGETS: Final[Mapping[str, tuple[str, ...]]] = {
    "carrierGatewayId": (),
    "coreNetworkArn": (),
    "egressOnlyGatewayId": ("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",),
    "gatewayId": (INTERNET_GATEWAY,),
    "localGatewayId": (),
    "natGatewayId": (NAT_GATEWAY,),
    "networkInterfaceId": (),
    "transitGatewayId": (),
    "vpcEndpointId": (VPC_ENDPOINT,),
    "vpcPeeringConnectionId": (),
}
"""Where a route may lead → what of this stack may stand there.

One of these types no rule knows: rule 0.1 lets it in only where somebody has reviewed it.
"""
_IN_TABLES: Final = {f"routes[].{key}": types for key, types in _TARGETS.items()}
_LOCAL: Final = ("", "local")


def _leads_to_ours(stack: Stack, holder: Resource, config: Config) -> Iterator[Finding]:
    prefix = "" if holder.type == ROUTE else "routes[]."
    for key, types in _TARGETS.items():
        for at, value in holder.each(f"{prefix}{key}"):
            if value is ABSENT or value in _LOCAL or value in config["targets"]:
                continue
            if not _ours(stack, holder, prefix.removesuffix("[].") or key, value, types, []):
                yield Finding(
                    f"{at}: Lead a route to a gateway or endpoint of this stack, or list what it "
                    "leads to in the rule's targets: beyond it nobody here says who listens."
                )


ROUTES_LEAD_TO_OURS: Final = Rule(
    number="107b",
    name="routes-lead-to-ours",
    description="A route leads to a gateway or endpoint of this stack, and into no other network.",
    severity=Severity.HIGH,
    pci=("1.4.1", "1.4.2"),
    subjects=(ROUTE, ROUTE_TABLE, DEFAULT_ROUTE_TABLE),
    stack=_leads_to_ours,
    watches={
        ROUTE: _TARGETS,
        ROUTE_TABLE: _IN_TABLES,
        DEFAULT_ROUTE_TABLE: _IN_TABLES,
    },
    config={"targets": []},
)

RULES: Final = (SG_NO_WORLD_IN_PIECES, SG_PEERS_OURS, ROUTES_LEAD_TO_OURS)
