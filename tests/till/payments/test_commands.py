"""The commands about payments."""

import typer

from till.payments.commands import add


def test_each_command_is_there_under_its_name() -> None:
    """With its groups."""
    app = typer.Typer()
    add(app)
    names = {command.name for command in app.registered_commands}
    assert names == {"list", "get", "explain", "tail", "pay", "export"}
    assert [group.name for group in app.registered_groups] == ["review", "notify"]
