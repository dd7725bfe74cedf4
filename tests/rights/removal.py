"""Take one statement out of a deployed role, play the flow that needs it, put it back."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Final, NamedTuple

from local.rights.granted import each
from tests.faults.steps import fresh
from tests.rights.flows import FLOWS
from tests.rights.world import World

KEPT: Final = {
    "seal-fields",
    "open-payment-method",
    "open-customer",
    "read-psp-key",
    "read-webhook-secrets",
    "know-callers",
    "show-message-keys",
    "derive-secrets",
}
"""Policies whose answer a warm function keeps, so that only a fresh one asks."""


class Statement(NamedTuple):
    """Where a statement stands."""

    role: str
    policy: str
    place: int

    @property
    def id(self) -> str:
        """As a test is called."""
        return f"{self.role}/{self.policy}/{self.place}"

    @property
    def handler(self) -> str:
        """The function whose role it is."""
        return self.role.replace("-", "_")


class Refusal(NamedTuple):
    """What the role was refused."""

    action: str
    resource: str


class Played(NamedTuple):
    """What became of a flow."""

    worked: bool
    refused: frozenset[Refusal]


def play(world: World, role: str, flow: str, given: str) -> Played:
    """One flow, and what its role was refused meanwhile."""
    before = _refusals(world, role)
    try:
        worked = FLOWS[flow].act(world, given)
    except Exception:  # noqa: BLE001 - however it fails, what counts is what was refused
        worked = False
    return Played(worked, frozenset(_refusals(world, role) - before))


def _refusals(world: World, role: str) -> Counter[Refusal]:
    found: Counter[Refusal] = Counter()
    for asked in world.stack.emulator.asked():
        if asked["role"].endswith(f"-{role}") and not asked["allowed"]:
            found[Refusal(asked["action"], asked["resource"])] += asked["times"]
    return found


@contextmanager
def without(world: World, statement: Statement) -> Iterator[dict[str, Any]]:
    """The deployed role lacks the statement, which is yielded, and each that says a part of it.

    Who sends to two queues of one key is granted the key with each of them, and who writes one
    table and reads another is granted theirs twice.
    """
    iam = world.stack.emulator.client("iam")
    role = {"RoleName": world.stack.outputs["functions"][statement.handler]}
    documents = {
        name: iam.get_role_policy(**role, PolicyName=name)["PolicyDocument"]
        for name in iam.list_role_policies(**role)["PolicyNames"]
    }
    removed = documents[statement.policy]["Statement"][statement.place]
    touched = {
        name: one
        for name, one in documents.items()
        if any(_overlaps(removed, other) for other in one["Statement"])
    }
    for name, document in touched.items():
        where = {**role, "PolicyName": name}
        if rest := [one for one in document["Statement"] if not _overlaps(removed, one)]:
            told = json.dumps({**document, "Statement": rest})
            iam.put_role_policy(**where, PolicyDocument=told)
        else:
            iam.delete_role_policy(**where)
    try:
        with fresh(world.stack, statement.handler) if statement.policy in KEPT else nullcontext():
            yield removed
    finally:
        for name, document in touched.items():
            iam.put_role_policy(**role, PolicyName=name, PolicyDocument=json.dumps(document))


def _overlaps(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether both grant an action of the same things under the same conditions."""
    same = all(one.get(part) == other.get(part) for part in ("Effect", "Resource", "Condition"))
    return same and bool({*each(one["Action"])} & {*each(other["Action"])})
