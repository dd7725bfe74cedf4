"""Identity policies: named actions on named things, and no way to everything at once."""

import re
from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.actions import OF_INTERFACES, allowed, knows_key, named, open_to_all, takes_arns
from ..framework.attachments import ATTACHED, DOCUMENTS, WATCHED, aws_managed
from ..framework.documents import Condition, Statement
from ..framework.guards import narrows
from ..framework.predicates import Config
from ..framework.resource import Resource
from ..framework.rule import Finding, Rule, Watched
from ..framework.statements import no_statement
from ..framework.tokens import (
    BUCKET,
    EVENT_RULE,
    FUNCTION,
    FUNCTION_ALIAS,
    IAM_POLICY,
    IAM_ROLE,
    KEY,
    LOG_GROUP,
    MAIL_IDENTITY,
    QUEUE,
    REST_API,
    SECRET,
    SECURITY_GROUP,
    SUBNET,
    TABLE,
    TOPIC,
    USER_POOL,
    VPC,
)
from ..framework.values import ABSENT, UNKNOWN, UndecidedError

_NAMED: Final = (
    BUCKET, EVENT_RULE, FUNCTION, FUNCTION_ALIAS, IAM_POLICY, IAM_ROLE, KEY, LOG_GROUP,
    MAIL_IDENTITY, QUEUE, REST_API, SECRET, SECURITY_GROUP, SUBNET, TABLE, TOPIC, USER_POOL, VPC,
)  # fmt: skip
"""Whose ARNs stand in identity policies."""

WRITTEN: Final[dict[str, Watched]] = {
    kind: dict.fromkeys(paths, _NAMED) for kind, paths in DOCUMENTS.items()
}
_WATCHED: Final[dict[str, Watched]] = {
    kind: {**WRITTEN.get(kind, {}), **WATCHED.get(kind, {})}
    for kind in dict.fromkeys([*DOCUMENTS, *ATTACHED])
}

_NETWORKS: Final = frozenset({"ec2:vpc"})
_AWS_ADMINS: Final = re.compile(r".*(Administrator|FullAccess|PowerUser).*|job-function/.*")


def _whole_service(pattern: str) -> bool:
    """`*`, a service left open, or all actions of one: `iam:*`, `sq?:SendMessage`, `s3:?*`."""
    service, _, action = pattern.rpartition(":")
    return not service or bool(set("*?") & set(service)) or not action.strip("*?")


def _administers(statement: Statement, _config: Config) -> bool:
    return statement.allows and (
        bool(statement.not_actions) or any(_whole_service(each) for each in statement.actions)
    )


def _aws_policies(resource: Resource) -> Iterator[tuple[str, str]]:
    """The names of AWS's own policies that a resource attaches, each with its path.

    Raises:
        UndecidedError: an ARN is unknown, after those that are not.
    """
    unknown = None
    for path, arn in resource.each(ATTACHED[resource.type]) if resource.type in ATTACHED else ():
        if arn is UNKNOWN:
            unknown = path
        elif arn is not ABSENT and (name := aws_managed(arn)):
            yield path, name
    if unknown:
        raise UndecidedError(unknown)


def _no_administrator(resource: Resource, config: Config) -> Iterator[Finding]:
    if resource.type in DOCUMENTS:
        yield from no_statement(
            DOCUMENTS, _administers, "Write out the actions, without NotAction or a whole service."
        )(resource, config)
    for path, name in _aws_policies(resource):
        if _AWS_ADMINS.fullmatch(name):
            yield Finding(f"{path}: Attach a policy of this stack with the actions written out.")


IAM_NO_ADMIN: Final = Rule(
    number="92",
    name="iam-no-admin",
    description="No identity may do everything, or everything in a service.",
    severity=Severity.CRITICAL,
    pci=("7.2.2", "7.3.1"),
    references=("IAM.1", "IAM.21", "AwsSolutions-IAM5", "CKV_AWS_62"),
    types=tuple(_WATCHED),
    check=_no_administrator,
    watches=_WATCHED,
)


def _unbound(statement: Statement, config: Config) -> bool:
    may = {each.lower() for each in config["allow"]}
    if any(_to_one(each, _NETWORKS) for each in statement.conditions):
        may |= OF_INTERFACES
    return (
        statement.allows
        and open_to_all(statement)
        and any(takes_arns(each) and each not in may for each in allowed(statement))
    )


