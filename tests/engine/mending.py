"""Doing what the settings' errors say, with right values."""

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any

import yaml

from stack_settings import SettingsError, parse
from tests.engine.newcomer import Newcomer
from tests.engine.places import PLACES, right


def writes(user: Newcomer, settings: Mapping[str, Any]) -> None:
    """Write the stack's file by hand, with nothing else in it."""
    file = user.project / "Pulumi.dev.yaml"
    whole = yaml.safe_load(file.read_text())
    keys = {key: key if ":" in key else f"tillstack:{key}" for key in settings}
    whole["config"] = {keys[key]: each for key, each in settings.items()}
    file.write_text(yaml.safe_dump(whole))


def said(given: Mapping[str, str]) -> str:
    """What the program would say of the stack's config."""
    try:
        parse(given, livemode=False, stack="dev")
    except SettingsError as error:
        return str(error)
    return ""


def held(given: Mapping[str, str], path: str) -> Any:
    """What stands at a path of the config."""
    top, *steps = re.findall(r"[^.\[\]]+", path)
    value = json.loads(given[top]) if steps else given[top]
    for step in steps:
        value = value[int(step) if step.isdigit() else step]
    return value


def mended(user: Newcomer) -> list[str]:
    """Run each line that is offered, with a right value, in order; the paths that were named.

    Afterwards nothing is left to be said, and what is text was set as text: AWS's provider reads
    some of it too.
    """
    named: list[str] = []
    texts: set[str] = set()
    for line in said(user.config()).splitlines()[1:]:
        found = re.fullmatch(r"- (.+?): (?:.+)\. Mend it with(?: \([^)]*\))?: (pulumi .+)", line)
        assert found, line
        named.append(found[1])
        for command in found[2].split(" && "):
            aim = re.search(r"'(.*)'", command)
            assert aim, command
            value = right(aim[1]) if " set " in command else ""
            user.does(command.replace("…", shlex.quote(value)), value)
            if value and PLACES[aim[1]].kind == "string":
                texts.add(aim[1])
    given = user.config()
    assert said(given) == ""
    assert {each: held(given, each) for each in texts} == {each: right(each) for each in texts}
    return named
