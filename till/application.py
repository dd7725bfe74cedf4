"""All commands of `till`, by topic."""

from typing import Final

import typer

from till.console import command as console
from till.cost import command as cost
from till.doctor import command as doctor
from till.erasure import command as erasure
from till.events import commands as events
from till.ledger import verify_ledger
from till.merchants import command as merchants
from till.payments import commands as payments
from till.preview import command as preview
from till.redrive import letters, redrive
from till.restore import repoint, restore_drill
from till.watch import alarms, gateway_health, inbox, slo

HELP: Final = "What operators, developers and deployers ask: `till <command>`."

COMMANDS: Final = (
    payments,
    letters,
    gateway_health,
    alarms,
    slo,
    inbox,
    console,
    merchants,
    events,
    erasure,
    redrive,
    verify_ledger,
    doctor,
    preview,
    cost,
    restore_drill,
    repoint,
)
"""In the order of the help."""


def application() -> typer.Typer:
    """The command line: each topic puts its own commands there."""
    # A traceback shows no local variable: one may be a secret.
    app = typer.Typer(name="till", help=HELP, no_args_is_help=True, pretty_exceptions_enable=False)
    for topic in COMMANDS:
        topic.add(app)
    return app
