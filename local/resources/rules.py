"""What a type's inputs must be, by a table made from the answers of the real provider.

`rules.json` names the provider and the day; `make truth-table` makes it. Values that only the
run will know pass, and no value is ever told: it may be a secret's.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from pulumi.runtime import rpc

from local.resources import number_rules, text_rules
from local.resources._plan_rules import PLAN
from local.resources.own_rules import OWN

TABLE: Final = Path(__file__).parent / "rules.json"
_UNKNOWN: Final = str(rpc.UNKNOWN)
InputRule = Mapping[str, Any]
InputProblem = tuple[str, str]


@cache
def _table() -> Mapping[str, Mapping[str, InputRule]]:
    """The table, with our own rows in it."""
    types: dict[str, dict[str, InputRule]] = json.loads(TABLE.read_text())["types"]
    for token, rules in OWN.items():
        rows = types.setdefault(token, {})
        rows.update({path: both(rows.get(path, {}), rule) for path, rule in rules.items()})
    return types


def both(rule: InputRule, more: InputRule) -> InputRule:
    """A rule that demands what two demand."""
    found = dict(rule)
    for key, value in more.items():
        if key == "length" and key in found:
            found[key] = [max(found[key][0], value[0]), min(found[key][1], value[1])]
        elif key in found:
            found[key] = [*found[key], *(each for each in value if each not in found[key])]
        else:
            found[key] = value
    return found


def limits(token: str, inputs: Mapping[str, Any]) -> Iterator[InputProblem]:
    """The paths whose value breaks the table's rule, each with what would be right."""
    rules = _table().get(token, {})
    for path, sentence in (
        *_in_object("", "", rules, inputs),
        *(PLAN[token](inputs) if token in PLAN else ()),
    ):
        yield path, f"{token} {sentence}"


def _in_object(
    path: str, place: str, rules: Mapping[str, InputRule], value: Mapping[str, Any]
) -> Iterator[InputProblem]:
    yield from _related(path, rules.get(place, {}), value)
    while "same" in rules.get(place, {}):
        place = rules[place]["same"]
        yield from _related(path, rules.get(place, {}), value)
    for key, inner in value.items():
        if inner is not None and inner != _UNKNOWN:
            yield from _in_value(
                f"{path}.{key}".lstrip("."), f"{place}.{key}".lstrip("."), rules, inner
            )


def _in_value(
    path: str, place: str, rules: Mapping[str, InputRule], value: Any
) -> Iterator[InputProblem]:
    rule = rules.get(place, {})
    if rule.get("unset"):
        yield path, f"sets the input {path!r} by itself; leave it out."
    elif isinstance(value, list):
        yield from _in_list(path, place, rules, value)
    elif isinstance(value, Mapping):
        yield from _in_object(path, place, rules, value)
    elif words := _wanted(rule.get("items", rule), value):
        yield path, f"takes {words} as the input {path!r}."


def _in_list(
    path: str, place: str, rules: Mapping[str, InputRule], value: list[Any]
) -> Iterator[InputProblem]:
    rule = rules.get(place, {})
    low, high = rule.get("count", (0, None))
    many = len({json.dumps(each, default=str) for each in value}) if rule.get("set") else len(value)
    if many < low or (high is not None and many > high):
        said = f"at least {low}" if high is None else f"{low} to {high}"
        yield path, f"takes {said} items as the input {path!r}."
    for at, inner in enumerate(value):
        inside = f"{path}[{at}]"
        if isinstance(inner, Mapping):
            yield from _in_object(inside, place, rules, inner)
        elif words := _wanted(rule.get("items", {}), inner):
            yield inside, f"takes {words} as the input {inside!r}."


def _wanted(rule: InputRule, value: Any) -> str | None:
    """What a value must be and is not, in words; one of another type is named elsewhere."""
    if isinstance(value, bool) or value is None or value == _UNKNOWN or not rule:
        return None
    if isinstance(value, str):
        return None if text_rules.fits(rule, value) else text_rules.words(rule)
    if isinstance(value, int | float):
        return None if number_rules.fits(rule, value) else number_rules.words(rule)
    return None


def _related(path: str, rule: InputRule, value: Mapping[str, Any]) -> Iterator[InputProblem]:
    """Parts that exclude or need each other."""

    def at(name: str) -> str:
        return f"{path}.{name}".lstrip(".")

    for name in rule.get("needs", ()):
        if value.get(name) is None:
            yield at(name), f"needs the input {at(name)!r}."
    for names in rule.get("some", ()):
        if not any(_set(value, name) for name in names):
            yield at(names[0]), f"needs one of the inputs {', '.join(map(at, names))}."
    for names in (*rule.get("conflict", ()), *rule.get("one", ())):
        found = [at(name) for name in names if _set(value, name)]
        if len(found) > 1:
            yield found[0], f"takes only one of the inputs {', '.join(found)}."
    for first, *names in rule.get("all", ()):
        missing = [at(name) for name in names if not _set(value, name)]
        if _set(value, first) and missing:
            yield missing[0], f"needs, with {at(first)!r}, the inputs {', '.join(missing)}."


def _set(value: Any, path: str) -> bool:
    """Whether something stands at a path below an object."""
    for key in path.split("."):
        if isinstance(value, list):
            value = value[0] if value else None
        value = value.get(key) if isinstance(value, Mapping) else None
    return value is not None and value != []
