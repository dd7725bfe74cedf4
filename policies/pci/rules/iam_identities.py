"""Identities: what a role can do with everything it holds, who may take it, and no users."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from pulumi_policy import EnforcementLevel, Severity

from ..framework.actions import open_to_all
from ..framework.attachments import DOCUMENTS, IDENTITIES, NAMING, WATCHED, Held, held
from ..framework.documents import Statement
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import (
    ACCESS_KEY,
    IAM_POLICY,
    IAM_ROLE,
    IAM_USER,
    SERVICE_CREDENTIAL,
    SIGNING_CERTIFICATE,
    SSH_KEY,
    USER_LOGIN,
    USER_POLICY,
    USER_POLICY_ATTACHMENT,
)
from ..framework.values import ABSENT, UndecidedError
from .iam_documents import WRITTEN


@cache
def _ways_up() -> Mapping[str, Sequence[str]]:
    """Ways to more permissions, by name: the actions that open each together, lower case.

    Only the tables of `cloudsplaining`: its judge takes `Resource: "*"` alone for a wildcard,
    passes over conditions and `NotResource`, and prints statements.
    """
    # Only now: nothing else needs it, and it costs a twentieth of a second.
    from cloudsplaining.shared.constants import (  # noqa: PLC0415 - see above
        PRIVILEGE_ESCALATION_METHODS,
    )

    return PRIVILEGE_ESCALATION_METHODS


@cache
def _giving_credentials() -> Sequence[str]:
    from cloudsplaining.shared.constants import (  # noqa: PLC0415 - see above
        ACTIONS_THAT_RETURN_CREDENTIALS,
    )

    return ACTIONS_THAT_RETURN_CREDENTIALS


@cache
def _singly() -> frozenset[str]:
    """Every action that is a part of a way up."""
    return frozenset(action for actions in _ways_up().values() for action in actions)


@lru_cache(maxsize=4096)
def _named(statement: Statement) -> frozenset[str]:
    """Of these actions, and of those that give credentials, what a statement speaks about."""
    every = _singly().union(_giving_credentials())
    return frozenset(each for each in every if statement.touches(each))


def _together(statements: Iterable[Statement]) -> frozenset[str]:
    return frozenset().union(*(_named(each) for each in statements))


def _rises(found: Held, config: Config) -> Iterator[Finding]:
    allow = [each for each in found.statements if each.allows]
    denied = _together(
        each
        for each in found.statements
        if not each.allows and "*" in each.resources and not each.conditions
    )
    mine = _together(allow) - denied
    ways = [name for name, actions in _ways_up().items() if mine.issuperset(actions)]
    if ways:
        yield Finding(
            f"All that is attached to it together opens {', '.join(ways[:3])}"
            f"{' and more' * (len(ways) > 3)}: take away one of the actions."  # noqa: PLR2004 - as many as were named
        )
    may = {each.lower() for each in config["credentials"]}
    anywhere = _together(each for each in allow if open_to_all(each)) - denied
    if any(each not in may and each in anywhere for each in _giving_credentials()):
        yield Finding("It may fetch credentials that are not named: name them by their ARNs.")


def _can_not_rise(stack: Stack, identity: Resource, config: Config) -> Iterator[Finding]:
    if identity.name in config["deployers"]:
        return
    found = held(stack, identity)
    yield from _rises(found, config)
    if not {*found.elsewhere} <= {*config["externalArns"]}:
        yield Finding(
            "A managed policy of another stack is attached to it, which nobody judges here: "
            "write it in this one, or list its ARN in the rule's externalArns."
        )
    if found.unknown:
        raise UndecidedError(found.unknown)


IAM_NO_ESCALATION: Final = Rule(
    number="94",
    name="iam-no-privilege-escalation",
    description="No identity can raise its own permissions with all that is attached to it.",
    severity=Severity.CRITICAL,
    pci=("7.2.2", "7.2.5"),
    references=("CKV_AWS_286", "CKV_AWS_287"),
    subjects=IDENTITIES,
    stack=_can_not_rise,
    watches={
        kind: {**WRITTEN.get(kind, {}), **WATCHED.get(kind, {}), **NAMING.get(kind, {})}
        for kind in dict.fromkeys([*DOCUMENTS, *WATCHED])
    },
    config={
        "deployers": [],
        "externalArns": [],
        "credentials": ["ecr:GetAuthorizationToken"],
    },
)


def _no_person(resource: Resource, config: Config) -> Iterator[Finding]:
    owner = "name" if resource.type == IAM_USER else "user"
    if resource.type in _LASTING or resource.known(owner) not in config["breakglass"]:
        yield Finding(
            "Give people and programs roles with short-lived credentials, not users and keys."
        )


_LASTING: Final = (ACCESS_KEY, SERVICE_CREDENTIAL, SIGNING_CERTIFICATE, SSH_KEY)

IAM_NO_USERS: Final = Rule(
    number="97",
    name="iam-no-users-or-keys",
    description=(
        "There are no users and no keys that last; for an emergency a named user without keys."
    ),
    severity=Severity.HIGH,
    pci=("7.2.4", "8.2.1"),
    references=("IAM.2", "CKV_AWS_273"),
    types=(IAM_USER, USER_LOGIN, USER_POLICY, USER_POLICY_ATTACHMENT, *_LASTING),
    check=_no_person,
    watches={
        IAM_USER: {"name": ()},
        **{kind: {"user": (IAM_USER,)} for kind in (USER_LOGIN, USER_POLICY_ATTACHMENT)},
    },
    config={"breakglass": []},
)


def _is_bounded(role: Resource, config: Config) -> Iterator[Finding]:
    boundary = role.known("permissionsBoundary")
    if boundary is ABSENT:
        if config["require"]:
            yield Finding("Set permissions_boundary to the policy that caps the account's roles.")
    elif config["arns"] and boundary not in config["arns"]:
        yield Finding("Set permissions_boundary to a policy of the rule's arns.")


IAM_BOUNDARY: Final = Rule(
    number="100",
    name="iam-permissions-boundary",
    description="Roles are capped by a permissions boundary.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("7.2.5",),
    level=EnforcementLevel.ADVISORY,
    types=(IAM_ROLE,),
    check=_is_bounded,
    watches={IAM_ROLE: {"permissionsBoundary": (IAM_POLICY,)}},
    config={"require": False, "arns": []},
)

RULES: Final = (IAM_NO_ESCALATION, IAM_NO_USERS, IAM_BOUNDARY)
