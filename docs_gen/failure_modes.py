"""Writes docs/failure-modes.md from the marks of the tests: `python -m docs_gen.failure_modes`."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from docs_gen.faults import FAULTS, REASONS

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "failure-modes.md"
MARK: Final = "pytest.mark.fault"


class Mark(NamedTuple):
    """One `@pytest.mark.fault` and the test that carries it."""

    number: str
    test: str
    """`tests/journey/test_queue.py::test_…`."""
    truth: str
    """The first sentence of the test's docstring."""
    effects: dict[str, str]
    """`sees`, `does` and `person`; empty where another test says it."""
    emulated: bool
    """It is played on the emulator: fidelity tests only look at what the emulator is."""


def marks() -> tuple[Mark, ...]:
    """Every fault mark of the suite, in the order of files and lines."""
    paths = sorted((ROOT / "tests").rglob("test_*.py"))
    texts = ((path, path.read_text()) for path in paths)
    return tuple(mark for path, text in texts if MARK in text for mark in _of_file(path, text))


def _of_file(path: Path, text: str) -> Iterator[Mark]:
    emulated = path.parent.name in {"faults", "journey"}
    for test in ast.parse(text).body:
        if not isinstance(test, ast.FunctionDef):
            continue
        found = (node for one in test.decorator_list for node in ast.walk(one))
        for node in found:
            if isinstance(node, ast.Call) and ast.unparse(node.func) == MARK:
                yield Mark(
                    number=ast.literal_eval(node.args[0]),
                    test=f"{path.relative_to(ROOT)}::{test.name}",
                    truth=(ast.get_docstring(test) or "").partition("\n")[0],
                    effects={
                        word.arg: ast.literal_eval(word.value)
                        for word in node.keywords
                        if word.arg is not None
                    },
                    emulated=emulated,
                )


def page() -> str:
    """The page: a table for each stage, then where each fault is played."""
    found = marks()
    effects_of = {mark.number: mark.effects for mark in found if mark.effects}
    lines = [
        "# Failure modes",
        "",
        "Made from the tests' own marks by `make docs`.",
        "`make faults` plays those that an emulator can play.",
    ]
    for stage, faults in FAULTS.items():
        lines += ["", f"## {stage}", "", "| | fault | what the user sees | what the system does |"]
        lines[-1] += " what a person does |"
        lines.append("| --- | --- | --- | --- | --- |")
        for number, fault in faults.items():
            effects = effects_of[number]
            person = effects.get("person", "nothing")
            lines.append(
                f"| {number} | {fault} | {effects['sees']} | {effects['does']} | {person} |"
            )
    lines += ["", "## Where each is proved", ""]
    for number in (number for faults in FAULTS.values() for number in faults):
        lines.append(f"- **{number}**" + (f" {REASONS[number]}" if number in REASONS else ""))
        lines += [f"  - `{mark.test}`: {mark.truth}" for mark in found if mark.number == number]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.stdout.write(page())
