"""What operators, developers and deployers ask: `till <command>`."""

import sys
from collections.abc import Sequence
from typing import Final

import typer

from till.doctor import command as doctor
from till.erasure import command as erasure
from till.ledger import verify_ledger
from till.lib.exits import PROBLEMS, Exit, told
from till.merchants import command as merchants
from till.payments import commands as payments
from till.preview import command as preview
from till.redrive import dead_letters, redrive
from till.restore import repoint, restore_drill
from till.watch import alarms, gateway_health, inbox

COMMANDS: Final = (
    payments,
    dead_letters,
    gateway_health,
    alarms,
    inbox,
    merchants,
    erasure,
    redrive,
    verify_ledger,
    doctor,
    preview,
    restore_drill,
    repoint,
)
"""In the order of the help."""


def application() -> typer.Typer:
    """The command line: each topic puts its own commands there."""
    # A traceback shows no local variable: one may be a secret.
    app = typer.Typer(
        name="till", help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False
    )
    for topic in COMMANDS:
        topic.add(app)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code, after one sentence on the standard error where it failed."""
    try:
        answer = application()(
            args=None if arguments is None else list(arguments),
            prog_name="till",
            standalone_mode=False,
        )
    except typer.TyperException as error:
        sys.stderr.write(f"{error.format_message()} `till --help` says what there is.\n")
        return Exit.MISUSED
    except PROBLEMS as error:
        code, sentence = told(error)
        sys.stderr.write(f"{sentence}\n")
        return code
    return int(answer or Exit.DONE)


if __name__ == "__main__":
    sys.exit(main())
