"""Security groups: nobody from the internet gets in, and what gets out is named."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import EnforcementLevel, Severity

from ..framework.addresses import internet
from ..framework.predicates import Config, Predicate
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule, Watched
from ..framework.tokens import (
    DEFAULT_SECURITY_GROUP,
    EGRESS_RULE,
    INGRESS_RULE,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    SUBNET,
    VPC,
    VPC_ENDPOINT,
)
from ..framework.values import ABSENT, UNKNOWN, UndecidedError

CIDRS: Final = ("cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6")
LISTS: Final = ("prefixListIds", "prefixListId")
PROTOCOLS: Final = ("ipProtocol", "protocol")
_MADE_OF: Final = (SUBNET, VPC)
_ALL: Final = frozenset({"-1", "all"})


def entries(resource: Resource, way: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every rule for `way` (`ingress` or `egress`) that a resource holds, with its path.

    A group has a list, the other types are one rule each.

    Raises:
        UndecidedError: the list is unknown.
    """
    if resource.type != SECURITY_GROUP:
        old = resource.type == SECURITY_GROUP_RULE
        if not old or resource.known("type") == way:
            yield "", resource.props
        return
    for path, entry in resource.each(f"{way}[]"):
        if entry is UNKNOWN:
            raise UndecidedError(path)
        if isinstance(entry, Mapping):
            yield f"{path}.", entry


def each_of(entry: Mapping[str, Any], keys: tuple[str, ...], at: str) -> Iterator[Any]:
    """Every value that a rule has under these keys; `at`: the rule's own path.

    Raises:
        UndecidedError: one is unknown.
    """
    for key in keys:
        value = entry.get(key)
        for each in value if isinstance(value, list) else [] if value is None else [value]:
            if each is UNKNOWN:
                raise UndecidedError(at + key)
            yield each


def _ports(entry: Mapping[str, Any]) -> set[str]:
    return {str(entry.get(key)) for key in ("fromPort", "toPort")}


def _nobody_comes_in(resource: Resource, config: Config) -> Iterator[Finding]:
    ports = {str(each) for each in config["ports"]}
    for at, entry in entries(resource, "ingress"):
        tcp = list(each_of(entry, PROTOCOLS, at)) == ["tcp"]
        one = tcp and len(_ports(entry)) == 1 and _ports(entry) <= ports
        if any(internet(each) for each in each_of(entry, CIDRS, at)) and not one:
            yield Finding(f"{at}cidr: Name a security group, or a range that is not the internet.")
        if not set(each_of(entry, LISTS, at)) <= set(config["prefixLists"]):
            yield Finding(f"{at}prefixList: List its id in the rule's prefixLists.")


def _rule_paths(way: str, alone: str) -> Mapping[str, Watched]:
    old = {
        **dict.fromkeys(("cidrBlocks[]", "ipv6CidrBlocks[]"), _MADE_OF),
        **dict.fromkeys(("prefixListIds[]", "protocol"), ()),
    }
    lists = (VPC_ENDPOINT,) if way == "egress" else ()
    new = {"cidrIpv4": _MADE_OF, "cidrIpv6": _MADE_OF, "prefixListId": lists, "ipProtocol": ()}
    return {
        SECURITY_GROUP: {f"{way}[].{path}": producers for path, producers in old.items()},
        SECURITY_GROUP_RULE: {"type": (), **old},
        alone: new,
    }


SG_NO_OPEN_INGRESS: Final = Rule(
    number="101",
    name="sg-no-open-ingress",
    description="No security group lets the internet in.",
    severity=Severity.CRITICAL,
    pci=("1.3.1", "1.4.2"),
    references=("EC2.13", "EC2.14", "AwsSolutions-EC23", "CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_260"),
    types=(SECURITY_GROUP, SECURITY_GROUP_RULE, INGRESS_RULE),
    check=_nobody_comes_in,
    watches=_rule_paths("ingress", INGRESS_RULE),
    config={"ports": [], "prefixLists": []},
)


def _goes_to_named(resource: Resource, config: Config) -> Iterator[Finding]:
    for at, entry in entries(resource, "egress"):
        if not _ALL.isdisjoint(str(each).lower() for each in each_of(entry, PROTOCOLS, at)):
            yield Finding(f"{at}protocol: Name one protocol and its ports, for example tcp on 443.")
        cidrs = set(each_of(entry, CIDRS, at)) - set(config["cidrs"])
        if any(internet(each) for each in cidrs):
            yield Finding(
                f"{at}cidr: Name a security group, a prefix list or a narrow range, or list the "
                "range in the rule's cidrs."
            )


SG_EGRESS: Final = Rule(
    number="102",
    name="sg-egress-restricted",
    description="What leaves a security group goes to named places by named protocols.",
    severity=Severity.HIGH,
    pci=("1.3.2",),
    references=("CKV_AWS_382",),
    types=(SECURITY_GROUP, SECURITY_GROUP_RULE, EGRESS_RULE),
    check=_goes_to_named,
    watches=_rule_paths("egress", EGRESS_RULE),
    config={"cidrs": []},
)

_SAID: Final = Predicate(
    lambda value, _: isinstance(value, str) and value.strip() not in ("", "Managed by Pulumi"),
    ("", "Managed by Pulumi"),
)
_SAY: Final = "Say in description what it is for."

SG_DESCRIBED: Final = Rule(
    number="103",
    name="sg-described",
    description="Every security group and every rule in it says what it is for.",
    severity=Severity.LOW,
    pci=(),
    unreviewed_controls=("1.2.1", "1.2.5"),
    references=("CKV_AWS_23",),
    level=EnforcementLevel.ADVISORY,
    property_rules={
        SECURITY_GROUP: tuple(
            PropertyRule(path, _SAID, _SAY)
            for path in ("description", "ingress[].description", "egress[].description")
        ),
        **{
            kind: (PropertyRule("description", _SAID, _SAY),)
            for kind in (SECURITY_GROUP_RULE, INGRESS_RULE, EGRESS_RULE)
        },
    },
)

_RULES_APART: Final = (SECURITY_GROUP_RULE, INGRESS_RULE, EGRESS_RULE)


def _default_is_closed(stack: Stack, vpc: Resource, _config: Config) -> Iterator[Finding]:
    defaults = stack.naming(vpc, DEFAULT_SECURITY_GROUP, "vpcId", "id")
    opened = any(
        each.get(way) not in (ABSENT, []) for each in defaults for way in ("ingress", "egress")
    )
    apart = any(
        {vpc, *defaults} & {*each.made_of("securityGroupId")} for each in stack.of(*_RULES_APART)
    )
    if not defaults or opened or apart:
        yield Finding(
            "Declare an aws.ec2.DefaultSecurityGroup of this network without rules, and give it "
            "none elsewhere."
        )


DEFAULT_SG_CLOSED: Final = Rule(
    number="104",
    name="default-sg-closed",
    description="The group that machines get by default lets nothing in or out.",
    severity=Severity.MEDIUM,
    pci=("1.3.1", "2.2.2"),
    references=("EC2.2", "CKV2_AWS_12"),
    subjects=(VPC,),
    stack=_default_is_closed,
    watches={
        DEFAULT_SECURITY_GROUP: {"vpcId": (VPC,), "ingress": (), "egress": ()},
        **{
            kind: {"securityGroupId": (SECURITY_GROUP, DEFAULT_SECURITY_GROUP, VPC)}
            for kind in _RULES_APART
        },
    },
)

RULES: Final = (SG_NO_OPEN_INGRESS, SG_EGRESS, SG_DESCRIBED, DEFAULT_SG_CLOSED)
