"""`till repoint`: let a stack's state name the restored tables in place of the ones in use.

The engine would replace a table whose name changes: make an empty one and delete the old one.
A state that names the restored table already has nothing to replace; the next `up` sets what a
restore does not bring. The old tables and their policies stay, without an owner.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from till.lib.input import InputError
from till.restore.plan import renamed

TABLE: Final = "aws:dynamodb/table:Table"
POLICY: Final = "aws:dynamodb/resourcePolicy:ResourcePolicy"
THINGS: Final = ("ledger-payments", "ledger-entries")
"""The tables' names in the program."""

State = dict[str, Any]


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Describe the command."""
    parser = commands.add_parser("repoint", help="let a stack's state name restored tables")
    parser.add_argument("suffix", help="what the restored tables' names end with")
    parser.add_argument("--file", type=Path, required=True, help="what `pulumi stack export` wrote")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """0; the new state is on the standard output.

    Raises:
        InputError: what was given is no state of this program.
    """
    try:
        state = json.loads(chosen.file.read_text(encoding="utf-8"))
        resources = state["deployment"]["resources"]
    except (ValueError, KeyError, TypeError):
        message = f"{chosen.file} is not what `pulumi stack export` writes."
        raise InputError(message) from None
    state["deployment"]["resources"] = repointed(resources, chosen.suffix)
    json.dump(state, sys.stdout, indent=4)
    return 0


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