def _things_are_named(resource: Resource, config: Config) -> Iterator[Finding]:
    if resource.type in DOCUMENTS:
        yield from no_statement(
            DOCUMENTS,
            _unbound,
            "Name the things by their ARNs: these actions can be bound to them.",
        )(resource, config)
    for path, name in _aws_policies(resource):
        if name not in config["awsManaged"] and not _AWS_ADMINS.fullmatch(name):
            yield Finding(
                f"{path}: AWS's own policies speak about every resource; attach a policy of this "
                "stack, or list the name in the rule's awsManaged."
            )


IAM_NO_WILDCARD: Final = Rule(
    number="93",
    name="iam-no-wildcard-resource",
    description="Actions that can be bound to a thing are allowed on named things only.",
    severity=Severity.HIGH,
    pci=("7.2.2",),
    references=("AwsSolutions-IAM4", "AwsSolutions-IAM5", "CKV_AWS_355", "CKV_AWS_356"),
    types=tuple(_WATCHED),
    check=_things_are_named,
    watches=_WATCHED,
    config={
        "allow": [],
        "awsManaged": [
            "AmazonSSMManagedInstanceCore",
            "CloudWatchAgentServerPolicy",
            "service-role/AWSLambdaVPCAccessExecutionRole",
            "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
        ],
    },
)

_KEY_USE: Final = (
    "kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey",
    "kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:GenerateDataKeyWithoutPlaintext", "kms:PutKeyPolicy", "kms:ReEncryptFrom",
    "kms:ReEncryptTo", "kms:ScheduleKeyDeletion",
)  # fmt: skip


def _any_key(statement: Statement, _config: Config) -> bool:
    return (
        statement.allows
        and any(statement.touches(each) for each in _KEY_USE)
        and open_to_all(statement)
    )


IAM_NO_WILDCARD_KMS: Final = Rule(
    number="95",
    name="iam-no-wildcard-kms",
    description="Nobody may use or give away every key of the account.",
    severity=Severity.CRITICAL,
    pci=("3.6.1.3", "7.2.2"),
    references=("KMS.1", "KMS.2"),
    types=tuple(DOCUMENTS),
    check=no_statement(DOCUMENTS, _any_key, "Name the keys by their ARNs."),
    watches=WRITTEN,
)

_TO_WHOM: Final = frozenset({"iam:passedtoservice"})


def _passes_freely(statement: Statement, _config: Config) -> bool:
    return (
        statement.allows
        and statement.touches("iam:PassRole")
        and (
            bool(statement.not_resources)
            or any("*" in each or "?" in each for each in statement.resources)
            or not any(_to_one(each) for each in statement.conditions)
        )
    )


def _to_one(condition: Condition, keys: frozenset[str] = _TO_WHOM) -> bool:
    return narrows(condition, keys) and not any(set("*?") & set(v) for v in condition.values)


IAM_PASS_ROLE: Final = Rule(
    number="98",
    name="iam-passrole-scoped",
    description="A role may be passed only by its ARN and only to a named service.",
    severity=Severity.HIGH,
    pci=("7.2.2",),
    types=tuple(DOCUMENTS),
    check=no_statement(
        DOCUMENTS,
        _passes_freely,
        "Name the role's whole ARN and the service by StringEquals on iam:PassedToService.",
    ),
    watches=WRITTEN,
)

_ARN: Final = re.compile(
    r"\*|arn:(aws(-[a-z]+)*|\*):[a-z0-9*?-]+:[a-z0-9*?-]*:(\d{12}|aws|\*|\$\{.*\}|):.+"
)


def _misspelt(statement: Statement, _config: Config) -> bool:
    patterns = (*statement.actions, *statement.not_actions)
    return (
        not patterns
        or not all(named(each) for each in patterns)
        or not (statement.resources or statement.not_resources)
        or not all(_ARN.fullmatch(e) for e in (*statement.resources, *statement.not_resources))
        or not all(knows_key(each.key) for each in statement.conditions)
    )


IAM_LINTS: Final = Rule(
    number="99",
    name="iam-policy-lints",
    description="Identity policies speak of actions, ARNs and condition keys that exist.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("7.2.1",),
    types=tuple(DOCUMENTS),
    check=no_statement(
        DOCUMENTS,
        _misspelt,
        "An action, an ARN or a condition key in it is none that AWS knows; correct it.",
    ),
    watches=WRITTEN,
)

RULES: Final = (IAM_NO_ADMIN, IAM_NO_WILDCARD, IAM_NO_WILDCARD_KMS, IAM_PASS_ROLE, IAM_LINTS)
