"""The page of the command line is what the commands say today."""

from docs_gen.till import DOCS, RIGHTS, commands, page, text
from till.lib.exits import Exit


def test_page_and_schemas_are_what_the_commands_say_today() -> None:
    """Both are generated; run `make docs` after a change of a command."""
    assert (DOCS / "till.md").read_text() == page()
    assert (DOCS / "till.json").read_text() == text()


def test_each_command_says_which_rights_it_needs() -> None:
    """A command without a line could not be granted, and a line without a command misleads."""
    assert set(RIGHTS) == {name for name, _ in commands()}


def test_each_exit_code_has_a_row() -> None:
    """By its number."""
    assert all(f"| {int(code)} | " in page() for code in Exit)
