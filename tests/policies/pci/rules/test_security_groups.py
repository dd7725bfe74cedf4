"""Rules on security groups: what each must report, and what it must not."""

from typing import Any

import pytest

from policies.pci.framework.tokens import (
    EGRESS_RULE,
    INGRESS_RULE,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    VPC,
)
from policies.pci.platform import unresolved
from policies.pci.rules.security_groups import (
    DEFAULT_SG_CLOSED,
    RULES,
    SG_DESCRIBED,
    SG_EGRESS,
    SG_NO_OPEN_INGRESS,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, said
from tests.policies.network import broken, named, network, without

TCP = {"protocol": "tcp", "fromPort": 443, "toPort": 443, "description": "d"}
WORLD = (
    {"cidrBlocks": ["0.0.0.0/0"]},
    {"ipv6CidrBlocks": ["::/0"]},
    {"cidrBlocks": ["128.0.0.0/1"]},
)


@pytest.mark.parametrize("known", [True, False], ids=["deployed", "first preview"])
def test_the_network_program_is_fine(known: bool) -> None:  # noqa: FBT001 - a parameter
    """Groups that name groups and our own addresses."""
    assert said([*RULES, unresolved(RULES)], *network(known=known)) == []


@pytest.mark.parametrize("way", ["ingress", "egress"])
@pytest.mark.parametrize("world", WORLD, ids=str)
def test_the_internet_is_reported_in_every_type(way: str, world: dict[str, Any]) -> None:
    """Inline, in the old type of a rule, and in the new ones; not when it is the other way."""
    rule, new = (SG_NO_OPEN_INGRESS, INGRESS_RULE) if way == "ingress" else (SG_EGRESS, EGRESS_RULE)
    other = "egress" if way == "ingress" else "ingress"
    inline = {"cidrBlocks": ["10.0.0.0/8"], **TCP}
    single = {
        "ipProtocol": "tcp",
        "cidrIpv4": world.get("cidrBlocks", [None])[0],
        "cidrIpv6": world.get("ipv6CidrBlocks", [None])[0],
    }
    assert blamed(rule, resource(SECURITY_GROUP, {way: [inline, {**TCP, **world}]})) == ["it"]
    assert blamed(rule, resource(SECURITY_GROUP_RULE, {"type": way, **TCP, **world})) == ["it"]
    assert blamed(rule, resource(new, single)) == ["it"]
    assert blamed(rule, resource(SECURITY_GROUP, {other: [{**TCP, **world}]})) == []
    assert blamed(rule, resource(SECURITY_GROUP_RULE, {"type": other, **TCP, **world})) == []


def test_our_own_addresses_and_groups_may_come_in() -> None:
    """A private range with all protocols, itself, and another group."""
    entries = [
        {"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["10.1.0.0/16"]},
        {**TCP, "self": True},
        {**TCP, "securityGroups": ["sg-example"]},
    ]
    assert blamed(SG_NO_OPEN_INGRESS, resource(SECURITY_GROUP, {"ingress": entries})) == []


def test_a_port_can_be_open_by_configuration() -> None:
    """That one port over TCP, whether written as number or text; nothing beside it."""
    config = {"ports": [443]}
    for fine in ({}, {"fromPort": "443"}):
        entry = {**TCP, **fine, **WORLD[0]}
        assert (
            blamed(
                SG_NO_OPEN_INGRESS, resource(SECURITY_GROUP, {"ingress": [entry]}), config=config
            )
            == []
        )
    for wrong in ({"fromPort": 22}, {"protocol": "-1"}, {"toPort": 444}, {"fromPort": None}):
        entry = {**TCP, **wrong, **WORLD[0]}
        group = resource(SECURITY_GROUP, {"ingress": [entry]})
        assert blamed(SG_NO_OPEN_INGRESS, group, config=config) == ["it"]


def test_a_prefix_list_that_comes_in_is_listed() -> None:
    """Nobody sees here what is in it."""
    rule = resource(INGRESS_RULE, {"prefixListId": "pl-example", "ipProtocol": "tcp"})
    assert blamed(SG_NO_OPEN_INGRESS, rule) == ["it"]
    assert blamed(SG_NO_OPEN_INGRESS, rule, config={"prefixLists": ["pl-example"]}) == []


def test_every_protocol_at_once_may_not_leave() -> None:
    """Not even to our own addresses; a listed range and a prefix list may be called."""
    every = {"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["10.0.0.0/8"]}
    assert blamed(SG_EGRESS, resource(SECURITY_GROUP, {"egress": [every]})) == ["it"]
    assert blamed(SG_EGRESS, resource(EGRESS_RULE, {"ipProtocol": -1})) == ["it"]
    world = resource(EGRESS_RULE, {"ipProtocol": "tcp", "cidrIpv4": "0.0.0.0/0"})
    assert blamed(SG_EGRESS, world, config={"cidrs": ["0.0.0.0/0"]}) == []
    assert (
        blamed(SG_EGRESS, resource(EGRESS_RULE, {"ipProtocol": "tcp", "prefixListId": "p"})) == []
    )
    assert blamed(SG_EGRESS, resource(SECURITY_GROUP, {})) == []


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        (SECURITY_GROUP, {"ingress": UNKNOWN}),
        (SECURITY_GROUP, {"ingress": [UNKNOWN]}),
        (SECURITY_GROUP, {"ingress": [{**TCP, "protocol": UNKNOWN, "cidrBlocks": ["0.0.0.0/0"]}]}),
        (SECURITY_GROUP_RULE, {"type": "ingress", **TCP, "cidrBlocks": [UNKNOWN]}),
        (INGRESS_RULE, {"ipProtocol": "tcp", "cidrIpv4": UNKNOWN}),
        (INGRESS_RULE, {"ipProtocol": "tcp", "prefixListId": UNKNOWN}),
    ],
)
def test_an_unknown_range_fails_closed(kind: str, inputs: dict[str, Any]) -> None:
    """Unless it is made of a network or subnet of the stack."""
    vpc = resource(VPC, {"cidrBlock": "10.0.0.0/16"}, "vpc")
    rules = [SG_NO_OPEN_INGRESS, unresolved([SG_NO_OPEN_INGRESS])]
    assert blamed(rules, vpc, resource(kind, inputs)) == ["it"]
    ours = resource(
        INGRESS_RULE,
        {"ipProtocol": "tcp", "cidrIpv4": UNKNOWN},
        made_of={"cidrIpv4": [vpc]},
    )
    assert blamed(rules, vpc, ours) == []


@pytest.mark.parametrize("name", ["workers", "to-endpoints", "from-subnets"])
@pytest.mark.parametrize("text", [None, "", "Managed by Pulumi"])
def test_groups_and_rules_say_what_they_are_for(name: str, text: str | None) -> None:
    """In words of our own."""
    assert blamed(SG_DESCRIBED, *broken(name, description=text)) == [name]


def test_rules_in_a_group_say_it_too() -> None:
    """Each entry."""
    entry = {**TCP, "description": ""}
    group = resource(SECURITY_GROUP, {"description": "Workers", "ingress": [TCP, entry]})
    assert blamed(SG_DESCRIBED, group) == ["it"]


def test_the_default_group_is_closed() -> None:
    """It is declared, and has no rule, neither in it nor apart."""
    assert blamed(DEFAULT_SG_CLOSED, *without("default")) == ["vpc"]
    assert blamed(DEFAULT_SG_CLOSED, *broken("default", ingress=[TCP])) == ["vpc"]
    assert blamed(DEFAULT_SG_CLOSED, *broken("default", egress=[TCP])) == ["vpc"]
    assert blamed(DEFAULT_SG_CLOSED, *broken("default", egress=[])) == []
    for owner in ("vpc", "default"):
        apart = resource(
            SECURITY_GROUP_RULE,
            {"securityGroupId": UNKNOWN},
            made_of={"securityGroupId": [named(owner)]},
        )
        assert blamed(DEFAULT_SG_CLOSED, *network(), apart) == ["vpc"]
