"""What each role may do after the deployment that it may not do now, and the reverse."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from till.preview.events import UNKNOWN, State, Step

ROLE: Final = "aws:iam/role:Role"
ROLE_POLICY: Final = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT: Final = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"


class Permission(NamedTuple):
    """One action on one resource; a `Deny` is kept as such, so that losing one shows."""

    role: str
    effect: str
    action: str
    resource: str
    condition: str
    """JSON, or empty."""


@dataclass(frozen=True)
class Delta:
    """The difference of a preview, sorted by role."""

    gained: tuple[Permission, ...]
    lost: tuple[Permission, ...]
    unreadable: tuple[str, ...]
    """Resources with a policy that is secret or not known before the deployment."""


def delta(steps: Sequence[Step]) -> Delta:
    """What the steps change about roles, their policies and who may become them."""
    before: set[Permission] = set()
    after: set[Permission] = set()
    unreadable: list[str] = []
    for step in steps:
        for state, found in ((step.old, before), (step.new, after)):
            # The state of what is deleted names what there was; nothing comes after it.
            if state is None or step.type not in _READERS:
                continue
            try:
                found.update(_READERS[step.type](step, state))
            except _UnreadableError:
                unreadable.append(step.name)
    return Delta(
        gained=tuple(sorted(after - before)),
        lost=tuple(sorted(before - after)),
        unreadable=tuple(sorted(set(unreadable))),
    )


class _UnreadableError(Exception):
    """A policy that can't be read before the deployment."""


def _role_policy(step: Step, state: State) -> Iterator[Permission]:
    role = _known(state.inputs.get("role")) or f"the role of {step.name}"
    for statement in _statements(state.inputs.get("policy")):
        for action in _each(statement, "Action"):
            for resource in _each(statement, "Resource"):
                yield Permission(role, _effect(statement), action, resource, _condition(statement))


def _trust(step: Step, state: State) -> Iterator[Permission]:
    role = _known(state.inputs.get("name")) or step.name
    for statement in _statements(state.inputs.get("assumeRolePolicy")):
        principal = json.dumps(statement.get("Principal", "*"), sort_keys=True)
        for action in _each(statement, "Action"):
            yield Permission(
                role, _effect(statement), f"{action} by {principal}", role, _condition(statement)
            )


def _attachment(step: Step, state: State) -> Iterator[Permission]:
    role = _known(state.inputs.get("role")) or f"the role of {step.name}"
    policy = _known(state.inputs.get("policyArn"))
    if not policy:
        raise _UnreadableError
    yield Permission(role, "Allow", "everything in the policy", policy, "")


_READERS: Final = {ROLE: _trust, ROLE_POLICY: _role_policy, ATTACHMENT: _attachment}


def _known(value: Any) -> str:
    """Text that is neither secret nor unknown, else nothing."""
    return value if isinstance(value, str) and UNKNOWN not in value else ""


def _statements(policy: Any) -> list[Mapping[str, Any]]:
    text = _known(policy)
    try:
        found = json.loads(text)["Statement"]
    except (json.JSONDecodeError, KeyError, TypeError):
        raise _UnreadableError from None
    return found if isinstance(found, list) else [found]


def _effect(statement: Mapping[str, Any]) -> str:
    return str(statement.get("Effect", "Allow"))


def _each(statement: Mapping[str, Any], element: str) -> list[str]:
    """`Action` or `Resource`, one or many; `Not…` means everything but these."""
    if f"Not{element}" in statement:
        return [f"everything but {json.dumps(statement[f'Not{element}'])}"]
    value = statement.get(element, [])
    return value if isinstance(value, list) else [value]


def _condition(statement: Mapping[str, Any]) -> str:
    condition = statement.get("Condition")
    return json.dumps(condition, sort_keys=True) if condition else ""
