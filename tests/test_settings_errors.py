"""What the settings say of a wrong config; that each line works is shown in tests/engine/."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, SecretStr, ValidationError, model_validator

from settings_errors import explain, path, wrong
from tests.engine.places import PLACES, SettingPlace
from tests.fakes.recorder import ROOT


class Inner(BaseModel, extra="forbid"):
    """A structure with a field that is needed."""

    size: int
    name: str = ""


class Outer(BaseModel, extra="forbid"):
    """One setting of each kind."""

    names: Annotated[tuple[Annotated[str, Field(pattern="^[a-z]+$")], ...], Field(min_length=1)]
    pair: tuple[int, int] = (1, 2)
    inner: Inner | None = None
    mode: Literal["one", "two"] = "one"
    key: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _together(self) -> "Outer":
        if self.pair == (0, 0):
            raise wrong("the pair is {nothing}", "pair", 1)
        if self.pair == (9, 9):
            raise ValueError("the place is wrong")
        return self


def said(stack: str = "", **given: Any) -> list[str]:
    """The lines about these settings; `names` is right unless it is given."""
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate({"names": ["acme"], **given})
    return explain(caught.value, Outer, stack).splitlines()


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (
            {"names": ["acme", "A"]},
            (
                "- names[1]: String should match pattern '^[a-z]+$'. "
                "Mend it with: pulumi config set --path 'names[1]' --type string …"
            ),
        ),
        (
            {"names": "acme"},
            (
                "- names: must be a list, each item set by itself. "
                "Mend it with: pulumi config rm --path 'names' && "
                "pulumi config set --path 'names[0]' --type string …"
            ),
        ),
        (
            {"pair": [1, 2, 3, 4]},
            (
                "- pair: Tuple should have at most 2 items after validation, not 4. Mend it with: "
                "pulumi config rm --path 'pair[3]' && pulumi config rm --path 'pair[2]'"
            ),
        ),
        (
            {"pair": [1]},
            "- pair[1]: is not set. Mend it with: pulumi config set --path 'pair[1]' …",
        ),
        (
            {"inner": 5},
            (
                "- inner: must have fields, each set by itself. Mend it with: "
                "pulumi config rm --path 'inner' && pulumi config set --path 'inner.size' …"
            ),
        ),
        (
            {"inner": {"size": 1, "name": 5}},
            (
                "- inner.name: Input should be a valid string. "
                "Mend it with: pulumi config set --path 'inner.name' --type string …"
            ),
        ),
        (
            {"inner": {"size": 1, "it's.so": 5}},
            (
                '- inner["it\'s.so"]: is not known. '
                "Mend it with: pulumi config rm --path 'inner[\"it'\\''s.so\"]'"
            ),
        ),
        (
            {"mode": "three"},
            (
                "- mode: Input should be 'one' or 'two'. "
                "Mend it with: pulumi config set --path 'mode' …"
            ),
        ),
        (
            {"key": 5},
            (
                "- key: Input should be a valid string. "
                "Mend it with (it asks for the value): pulumi config set --secret --path 'key'"
            ),
        ),
        (
            {"pair": [0, 0]},
            "- pair[1]: the pair is {nothing}. Mend it with: pulumi config set --path 'pair[1]' …",
        ),
        ({"pair": [9, 9]}, "- the place is wrong."),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, dict) else "",
)
def test_a_problem_is_one_line_with_its_mend(given: dict[str, Any], line: str) -> None:
    """The path, what is wrong, and the command for the kind of value that belongs there."""
    assert said(**given) == ["The config of the stack that is selected can't be used:", line]


def test_each_command_names_the_stack() -> None:
    """The stack that was previewed need not be the one that is selected."""
    title, line = said("my stack", names="acme")
    assert title == "The config of the stack my stack (Pulumi.my stack.yaml) can't be used:"
    assert line.count("--stack 'my stack'") == line.count("pulumi config") == 2


def test_a_list_of_wrong_items_is_not_called_short_as_well() -> None:
    """What is wrong with the items says enough; an empty list is too short."""
    assert [line.partition(":")[0] for line in said(names=["A"])[1:]] == ["- names[0]"]
    (line,) = said(names=[])[1:]
    assert "--path 'names[0]' --type string …" in line


@pytest.mark.parametrize(
    ("loc", "text"),
    [
        (("aws:region",), "aws:region"),
        (("timing", "backOff", 2), "timing.backOff[2]"),
        (("a.b", "c"), '["a.b"].c'),
        (("a", 'b"]'), 'a["b\\"]"]'),
    ],
)
def test_a_path_is_as_pulumi_reads_it(loc: tuple[int | str, ...], text: str) -> None:
    """Places in brackets, and so a key that would be read as several."""
    assert path(loc) == text


def commands() -> Iterator[tuple[str, str, SettingPlace]]:
    """Every `pulumi config set --path` that somebody may read and paste: file, line and place."""
    files = [
        *ROOT.glob("*.md"),
        *ROOT.glob("Pulumi*.yaml"),
        *(
            each
            for room in ("docs", "local", "policies", "till")
            for each in (ROOT / room).rglob("*")
        ),
    ]
    for file in files:
        if file.suffix in {".md", ".py", ".yaml"}:
            for line in re.findall(r"pulumi config set [^`\n#]+", file.read_text()):
                for key in re.findall(r"--path '?([\w:.\[\]]+)", line):
                    yield str(file.relative_to(ROOT)), line, PLACES[re.sub(r"\d", "0", key)]


def test_every_command_that_is_written_anywhere_sets_text_as_text() -> None:
    """Without `--type string` an account's id becomes a number, and a merchant's name may."""
    found = list(commands())
    assert len({file for file, _, _ in found}) >= 7
    nested = [each for each in found if "[" in each[2].path or "." in each[2].path]
    assert [
        (file, line)
        for file, line, place in nested
        if ("--type string" in line) != (place.kind == "string" and "--secret" not in line)
    ] == []
