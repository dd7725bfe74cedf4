"""Makes the table of limits that our own preview checks: `make truth-table`.

Every place that a program may set is asked of the real provider with hundreds of values; what it
refuses becomes the rule. `python -m truth.table [TOKEN…]` makes some types anew.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from local.resources.rules import TABLE
from truth import protocol
from truth.fit import InputRule, confirmed, fitted
from truth.judge import Judge, judge
from truth.newer import NOT_NEEDED, today
from truth.places import ALL, InputSlot, places
from truth.plugin import provider_program
from truth.relations import Relation, relations
from truth.right import fullest

Odd = list[tuple[str, str, Sequence[Any]]]
_SHARED: Final = 3
_SHOWN: Final = 40


def type_rules(judge: Judge, token: str, odd: Odd) -> Mapping[str, InputRule]:
    """Path → rule, of one type; what no rule explains is added to `odd`."""
    base = fullest()[token]
    here = list(places(token, judge.types))
    rules: dict[str, dict[str, Any]] = {}
    known: dict[Any, InputRule] = {}
    left: Sequence[Any]
    for place in here:
        kind = place.attribute and (
            place.theirs[-2:],
            str(place.attribute.type),
            *place.block.attributes,
        )
        if kind in known and confirmed(judge, base, place, known[kind]):
            rule, left = known[kind], []
        else:
            rule, left = fitted(judge, base, place)
        known[kind] = rule
        if left:
            odd.append((token, place.path, left))
        if rule:
            rules[place.path] = dict(today(token, place.path, rule))
    _mark_sets(here, rules)
    for path, key, value in _joined(here, relations(judge, base, here)):
        found = rules.setdefault(path, {}).setdefault(key, [])
        if value not in found:
            found.append(value)
    for place in here:
        if place.again:
            rules[place.path] = {**rules.get(place.path, {}), "same": place.again}
    return _shared(here, dict(sorted(rules.items())))


def _mark_sets(here: Sequence[InputSlot], rules: Mapping[str, dict[str, Any]]) -> None:
    """Where equal items count once."""
    for place in here:
        nested = place.block.blocks.get(place.theirs[-1])
        kind = place.attribute.type if place.attribute else None
        a_set = isinstance(kind, list) and kind[0] == "set"
        a_set = a_set or bool(nested and nested.nesting == protocol.SET)
        if a_set and "count" in rules.get(place.path, {}):
            rules[place.path]["set"] = True


def _joined(here: Sequence[InputSlot], found: set[Relation]) -> Iterator[tuple[str, str, Any]]:
    """Object's path, kind, and what is related, in its own words; and what an object needs."""
    ours = {".".join(place.theirs): place.path for place in here}
    for kind, theirs in sorted(found):
        paths = [ours[name] for name in theirs if name in ours]
        if len(paths) < len(theirs) and kind in {"conflict", "all"}:
            continue
        if len(paths) > 1 or (paths and kind == "some"):
            parent = _common([path.rpartition(".")[0] for path in paths])
            yield (
                parent,
                kind,
                [path.removeprefix(f"{parent}.") if parent else path for path in paths],
            )
    for place in here:
        nested = place.block.blocks.get(place.theirs[-1])
        needed = place.attribute.required if place.attribute else bool(nested and nested.min_items)
        if needed and not place.demanded and (place.token, place.path) not in NOT_NEEDED:
            yield place.path.rpartition(".")[0], "needs", place.steps[-1].key


def _common(paths: Sequence[str]) -> str:
    parts = [path.split(".") if path else [] for path in paths]
    found = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        found.append(level[0])
    return ".".join(found)


def _shared(
    here: Sequence[InputSlot], rules: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The same rules at two objects stand once; the second one names the first."""
    known = {place.path for place in here}
    objects = [place.path for place in here if place.attribute is None and not place.again]
    for path in sorted(objects, key=lambda one: (one.count("."), one)):
        mine = _under(path, rules)
        if len(mine) < _SHARED:
            continue
        inside = {one.removeprefix(path) for one in known if one.startswith(f"{path}.")}
        for other in objects:
            if other == path or other.startswith(path) or "same" in rules.get(other, {}):
                continue
            theirs = {k: v for k, v in _under(other, rules).items() if k in inside}
            if theirs == mine and inside <= {
                one.removeprefix(other) for one in known if one.startswith(f"{other}.")
            }:
                for each in mine:
                    del rules[f"{path}{each}"]
                rules[path] = {**rules.get(path, {}), "same": other}
                for rule in rules.values():
                    # What named a part of this object finds it at the other one now.
                    if str(rule.get("same", "")).startswith(f"{path}."):
                        rule["same"] = f"{other}{rule['same'].removeprefix(path)}"
                break
    return rules


def _under(path: str, rules: Mapping[str, InputRule]) -> dict[str, InputRule]:
    return {
        one.removeprefix(path): rule for one, rule in rules.items() if one.startswith(f"{path}.")
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print what no rule explains, write the table."""
    parser = argparse.ArgumentParser(prog="make truth-table", description=__doc__)
    parser.add_argument("token", nargs="*", help="types to make anew; all without")
    parser.add_argument("--since", default="", help="the first type to make, of all in order")
    said = parser.parse_args(arguments)
    program = provider_program()
    if program is None:
        sys.exit("TF_PLUGIN_DIR names no folder with a terraform-provider-aws.")
    odd: Odd = []
    console = Console(stderr=True)
    with judge(program) as real:
        for token in said.token or (one for one in sorted(ALL) if one >= said.since):
            console.print(token, markup=False)
            rules = type_rules(real, token, odd)
            # Read anew: another run may make other types at the same time.
            old = json.loads(TABLE.read_text())["types"] if TABLE.exists() else {}
            old[token] = rules
            table = {
                "provider": program.name,
                "made": f"{datetime.now(UTC):%Y-%m-%d}",
                "types": dict(sorted(old.items())),
            }
            write(table, TABLE)
    for token, path, left in odd:
        shown = ", ".join(f"{str(each)[:_SHOWN]!r}" for each in left[:6])
        console.print(f"{token} {path}: no rule explains {len(left)}: {shown}", markup=False)
    return 0


def write(table: Mapping[str, Any], file: Path) -> None:
    """One line for each place, so that a change reads as one."""
    types = ",\n".join(
        f"  {json.dumps(token)}: {{\n"
        + ",\n".join(
            f"    {json.dumps(path)}: {json.dumps(rule, ensure_ascii=False)}"
            for path, rule in rules.items()
        )
        + "\n  }"
        for token, rules in table["types"].items()
    )
    head = "\n".join(
        f" {json.dumps(key)}: {json.dumps(table[key])}," for key in ("provider", "made")
    )
    file.write_text(f'{{\n{head}\n "types": {{\n{types}\n }}\n}}\n')


if __name__ == "__main__":
    sys.exit(main())
