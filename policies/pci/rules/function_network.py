"""Where functions run: in private subnets, where a stack says that they run in a network."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.routes import WATCHED, leads_out
from ..framework.rule import Finding, Rule
from ..framework.tokens import (
    FUNCTION,
    SECURITY_GROUP,
    SUBNET,
)
from ..framework.values import ABSENT, UNKNOWN, UndecidedError

_SUBNETS: Final = 2


def _is_in_network(stack: Stack, function: Resource, config: Config) -> Iterator[Finding]:
    name = function.get("name")
    if function.get("vpcConfig") is ABSENT:
        if config["require"] and name not in config["exempt"]:
            yield Finding("Set vpc_config to two private subnets and a security group.")
        return
    if _count(function, "vpcConfig.subnetIds") < _SUBNETS:
        yield Finding("vpcConfig.subnetIds: Name two subnets, in two zones.")
    if not _count(function, "vpcConfig.securityGroupIds"):
        yield Finding("vpcConfig.securityGroupIds: Name a security group.")
    for subnet in stack.of(SUBNET):
        if _names(function, subnet) and _public(stack, subnet):
            yield Finding(
                f"vpcConfig.subnetIds: {subnet.name} leads to the internet; take a private subnet."
            )


def _count(function: Resource, path: str) -> int:
    """How many different ids; one that is not known yet counts as one more.

    Raises:
        UndecidedError: an id is unknown, and of no resource of this stack.
    """
    ids = function.known(path, [])
    if not isinstance(ids, list):
        return 0
    unknown = sum(each is UNKNOWN for each in ids)
    # A subnet of another stack has no edge, so nobody could say what it is.
    if unknown and not function.made_of("vpcConfig", SUBNET, SECURITY_GROUP):
        raise UndecidedError(path)
    return unknown + len({each for each in ids if isinstance(each, str)})


def _names(function: Resource, subnet: Resource) -> bool:
    own = subnet.get("id")
    ids = function.each("vpcConfig.subnetIds[]")
    return subnet in function.made_of("vpcConfig") or any(
        isinstance(own, str) and each == own for _, each in ids
    )


def _public(stack: Stack, subnet: Resource) -> bool:
    """Whether its machines get public addresses, or its routes end in an internet gateway."""
    if subnet.known("mapPublicIpOnLaunch", default=False) is True:
        return True
    return leads_out(stack, subnet)


LAMBDA_IN_VPC: Final = Rule(
    number="41",
    name="lambda-in-vpc",
    description=(
        "A function in a network has two private subnets; `require` asks each to be in one."
    ),
    severity=Severity.HIGH,
    pci=("1.3.1", "1.4.1"),
    references=("Lambda.3", "CKV_AWS_117"),
    subjects=(FUNCTION,),
    stack=_is_in_network,
    watches={
        FUNCTION: {
            "vpcConfig.subnetIds": (SUBNET,),
            "vpcConfig.securityGroupIds": (SECURITY_GROUP,),
        },
        **WATCHED,
        SUBNET: {"mapPublicIpOnLaunch": (), **WATCHED[SUBNET]},
    },
    config={"require": False, "exempt": []},
)

RULES: Final = (LAMBDA_IN_VPC,)
