"""Trust policies: who may take a role."""

import re
from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.accounts import own
from ..framework.actions import loose
from ..framework.arns import parsed
from ..framework.documents import Principal, Statement
from ..framework.guards import narrows
from ..framework.predicates import Config
from ..framework.resource import Resource
from ..framework.rule import Finding, Rule
from ..framework.statements import statements
from ..framework.tokens import IAM_ROLE, IAM_USER, IDENTITY_POOL, OIDC_PROVIDER
from ..framework.values import ABSENT

_WHO: Final = frozenset({"aws:principalarn", "aws:sourceidentity", "aws:userid", "sts:externalid"})
"""Which of an account's principals asks."""
_EXACT: Final = frozenset({"stringequals", "stringlike"})
_REGIONAL: Final = re.compile(r"\A([\w-]+)(\.[a-z]{2,4}(-[a-z]+)+-\d)?\.amazonaws\.com(\.cn)?\Z")
"""`states.eu-central-1.amazonaws.com` is the service that `states.amazonaws.com` is."""
_SUBJECTS: Final = (":sub", ":amr")
"""Who signs in: a provider's subject; for an identity pool that it is a signed-in one."""
_EXTERNAL_ID: Final = ("sts:externalid",)


def _binds(statement: Statement, keys: frozenset[str]) -> bool:
    return any(narrows(each, keys) for each in statement.conditions)


def _bound(statement: Statement, endings: tuple[str, ...]) -> bool:
    """Whether a condition asks for one of these keys by whole values."""
    return any(
        each.key.endswith(endings)
        and each.operator in _EXACT
        and not each.missing_passes
        and bool(each.values)
        and not any(set("*?") & set(value) for value in each.values)
        for each in statement.conditions
    )


def _account_of(principal: Principal) -> str:
    """`111122223333`, whether written alone or in an ARN; else the name."""
    arn = parsed(principal.name)
    return arn.account if arn else principal.name


def _whole(principal: Principal) -> bool:
    """Whether it is an account as a whole."""
    return principal.name.isdigit() or principal.name.endswith(":root")


def _says_who(statement: Statement) -> bool:
    """Whether a condition leaves of an account only some, or only people who just signed in."""
    return any(
        (each.key in _WHO or each.key.startswith("aws:principaltag/"))
        and narrows(each, frozenset({each.key}))
        and not any(loose(value) for value in each.values if value.startswith("arn:"))
        for each in statement.conditions
    ) or any(
        (each.operator, each.key, each.missing_passes, each.values)
        == ("bool", "aws:multifactorauthpresent", False, ("true",))
        for each in statement.conditions
    )


def _wrong(statement: Statement, principal: Principal, role: Resource, config: Config) -> str:
    """What to write about one principal; nothing where it is fine."""
    if principal.kind == "Service":
        names = {principal.name, _REGIONAL.sub(r"\1.amazonaws.com", principal.name)}
        if names.isdisjoint([*config["services"], *config["deputies"]]):
            return "List the service in the rule's services, or name one that is."
        if not names.isdisjoint(config["deputies"]) and not _binds(statement, _SOURCES):
            return "Bind the service by aws:SourceAccount or aws:SourceArn."
    elif principal.kind == "Federated":
        ends = (_SUBJECTS, (":aud",)) if ":saml-provider/" not in principal.name else ((":aud",),)
        if not all(_bound(statement, each) for each in ends):
            return "Bind the provider's aud and sub by StringEquals to whole values."
    else:
        return _account(statement, principal, role)
    return ""


def _account(statement: Statement, principal: Principal, role: Resource) -> str:
    """The same of a principal of an account, ours or another."""
    if principal.kind != "AWS" or "*" in principal.name or "?" in principal.name:
        return "Name the principal."
    if _account_of(principal) not in own(role) and not _bound(statement, _EXTERNAL_ID):
        return "Ask another account for an sts:ExternalId by StringEquals, whole."
    if _whole(principal) and not _says_who(statement):
        return (
            "Name the role or user, or bind the account by aws:PrincipalArn, sts:ExternalId, a tag "
            "of the principal or aws:MultiFactorAuthPresent: else whoever may take roles takes it."
        )
    return ""


_SOURCES: Final = frozenset({"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid"})


def _trusts_few(role: Resource, config: Config) -> Iterator[Finding]:
    if role.get("assumeRolePolicy") is ABSENT:
        yield Finding("Set assume_role_policy.")
    for index, statement in enumerate(statements(role, "assumeRolePolicy")):
        if not statement.allows:
            continue
        said = [_wrong(statement, each, role, config) for each in statement.principals]
        if statement.not_principals or not statement.principals:
            said.append("Name the principal.")
        for say in sorted({each for each in said if each}):
            yield Finding(f"assumeRolePolicy, Statement[{index}]: {say}")


IAM_TRUST: Final = Rule(
    number="96",
    name="iam-trust-scoped",
    description=(
        "A role is taken by named principals only, and by other accounts with a shared secret."
    ),
    severity=Severity.CRITICAL,
    pci=("7.2.2", "8.2.2"),
    references=("CKV_AWS_60", "CKV_AWS_61"),
    types=(IAM_ROLE,),
    check=_trusts_few,
    watches={IAM_ROLE: {"assumeRolePolicy": (IAM_ROLE, IAM_USER, IDENTITY_POOL, OIDC_PROVIDER)}},
    config={
        "services": [
            "apigateway.amazonaws.com",
            # AWS's own construct of a channel (CDK, aws-chatbot) has its role trust the service
            # without a source.
            "chatbot.amazonaws.com",
            # CloudTrail User Guide, "Role policy document for CloudTrail to use CloudWatch Logs":
            # the role supports neither aws:SourceArn nor aws:SourceAccount.
            "cloudtrail.amazonaws.com",
            "ec2.amazonaws.com",
            "lambda.amazonaws.com",
        ],
        "deputies": [
            "backup.amazonaws.com",
            "config.amazonaws.com",
            "ecs-tasks.amazonaws.com",
            "events.amazonaws.com",
            "firehose.amazonaws.com",
            "logs.amazonaws.com",
            "pipes.amazonaws.com",
            "s3.amazonaws.com",
            "scheduler.amazonaws.com",
            "ses.amazonaws.com",
            "states.amazonaws.com",
            "vpc-flow-logs.amazonaws.com",
        ],
    },
)
"""`services` act for the account that passed them the role; `deputies` could for any other."""

RULES: Final = (IAM_TRUST,)
