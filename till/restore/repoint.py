"""`till repoint`: let a stack's state name the restored tables in place of the ones in use.

The engine would replace a table whose name changes: make an empty one and delete the old one.
A state that names the restored table already has nothing to replace; the next `up` sets what a
restore does not bring. The old tables and their policies stay, without an owner.
"""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from till.lib.exits import Exit
from till.lib.input import InputError
from till.restore.plan import renamed

TABLE: Final = "aws:dynamodb/table:Table"
POLICY: Final = "aws:dynamodb/resourcePolicy:ResourcePolicy"
THINGS: Final = ("ledger-payments", "ledger-entries")
"""The tables' names in the program."""

State = dict[str, Any]


def add(app: typer.Typer) -> None:
    """Put the command there."""
    app.command("repoint", help="Let a stack's state name restored tables.")(run)


def run(
    *,
    suffix: Annotated[str, typer.Argument(help="What the restored tables' names end with.")],
    file: Annotated[Path, typer.Option(help="What `pulumi stack export` wrote.")],
) -> int:
    """0; the new state, which is JSON as it is, is on the standard output.

    Raises:
        InputError: what was given is no state of this program.
    """
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
        resources = state["deployment"]["resources"]
    except (ValueError, KeyError, TypeError):
        message = f"{file} is not what `pulumi stack export` writes."
        raise InputError(message) from None
    state["deployment"]["resources"] = repointed(resources, suffix)
    json.dump(state, sys.stdout, indent=4)
    return Exit.DONE


def repointed(resources: list[State], suffix: str) -> list[State]:
    """The resources of a state, with the two tables renamed and without their policies.

    Raises:
        InputError: they are not in it, or something depends on a policy.
    """
    tables = {
        one["id"]: renamed(one["id"], suffix)
        for one in resources
        if one["type"] == TABLE and one["urn"].rpartition("::")[2] in THINGS
    }
    policies = {
        one["urn"]
        for one in resources
        if one["type"] == POLICY and one["id"].rpartition("/")[2] in tables
    }
    kept = [one for one in resources if one["urn"] not in policies]
    if len(tables) != len(THINGS):
        message = f"The state does not hold both {' and '.join(THINGS)}: it is another program's."
        raise InputError(message)
    if any(urn in json.dumps(kept) for urn in policies):
        message = "Something in the state depends on a table's policy, so it can't be left out."
        raise InputError(message)
    return [_renamed(one, tables) if one.get("id") in tables else one for one in kept]


def _renamed(table: State, names: dict[str, str]) -> State:
    if table["type"] != TABLE:
        return table
    old = table["id"]
    new = names[old]
    outputs = table["outputs"]
    return {
        **table,
        "id": new,
        "inputs": {**table["inputs"], "name": new},
        "outputs": {
            **outputs,
            "id": new,
            "name": new,
            "arn": outputs["arn"].removesuffix(old) + new,
        },
    }
