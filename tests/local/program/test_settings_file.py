"""What a person with a file and no engine is told of wrong settings."""

from pathlib import Path
from typing import Any

import pulumi
import pytest

from local.program.settings_file import by_file
from stack_settings import SettingsError, parse

FILE = """\
config:
  aws:region: eu-central-1
  shop:names:
    - acme
    - A B
  shop:timing:
    lease: many
"""


class RefusalError(pulumi.RunError):
    """A program's refusal that tells its problems."""

    def __init__(self, *at: int | str) -> None:
        super().__init__("as the engine's users read it")
        self.problems = ((at, "is wrong", "Mend it with: pulumi config rm …"),)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A stack's file."""
    path = tmp_path / "Pulumi.local.yaml"
    path.write_text(FILE)
    return path


@pytest.mark.parametrize(
    ("at", "line"),
    [
        (("aws:region",), "- aws:region: is wrong. Mend it in Pulumi.local.yaml, line 2."),
        (("names", 1), "- shop:names.1: is wrong. Mend it in Pulumi.local.yaml, line 5."),
        (
            ("timing", "lease"),
            "- shop:timing.lease: is wrong. Mend it in Pulumi.local.yaml, line 7.",
        ),
        (("names", 2), "- shop:names.2: is wrong. Write it into Pulumi.local.yaml, below line 3."),
        (("size",), "- shop:size: is wrong. Write it into Pulumi.local.yaml, below line 1."),
        ((), "- is wrong."),
    ],
)
def test_a_problem_has_the_line_to_mend(file: Path, at: tuple[Any, ...], line: str) -> None:
    """The deepest line that the file has, and never a command of an engine that may be absent."""
    said = str(by_file(RefusalError(*at), file, "shop"))
    assert said.splitlines() == ["The settings in Pulumi.local.yaml can't be used:", line]


def test_without_a_file_it_is_to_be_written(tmp_path: Path) -> None:
    """A file that is not there has no line; the sentence says into which one to write."""
    said = str(by_file(RefusalError("names"), tmp_path / "Pulumi.local.yaml", "shop"))
    assert said.endswith("- shop:names: is wrong. Write it into Pulumi.local.yaml.")


def test_another_refusal_keeps_its_words(file: Path) -> None:
    """Of an error without problems nothing is known but its own sentence."""
    assert str(by_file(pulumi.RunError("The moon is full."), file, "shop")) == "The moon is full."


def test_our_program_tells_its_problems(file: Path) -> None:
    """The settings' own error gives each wrong key its place, without the value."""
    with pytest.raises(SettingsError) as caught:
        parse({"currencies": '["xxx"]', "colour": "a-secret"}, livemode=False, stack="local")
    said = str(by_file(caught.value, file, "tillstack"))
    assert "- tillstack:currencies.0: must be one of" in said
    assert "- tillstack:colour: is not known." in said
    assert "pulumi config" not in said
    assert "a-secret" not in said
