"""What is wrong with a stack's settings, for a person who has the file and no engine.

The program names Pulumi's commands, as the engine's users need them. On one machine there may be
no `pulumi` at all: the line of the file is what this person can mend.
"""

from collections.abc import Sequence
from pathlib import Path

import pulumi
import yaml

from local.program.stack_config import namespaced

Loc = Sequence[int | str]


class SettingsFileError(Exception):
    """Settings that the program refused; one line for each, with its place in the file."""


def by_file(error: pulumi.RunError, file: Path, project: str) -> SettingsFileError:
    """The program's refusal with places in `file` for commands.

    A program may tell its `problems`, each of a location, a sentence and a command; of one that
    does not, its own words stand.
    """
    problems = getattr(error, "problems", ())
    if not problems:
        return SettingsFileError(str(error))
    root = yaml.compose(file.read_text(encoding="utf-8")) if file.exists() else None
    lines = [f"The settings in {file.name} can't be used:"]
    for at, sentence, _ in problems:
        if not at:
            lines.append(f"- {sentence}.")
            continue
        key = namespaced(project, str(at[0]))
        line, known = _line(root, ("config", key, *at[1:]))
        name = ".".join(map(str, (key, *at[1:])))
        lines.append(f"- {name}: {sentence}. {_mend(file.name, line, whole=known)}")
    return SettingsFileError("\n".join(lines))


def _mend(name: str, line: int, *, whole: bool) -> str:
    if whole:
        return f"Mend it in {name}, line {line}."
    return f"Write it into {name}, below line {line}." if line else f"Write it into {name}."


def _line(node: yaml.Node | None, at: Loc) -> tuple[int, bool]:
    """The line of the deepest part of `at` that the file has (0: none), and whether it is all."""
    line = 0
    for step in at:
        found = _child(node, step)
        if found is None:
            return line, False
        mark, node = found
        line = mark + 1
    return line, True


def _child(node: yaml.Node | None, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line, node.value[step]
    return None
