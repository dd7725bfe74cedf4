"""The commands about events, by name."""

import typer

from till.events.list_events import list_events
from till.events.replay import replay
from till.events.resend import resend


def add(app: typer.Typer) -> None:
    """Put the commands there."""
    own = typer.Typer(help="What merchants are told of their payments.", no_args_is_help=True)
    own.command("list", help="What a merchant was told, and what became of it.")(list_events)
    own.command("resend", help="Send one event again.")(resend)
    own.command("replay", help="Send the events of some days again.")(replay)
    app.add_typer(own, name="events")
