"""What a program's roles may do, right by right."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pulumi_aws as aws

from local.lib.known_as import known_as
from local.program.recording import Recording

_UNDER = ("kms:EncryptionContext:purpose", "kms:ViaService")


class Right(NamedTuple):
    """One action of one role on one thing."""

    role: str
    action: str
    resource: str
    """A key by its alias, a secret without its suffix; may end with `*`."""
    under: str = ""
    """What a key may be used for: a sealed field's purpose, or the service that asks."""


def granted(recording: Recording) -> Iterator[Right]:
    """Every right of every role, each as often as it is granted."""
    known = aliases(recording)
    for policy in recording.of(aws.iam.RolePolicy):
        for statement in json.loads(policy.inputs["policy"])["Statement"]:
            for action in each(statement["Action"]):
                for resource in each(statement["Resource"]):
                    for under in _conditions(statement):
                        name = known_as(resource, known)
                        yield Right(policy.inputs["role"], action, name, under)


def aliases(recording: Recording) -> dict[str, str]:
    """Alias ARN → id of its key."""
    keys = {key.outputs["keyId"]: key.outputs["arn"] for key in recording.of(aws.kms.Key)}
    return {
        f"{keys[alias.inputs['targetKeyId']].rpartition(':')[0]}:{alias.inputs['name']}": (
            alias.inputs["targetKeyId"]
        )
        for alias in recording.of(aws.kms.Alias)
    }


def each(value: Any) -> list[Any]:
    """An element of a policy may be one thing or a list of them."""
    return value if isinstance(value, list) else [value]


def _conditions(statement: dict[str, Any]) -> list[str]:
    equals = statement.get("Condition", {}).get("StringEquals", {})
    return next((each(equals[key]) for key in _UNDER if key in equals), [""])
