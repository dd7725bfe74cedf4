"""Networks in pieces, and ways to what is not ours."""

from ipaddress import ip_network
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    EGRESS_RULE,
    INGRESS_RULE,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    VPC_ENDPOINT,
)
from policies.pci.rules.network_pieces import (
    SG_NO_WORLD_IN_PIECES,
    SG_PEERS_OURS,
)
from policies.pci.rules.security_groups import SG_EGRESS, SG_NO_OPEN_INGRESS
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed

GROUP: Final = resource(SECURITY_GROUP, {"name": "g"}, "g", outputs={"id": "sg-1"})
OTHER: Final = resource(SECURITY_GROUP, {"name": "h"}, "h", outputs={"id": "sg-2"})
BLOCKS: Final = [str(each) for each in ip_network("8.0.0.0/16").subnets(new_prefix=24)]


def rules(cidrs: list[str], kind: str, way: str = "ingress", **more: Any) -> list[Declared]:
    """A rule of a group for each range, in one of four ways to declare it."""
    ports = {"fromPort": 443, "toPort": 443, **more}
    if kind == "inline":
        each = [{"protocol": "tcp", "cidrBlocks": [one], **ports} for one in cidrs]
        return [resource(SECURITY_GROUP, {"name": "g", way: each}, "g")]
    if kind == "list":
        both = {"protocol": "tcp", "cidrBlocks": cidrs, **ports}
        return [resource(SECURITY_GROUP, {"name": "g", way: [both]}, "g")]
    if kind == "old":
        return [
            GROUP,
            *(
                resource(
                    SECURITY_GROUP_RULE,
                    {"type": way, "protocol": "tcp", "cidrBlocks": [one],
                     "securityGroupId": "sg-1", **ports},
                    one,
                )
                for one in cidrs
            ),
        ]  # fmt: skip
    token = INGRESS_RULE if way == "ingress" else EGRESS_RULE
    return [
        GROUP,
        *(
            resource(
                token,
                {"ipProtocol": "tcp", "cidrIpv6" if ":" in one else "cidrIpv4": one,
                 "securityGroupId": UNKNOWN, **ports},
                one,
                made_of={"securityGroupId": [GROUP]},
            )
            for one in cidrs
        ),
    ]  # fmt: skip


KINDS: Final = ("inline", "list", "old", "new")


@st.composite
def cut(draw: st.DrawFn) -> list[str]:
    """The internet in pieces: each cut in two again and again, in any order."""
    whole = draw(st.sampled_from(["0.0.0.0/0", "::/0"]))
    pieces = [ip_network(whole)]
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, len(pieces) - 1))
        pieces += [*pieces.pop(at).subnets(1)]
    return [str(each) for each in draw(st.permutations(pieces))]


@given(cut(), st.sampled_from(KINDS), st.sampled_from(["ingress", "egress"]))
def test_the_internet_is_reported_however_it_is_cut(pieces: list[str], kind: str, way: str) -> None:
    """By the rule on single ranges, or by the one on all of them."""
    both = [SG_NO_OPEN_INGRESS, SG_EGRESS, SG_NO_WORLD_IN_PIECES]
    assert blamed(both, *rules(pieces, kind, way))


@pytest.mark.parametrize("way", ["ingress", "egress"])
@pytest.mark.parametrize("kind", KINDS)
def test_narrow_pieces_are_counted_together(kind: str, way: str) -> None:
    """Sixteen partners are a list; seventeen, or one cut into many, are a part of the internet."""
    assert blamed(SG_NO_WORLD_IN_PIECES, *rules(BLOCKS[:16], kind, way)) == []
    assert blamed(SG_NO_WORLD_IN_PIECES, *rules([*BLOCKS[:16]] * 2, kind, way)) == []
    assert blamed(SG_NO_WORLD_IN_PIECES, *rules(BLOCKS[:17], kind, way))
    small = [str(each) for block in BLOCKS[:17] for each in ip_network(block).subnets(1)]
    assert blamed(SG_NO_WORLD_IN_PIECES, *rules(small, kind, way))
    listed = {"cidrs": BLOCKS[:5]}
    assert blamed(SG_NO_WORLD_IN_PIECES, *rules(BLOCKS[:20], kind, way), config=listed) == []


def test_rules_of_two_groups_are_not_added() -> None:
    """Each group has its own partners."""
    first = rules(BLOCKS[:10], "inline")
    second = [
        resource(
            SECURITY_GROUP,
            {"ingress": [{"protocol": "tcp", "cidrBlocks": BLOCKS[10:20]}]},
            "second",
        )
    ]
    assert blamed(SG_NO_WORLD_IN_PIECES, *first, *second) == []


