"""The commands about events."""

import typer

from till.events.commands import add


def test_each_command_is_there_under_its_name() -> None:
    """In one group."""
    app = typer.Typer()
    add(app)
    (group,) = app.registered_groups
    assert group.name == "events"
    assert group.typer_instance is not None
    names = {command.name for command in group.typer_instance.registered_commands}
    assert names == {"list", "resend", "replay"}
