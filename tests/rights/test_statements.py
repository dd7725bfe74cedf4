"""The tables of statements: none is left out, and what the emulator never asks is judged here."""

import json
from collections.abc import Iterator
from typing import Any

import pulumi_aws as aws
import pytest

from local.lib.known_as import known_as
from local.rights.granted import aliases, each
from local.rights.unasked import unasked
from tests._policies import allows
from tests.fakes.recorder import program
from tests.rights.flows import FLOWS
from tests.rights.removal import Statement
from tests.rights.statements import BESIDE, NEEDED, UNASKED, needed
from tests.rights.world import World

PREFIX = "tillstack-local-"
ROLES = sorted(NEEDED)


def documents(role: str) -> dict[str, list[dict[str, Any]]]:
    """The role's policies; keys and secrets by the names that the program gave them."""
    known = aliases(program())
    found = {}
    for policy in program().of(aws.iam.RolePolicy):
        if policy.inputs["role"] == f"{PREFIX}{role}":
            statements = json.loads(policy.inputs["policy"])["Statement"]
            for one in statements:
                one["Resource"] = [known_as(arn, known) for arn in each(one["Resource"])]
            found[policy.inputs["name"]] = statements
    return found


def beside() -> Iterator[tuple[Statement, str]]:
    """Each statement that the emulator never asks for, and why."""
    for role in ROLES:
        for policy, reason in UNASKED.items():
            if policy == f"consume-{CONSUMES.get(role)}" or not policy.startswith("consume-"):
                for place in range(2 if policy.startswith("consume-") else 1):
                    yield Statement(role, policy, place), reason


CONSUMES = {
    "deliver-events": "events",
    "notify-customer": "notifications",
    "process-dead-letter": "dead-letters",
    "process-payment": "payments",
    "receive-email-event": "email-events",
}


def test_every_statement_of_every_role_is_taken_away_by_a_test() -> None:
    """On the emulator where it asks, else below; none is left out and none is invented."""
    tried = [statement for statement, _ in (*needed(), *beside())]
    roles = {one.inputs["name"].removeprefix(PREFIX) for one in program().of(aws.lambda_.Function)}
    declared = {
        Statement(role, policy, place)
        for role in roles
        for policy, statements in documents(role).items()
        for place in range(len(statements))
    }
    assert set(tried) == declared
    assert len(tried) == len(declared) == 189
    assert {flow for _, flow in needed()} | set(BESIDE) == set(FLOWS)


@pytest.mark.parametrize("statement", [pytest.param(row[0], id=row[0].id) for row in beside()])
def test_what_the_emulator_never_asks_is_missed_by_aws(statement: Statement) -> None:
    """Without the statement the role lacks something that AWS asks of it; with it, nothing."""
    role = f"{PREFIX}{statement.role}"
    needs = [right for right in unasked(program()) if right.role == role]
    policies = documents(statement.role)
    everything = [one for statements in policies.values() for one in statements]
    removed = policies[statement.policy][statement.place]
    arn = f"arn:aws:lambda:eu-central-1:111122223333:function:{role}"

    def lacking(granted: list[dict[str, Any]]) -> set[str]:
        context = {"kms:EncryptionContext:aws:lambda:FunctionArn": arn}
        return {
            right.action
            for right in needs
            if not allows(
                granted, right.action, right.resource, {**context, "kms:ViaService": right.under}
            )
        }

    assert lacking(everything) == set()
    rest = [one for one in everything if one is not removed]
    if statement.policy.startswith("consume-") and statement.place == 1:
        # Who also sends to a queue has the key with that, and needs it for this alone.
        rest = [one for one in rest if "kms:GenerateDataKey" not in one["Action"]]
    assert lacking(rest) & set(removed["Action"])


@pytest.mark.emulator
def test_the_emulator_never_asks_for_them(world: World) -> None:
    """Once it does, the statement belongs to a flow; until then `UNASKED` says why it does not."""
    for flow in ("processes", "hears of a mail"):
        assert FLOWS[flow].act(world, FLOWS[flow].prepare(world))
    rows = world.stack.emulator.asked()
    asked = {(row["action"], row["under"].partition(".")[0]) for row in rows}
    assert ("kms:Decrypt", "dynamodb") in asked
    assert not {action for action, _ in asked if action.startswith(("logs:", "xray:"))}
    assert ("sqs:ReceiveMessage", "") not in asked
    assert ("kms:Decrypt", "lambda") not in asked
