"""`till console`: a page of this machine for people who have no shell."""

import sys
from typing import Annotated

import typer

from till.lib.exits import Exit
from till.lib.options import OutputsFile, StackName
from till.lib.stack import stack_of


def add(app: typer.Typer) -> None:
    """Put the command there."""
    app.command("console", help="A page of this machine: payments, review, alarms.")(console)


def console(
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="Of 127.0.0.1; 0 is any free one.")
    ] = 0,
    outputs: OutputsFile = None,
    stack: StackName = None,
) -> int:
    """`till console`: 0 once Ctrl-C has ended it.

    Raises:
        InputError: there is no such stack, or the port is taken.
    """
    # The web server takes longer to import than all other commands together.
    from till.console.deployed import DeployedStack  # noqa: PLC0415
    from till.console.server import serve  # noqa: PLC0415

    told = stack_of(outputs, stack)
    name = told.merchants_table.removesuffix("-merchants")
    serve(DeployedStack(told, name), port, _say)
    return Exit.DONE


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
