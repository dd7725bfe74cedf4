"""What an identity may do: everything that is attached to it, wherever it is written.

A role's permissions stand in inline policies on it, in policies beside it, in managed policies
that an attachment names, and in AWS's own: splitting a grant over them must hide nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .documents import Statement
from .evaluation import Placed
from .resource import Resource, Stack
from .statements import placed
from .tokens import (
    GROUP_POLICY,
    GROUP_POLICY_ATTACHMENT,
    IAM_GROUP,
    IAM_POLICY,
    IAM_ROLE,
    IAM_USER,
    POLICY_ATTACHMENT,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
    USER_POLICY,
    USER_POLICY_ATTACHMENT,
)
from .values import ABSENT, UNKNOWN, UndecidedError

IDENTITIES: Final = (IAM_ROLE, IAM_USER, IAM_GROUP)

DOCUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    IAM_POLICY: ("policy",),
    ROLE_POLICY: ("policy",),
    USER_POLICY: ("policy",),
    GROUP_POLICY: ("policy",),
    IAM_ROLE: ("inlinePolicies[].policy",),
}
"""Where an identity's permissions are written: type → paths."""

ATTACHED: Final[Mapping[str, str]] = {
    IAM_ROLE: "managedPolicyArns[]",
    ROLE_POLICY_ATTACHMENT: "policyArn",
    USER_POLICY_ATTACHMENT: "policyArn",
    GROUP_POLICY_ATTACHMENT: "policyArn",
    POLICY_ATTACHMENT: "policyArn",
}
"""Where a managed policy is named by its ARN: type → path."""

NAMING: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    ROLE_POLICY: {"role": (IAM_ROLE,)},
    USER_POLICY: {"user": (IAM_USER,)},
    GROUP_POLICY: {"group": (IAM_GROUP,)},
    ROLE_POLICY_ATTACHMENT: {"role": (IAM_ROLE,)},
    USER_POLICY_ATTACHMENT: {"user": (IAM_USER,)},
    GROUP_POLICY_ATTACHMENT: {"group": (IAM_GROUP,)},
    POLICY_ATTACHMENT: {"roles[]": (IAM_ROLE,), "users[]": (IAM_USER,), "groups[]": (IAM_GROUP,)},
}
"""Where a policy or an attachment says whose it is: type → path → types."""

WATCHED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    kind: {path: (IAM_POLICY,)} for kind, path in ATTACHED.items()
}
"""The names of managed policies, as a rule that reads them watches them."""


@dataclass
class Held:
    """Everything that one identity holds, as far as it can be seen."""

    placed: list[Placed] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    """ARNs of managed policies that are neither of this stack nor AWS's own."""
    aws: list[str] = field(default_factory=list)
    """Names of AWS's own managed policies."""
    unknown: str | None = None
    """Where something is that can't be read before the deployment."""

    @property
    def statements(self) -> list[Statement]:
        """Them all, wherever they stand."""
        return [each.statement for each in self.placed]


def aws_managed(arn: Any) -> str | None:
    """The name of AWS's own policy with this ARN; none for any other ARN."""
    owner, found, name = str(arn).partition(":policy/")
    return name if found and owner.endswith(":aws") else None


def held(stack: Stack, identity: Resource) -> Held:
    """The union of everything attached to a role, user or group.

    Raises:
        DocumentError: a document can't be parsed.
    """
    found = Held()
    for path in DOCUMENTS.get(identity.type, ()):
        _add(found, identity, path)
    _managed(stack, found, identity, ATTACHED.get(identity.type, ""))
    own = {text for text in (identity.get("name"), identity.get("id")) if isinstance(text, str)}
    naming, policies = stack.once(_by_whom_they_name), stack.of(*NAMING)
    called: tuple[Resource | str, ...] = (identity, *own)
    for number in sorted({one for who in called for one in naming.get(who, ())}):
        each = policies[number]
        for path in DOCUMENTS.get(each.type, ()):
            _add(found, each, path)
        _managed(stack, found, each, ATTACHED.get(each.type, ""))
    return found


def _by_whom_they_name(stack: Stack) -> Mapping[Resource | str, Sequence[int]]:
    """An identity, or its name → which policies and attachments say that they are its."""
    found: dict[Resource | str, list[int]] = {}
    for number, each in enumerate(stack.of(*NAMING)):
        for path in NAMING[each.type]:
            prop = path.removesuffix("[]")
            value = each.get(prop)
            texts = value if isinstance(value, list) else [value]
            for made_of in each.made_of(prop):
                found.setdefault(made_of, []).append(number)
            for text in texts:
                if isinstance(text, str):
                    found.setdefault(text, []).append(number)
    return found


def _add(found: Held, resource: Resource, path: str) -> None:
    try:
        found.placed.extend(placed(resource, path))
    except UndecidedError as undecided:
        found.unknown = undecided.path


def _managed(stack: Stack, found: Held, resource: Resource, path: str) -> None:
    ours = resource.made_of(path.removesuffix("[]"), IAM_POLICY)
    for each in ours:
        _add(found, each, "policy")
    for at, arn in resource.each(path) if path else ():
        if arn is UNKNOWN:
            # A policy of this stack, added above, or nothing that can be judged yet.
            found.unknown = found.unknown if ours else at
        elif arn is not ABSENT and (name := aws_managed(arn)):
            found.aws.append(name)
        elif arn is not ABSENT:
            called = list(_called(stack, str(arn)))
            for each in called:
                _add(found, each, "policy")
            if not called:
                found.elsewhere.append(str(arn))


def _called(stack: Stack, arn: str) -> Iterator[Resource]:
    for each in stack.of(IAM_POLICY):
        name = each.get("name")
        if arn == each.get("arn") or (isinstance(name, str) and arn.endswith(f"/{name}")):
            yield each
