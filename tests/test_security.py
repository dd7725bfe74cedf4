"""The threat model names what exists, and leaves out no letter of any boundary."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "SECURITY.md").read_text()
BOUNDARIES = {
    title: text
    for title, _, text in (
        part.partition("\n") for part in PAGE.partition("## PCI DSS scope")[0].split("\n### ")[1:]
    )
}
"""Title of each boundary → its text."""
ROW = re.compile(r"\| ([STRIDE]) \| (.+) \| (.+) \| (.+) \|")
NAMED = re.compile(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|md)|\.[\w-]+/\w+|tests/[\w/]+/)(?:::(\w+))?`")


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_each_boundary_has_all_six_threats_with_something_that_shows_the_control(
    boundary: str,
) -> None:
    """Spoofing to elevation, in this order; each has a threat, a control and a file."""
    rows = [
        found.groups() for found in map(ROW.fullmatch, BOUNDARIES[boundary].split("\n")) if found
    ]
    assert list(dict.fromkeys(letter for letter, *_ in rows)) == list("STRIDE")
    assert [row for row in rows if not NAMED.search(row[3])] == []


def test_the_picture_and_the_tables_have_the_same_boundaries() -> None:
    """Each number in the picture is a table below it, and the other way round."""
    picture = PAGE.partition("```\n")[2].partition("```")[0]
    assert sorted(re.findall(r"\d", picture)) == sorted(title[0] for title in BOUNDARIES)
    assert len(BOUNDARIES) > 5


def test_each_file_and_each_test_that_the_page_names_exists() -> None:
    """A renamed test breaks here: a control without proof is a claim."""
    named = NAMED.findall(PAGE)
    assert len(named) > 50
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / file).exists() or (test and test not in functions(ROOT / file))
    ]
    assert missing == []


def test_no_name_of_a_file_escapes_the_check() -> None:
    """Whatever looks like a file of a room, in quotes, is one that is looked for."""
    quoted = [each for each in re.findall(r"`([^`\n]+)`", PAGE) if "/" in each]
    assert [each for each in quoted if not NAMED.fullmatch(f"`{each}`")] == []


def functions(file: Path) -> set[str]:
    """Names of a module's functions."""
    tree = ast.parse(file.read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_a_reporter_and_an_assessor_are_told_where_they_stand() -> None:
    """How to report comes first; the reasoning about scope says whose it is."""
    assert "Report a vulnerability privately" in PAGE.partition("## ")[0]
    scope = PAGE.partition("## PCI DSS scope")[2]
    assert "no Qualified Security Assessor has reviewed" in scope
    assert "SAQ A-EP" in scope
