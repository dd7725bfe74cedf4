"""A function's rights to network interfaces are Lambda's to use, and not its own code's."""

from collections.abc import Iterable, Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.arns import parsed
from ..framework.attachments import NAMING, WATCHED, Held, held
from ..framework.conditions import Holds, holds
from ..framework.documents import Statement
from ..framework.evaluation import covers_all
from ..framework.globs import overlap
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule, together
from ..framework.tokens import (
    FUNCTION,
    IAM_POLICY,
    IAM_ROLE,
    POLICY_ATTACHMENT,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
)
from ..framework.values import ABSENT, UndecidedError
from .iam_documents import WRITTEN

_SELF: Final = "lambda:sourcefunctionarn"
_CHANGES: Final = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
)
_RIGHTS: Final = (*_CHANGES, "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets")
"""What Lambda needs of the role, by AWS's own page on functions in a VPC."""
_PLACES: Final = ("network-interface/", "subnet/", "security-group/")
_AWS_OWN: Final = "service-role/AWSLambdaVPCAccessExecutionRole"
_ANYWHERE: Final = "*"


def _is_lambdas(stack: Stack, function: Resource, _config: Config) -> Iterator[Finding]:
    if function.get("vpcConfig") is ABSENT:
        return
    for role in stack.of(IAM_ROLE):
        if function.refers_to("role", role, "arn", "name"):
            yield from _judged(function, role, held(stack, role))


def _judged(function: Resource, role: Resource, own: Held) -> Iterator[Finding]:
    if own.unknown:
        raise UndecidedError(own.unknown)
    for each in own.placed:
        if _any(each.statement, _CHANGES) and not all(map(_is_place, _meant(each.statement))):
            yield Finding(
                f"{each.at}: Name the network interfaces, subnets and security groups that Lambda "
                "may use, by type at least."
            )
    given = {
        action
        for action in _RIGHTS
        if _AWS_OWN in own.aws or any(_any(each, (action,)) for each in own.statements)
    }
    kept = sorted(
        action
        for action in given
        if not any(_refuses(each, action, function) for each in own.statements)
    )
    if kept:
        yield Finding(
            f"The function's own code can do {', '.join(kept)} by the role {role.name}: deny it "
            "on every resource where lambda:SourceFunctionArn is the function's ARN."
        )


def _any(statement: Statement, actions: Iterable[str]) -> bool:
    return statement.allows and any(statement.touches(each) for each in actions)


def _meant(statement: Statement) -> tuple[str, ...]:
    return (_ANYWHERE,) if statement.not_resources else statement.resources


def _is_place(resource: str) -> bool:
    arn = parsed(resource)
    return arn is not None and arn.service == "ec2" and arn.resource.startswith(_PLACES)


def _refuses(statement: Statement, action: str, function: Resource) -> bool:
    if statement.effect != "deny" or not statement.touches(action):
        return False
    context = {_SELF: next(_arns(statement, function), "")}
    return covers_all(statement, _ANYWHERE) and holds(statement, context) is Holds.SURELY


def _arns(statement: Statement, function: Resource) -> Iterator[str]:
    """The function's ARN; before it has one, what the denial says it will be."""
    known, name = function.get("arn"), function.get("name")
    if isinstance(known, str):
        yield known
        return
    for each in statement.conditions:
        if each.key == _SELF:
            pattern = f"arn:*:lambda:*:*:function:{name if isinstance(name, str) else '*'}"
            yield from (one for one in each.values if "*" not in one and overlap(one, pattern))


_OTHERS: Final = ("groups[]", "users[]")
"""Who is no function's role."""
_OF_ROLES: Final = (
    FUNCTION,
    IAM_POLICY,
    IAM_ROLE,
    POLICY_ATTACHMENT,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
)
_READ: Final = together(
    WRITTEN, WATCHED, NAMING, {FUNCTION: {"role": (IAM_ROLE,), "vpcConfig": ()}}
)
_WATCHES: Final = {
    kind: {path: made_of for path, made_of in _READ[kind].items() if path not in _OTHERS}
    for kind in _OF_ROLES
}

NETWORK_RIGHTS: Final = Rule(
    number="41b",
    name="lambda-network-rights",
    description="A function's code can't use the rights by which Lambda joins it to a network.",
    severity=Severity.MEDIUM,
    pci=("7.2.2",),
    subjects=(FUNCTION,),
    stack=_is_lambdas,
    watches=_WATCHES,
)
"""AWS Lambda, "Giving Lambda functions access to resources in an Amazon VPC": the role's rights
are the function's too unless they are denied to it."""

RULES: Final = (NETWORK_RIGHTS,)