@pytest.mark.parametrize("kind", KINDS)
def test_ports_are_counted_together(kind: str) -> None:
    """A thousand and twenty-four, and not all of them in pieces, or by naming none."""
    own = ["10.0.0.0/8"]
    few = rules(own, kind, "egress", fromPort=1, toPort=1024)
    assert blamed(SG_NO_WORLD_IN_PIECES, *few) == []
    many = rules(own, kind, "egress", fromPort=0, toPort=65_535)
    assert blamed(SG_NO_WORLD_IN_PIECES, *many)
    two = [
        {"protocol": name, "cidrBlocks": own, "fromPort": low, "toPort": low + 600}
        for name, low in (("tcp", 1), ("6", 601))
    ]
    split = resource(SECURITY_GROUP, {"egress": two}, "g")
    assert blamed(SG_NO_WORLD_IN_PIECES, split) == ["g"]
    none = resource(EGRESS_RULE, {"ipProtocol": "tcp", "cidrIpv4": own[0]}, "none")
    assert blamed(SG_NO_WORLD_IN_PIECES, none) == ["none"]
    ping = resource(EGRESS_RULE, {"ipProtocol": "icmp", "fromPort": -1, "toPort": -1}, "ping")
    assert blamed(SG_NO_WORLD_IN_PIECES, ping) == []


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        (INGRESS_RULE, {"referencedSecurityGroupId": "{}"}),
        (EGRESS_RULE, {"referencedSecurityGroupId": "{}"}),
        (SECURITY_GROUP_RULE, {"type": "ingress", "sourceSecurityGroupId": "{}"}),
        (SECURITY_GROUP, {"ingress": [{"securityGroups": ["{}"]}]}),
        (SECURITY_GROUP, {"egress": [{"securityGroups": ["sg-2", "{}"]}]}),
    ],
)
def test_a_peer_is_a_group_of_this_stack(kind: str, inputs: dict[str, Any]) -> None:
    """Not one of another network or account, also beside one of ours."""

    def naming(group: str) -> Declared:
        text = {key: _filled(value, group) for key, value in inputs.items()}
        return resource(kind, text, "rule")

    assert blamed(SG_PEERS_OURS, naming("sg-1"), GROUP, OTHER) == []
    for foreign in ("sg-9", "444455556666/sg-1", "444455556666/sg-9"):
        assert blamed(SG_PEERS_OURS, naming(foreign), GROUP, OTHER) == ["rule"]
        listed = {"groups": [foreign]}
        assert blamed(SG_PEERS_OURS, naming(foreign), GROUP, OTHER, config=listed) == []


def _filled(value: Any, group: str) -> Any:
    if isinstance(value, list):
        return [_filled(each, group) for each in value]
    if isinstance(value, dict):
        return {key: _filled(each, group) for key, each in value.items()}
    return value.format(group)


def test_an_edge_says_whose_a_peer_is() -> None:
    """Before the first deployment an id is unknown."""
    inputs = {"referencedSecurityGroupId": UNKNOWN}
    ours = resource(EGRESS_RULE, inputs, "rule", made_of={"referencedSecurityGroupId": [GROUP]})
    assert blamed(SG_PEERS_OURS, ours, GROUP) == []
    assert blamed(SG_PEERS_OURS, resource(EGRESS_RULE, inputs, "rule"), GROUP) == ["rule"]


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        (EGRESS_RULE, {"prefixListId": "pl-9"}),
        (SECURITY_GROUP_RULE, {"type": "egress", "prefixListIds": ["pl-1", "pl-9"]}),
        (SECURITY_GROUP, {"egress": [{"prefixListIds": ["pl-9"]}]}),
    ],
)
def test_a_prefix_list_is_an_endpoints(kind: str, inputs: dict[str, Any]) -> None:
    """Of another owner's list nobody here knows what is in it tomorrow."""
    endpoint = resource(
        VPC_ENDPOINT, {"serviceName": "s3"}, "s3", outputs={"prefixListId": "pl-1", "id": "vpce-1"}
    )
    one = resource(kind, inputs, "rule")
    assert blamed(SG_PEERS_OURS, one, endpoint) == ["rule"]
    assert blamed(SG_PEERS_OURS, one, endpoint, config={"prefixLists": ["pl-9"]}) == []
    ours = resource(EGRESS_RULE, {"prefixListId": "pl-1"}, "rule")
    assert blamed(SG_PEERS_OURS, ours, endpoint) == []
