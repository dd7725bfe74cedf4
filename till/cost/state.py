"""Which resources a stack has: from the engine's state of it."""

import json
import sys
from pathlib import Path
from typing import Any

from till.cost.fixed import Resource
from till.lib.exits import CommandError, Exit
from till.lib.input import InputError
from till.lib.stack import ROOT, engine_says


def resources_of(file: Path | None, name: str | None, root: Path = ROOT) -> list[Resource]:
    """The resources of the stack that is meant; a file goes before a name, `-` is the input.

    Raises:
        InputError: nothing is named, or the file holds no state.
        CommandError: there is no such stack, or it has no resources.
    """
    if file is not None:
        try:
            text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            message = f"{file} is no UTF-8: `pulumi stack export --file state.json` writes it so."
            raise InputError(message) from None
        return read(text, str(file))
    if name is None:
        raise CommandError(
            Exit.MISUSED,
            "Say which stack: --stack dev, or --state FILE with what `pulumi stack export` wrote; "
            "or set TILL_STACK.",
        )
    without = f"`pulumi`, which knows the stack {name}, is not on PATH. Name a file with --state."
    found = read(engine_says("export", name, "state of a", without, root), f"The state of {name}")
    if not found:
        raise CommandError(
            Exit.NOT_FOUND, f"The stack {name} has no resources: `make up STACK={name}` makes them."
        )
    return found


def read(text: str, where: str) -> list[Resource]:
    """The resources in a state, the engine's own left out.

    Raises:
        InputError: it is none.
    """
    try:
        deployment: dict[str, Any] = json.loads(text)["deployment"]
        every = deployment.get("resources") or []
        return [
            Resource(str(each["type"]), dict(each.get("inputs") or {}))
            for each in every
            if each.get("custom")
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = f"{where} is not what `pulumi stack export` writes."
        raise InputError(message) from None
