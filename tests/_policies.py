"""What a recorded policy allows, judged as IAM judges it, for the few operators that we use."""

import json
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

import pulumi_aws as aws

from local.rights.granted import each
from tests.fakes.recorder import Recorded, Recording

Statement = Mapping[str, Any]
_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda wanted, given: wanted == given,
    "ArnEquals": lambda wanted, given: fnmatchcase(given, wanted),
    "ArnLike": lambda wanted, given: fnmatchcase(given, wanted),
    "Bool": lambda wanted, given: wanted == given,
}


def statements(policy: str) -> list[Statement]:
    """The statements of a policy document."""
    found: list[Statement] = json.loads(policy)["Statement"]
    return found


def grants(recording: Recording, role: str) -> dict[str, list[Statement]]:
    """Everything that was granted to a role: the policy's name → its statements."""
    return {
        policy.inputs["name"]: statements(policy.inputs["policy"])
        for policy in recording.of(aws.iam.RolePolicy)
        if policy.inputs["role"] == role
    }


def role_allows(
    recording: Recording,
    role: str,
    action: str,
    resource: str,
    context: Mapping[str, Any] | None = None,
) -> bool:
    """Whether the role's policies, taken together, let it do `action` on `resource`."""
    granted = [each for policy in grants(recording, role).values() for each in policy]
    return allows(granted, action, resource, context or {})


def service_allowed(
    policy: str, service: str, action: str, resource: str, context: Mapping[str, str]
) -> bool:
    """Whether a resource's own policy lets an AWS service do `action`."""
    mine = [
        statement
        for statement in statements(policy)
        if statement["Effect"] == "Deny"
        or service in each(_principal(statement).get("Service", []))
    ]
    return allows(mine, action, resource, context)


def allows(
    policy: Iterable[Statement], action: str, resource: str, context: Mapping[str, Any]
) -> bool:
    """Whether some statement allows and none denies."""
    effects = {
        statement["Effect"]
        for statement in policy
        if any(fnmatchcase(action, wanted) for wanted in each(statement["Action"]))
        and any(fnmatchcase(resource, wanted) for wanted in each(statement["Resource"]))
        and _holds(statement.get("Condition", {}), context)
    }
    return effects == {"Allow"}


def delegates(key: Recorded, account: str) -> bool:
    """Whether a key leaves its use to the account's IAM policies."""
    return any(
        _principal(statement).get("AWS") == f"arn:aws:iam::{account}:root"
        and statement["Action"] == "kms:*"
        and "Condition" not in statement
        for statement in statements(key.inputs["policy"])
    )


def _principal(statement: Statement) -> Mapping[str, Any]:
    principal = statement.get("Principal", {})
    return principal if isinstance(principal, dict) else {}


def _holds(condition: Mapping[str, Mapping[str, Any]], context: Mapping[str, Any]) -> bool:
    return all(
        key in context and _meets(operator, each(wanted), context[key])
        for operator, keys in condition.items()
        for key, wanted in keys.items()
    )


def _meets(operator: str, wanted: list[Any], given: Any) -> bool:
    # A set must lie within what is wanted; a text must be one of it.
    if operator == "ForAllValues:StringEquals":
        return set(given) <= set(wanted)
    if operator.partition("Not")[1]:
        return not _meets(operator.replace("Not", ""), wanted, given)
    return any(_OPERATORS[operator](one, given) for one in wanted)
