"""Our own preview beside the real provider, on inputs that are wrong by chance.

`python -m truth.strict --seed N` draws, asks both, and prints what ours let through and
what it refused alone; a failure of the test prints its seed.
"""

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rich.console import Console

from local.resources import problems
from local.resources.inputs import NEEDED
from local.resources.own_rules import OWN
from truth.judge import SLOW, Judge, about, bare, judge
from truth.newer import LIMITS, NOT_NEEDED, WORDS
from truth.places import ALL, InputSlot, places
from truth.plugin import Said, provider_program
from truth.right import rights
from truth.wrong import Wrong, around, drawn

NEWER: Final = frozenset({*LIMITS, *WORDS, *NOT_NEEDED})
_EACH: Final = 3
LEAST: Final = 5
"""So many wrong inputs of each type, where it has as many that the real provider refuses."""
_TRIES: Final = 300


@dataclass
class Tally:
    """What both said."""

    asked: int = 0
    tried: set[str] = field(default_factory=set)
    """Types of which hundreds of draws found no more than these."""
    refused: Counter[str] = field(default_factory=Counter)
    """Type → wrong inputs that the real provider refuses."""
    by_plan: int = 0
    survivors: list[tuple[Wrong, str]] = field(default_factory=list)
    """What only the real one refuses, with its words."""
    alarms: list[tuple[Wrong, str]] = field(default_factory=list)
    """What only ours refuses, with our words."""
    newer: list[Wrong] = field(default_factory=list)
    """What an older provider refuses, and AWS takes by now; not counted."""
    stated: list[tuple[Wrong, str]] = field(default_factory=list)
    """The same where the reason is known."""

    @property
    def share(self) -> float:
        """How much ours refuses of what the real one refuses."""
        total = self.refused.total()
        return (total - len(self.survivors)) / total


def compared(real: Judge, seed: int, tokens: Sequence[str] = ()) -> Tally:
    """Draws from every place of every type that our provider knows, or of some, and asks both."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311 - a draw of a test
    bases: dict[str, list[Mapping[str, Any]]] = {}
    # Sorted: the program's threads register in another order each time, and a seed is replayed.
    for each in sorted(rights(), key=lambda one: one.name):
        bases.setdefault(each.token, []).append(each.inputs)
    for token in SLOW:
        bases[token] = [one for each in bases[token] for one in _short(each)]
    for token in tokens or sorted(ALL):
        here = _once(chance, [one for one in places(token, real.types) if _settable(one)])
        for wrong in _first(chance, bases[token], here):
            _ask(real, wrong, tally)
        for _ in range(_TRIES):
            if tally.refused[token] >= LEAST:
                break
            right, place = chance.choice(bases[token]), chance.choice(here)
            for wrong in drawn(chance, right, place, 1):
                _ask(real, wrong, tally)
        else:
            tally.tried.add(token)
    return tally


def _settable(place: InputSlot) -> bool:
    return place.attribute is None or place.attribute.settable


def _short(right: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A web ACL with each of its rules alone: the provider takes much longer for many."""
    return ({**right, "rules": [rule]} for rule in right["rules"])


def _once(chance: random.Random, here: Sequence[InputSlot]) -> Sequence[InputSlot]:
    """Each place once: a web ACL's statements may stand in three, and one is drawn."""
    like: dict[str, list[InputSlot]] = {}
    for place in here:
        like.setdefault(re.sub(r"\w+\.scopeDownStatement\.", "", place.path), []).append(place)
    return [chance.choice(each) for each in like.values()]


def _first(
    chance: random.Random, bases: Sequence[Mapping[str, Any]], here: Sequence[InputSlot]
) -> Iterator[Wrong]:
    """Of each place some, and of the whole some."""
    for place in here:
        many = 1 if len(place.steps) > 4 else _EACH
        yield from drawn(chance, chance.choice(bases), place, many)
    yield from around(chance, chance.choice(bases), here)


def _ask(real: Judge, wrong: Wrong, tally: Tally) -> None:
    tally.asked += 1
    said = real.validated(wrong.token, wrong.inputs)
    mine = [*about(wrong.place, said), *(one for one in said if not one.path)]
    planned: Sequence[Said] = ()
    if not said and wrong.token not in SLOW:
        planned = real.planned(wrong.token, wrong.inputs)
    found = problems(wrong.token, wrong.inputs)
    at = [path for path, _ in found if _meets(bare(path), wrong.place.path)]
    refused = mine if wrong.alone else said
    if refused or planned:
        tally.refused[wrong.token] += 1
        tally.by_plan += bool(planned)
        if not (at if wrong.alone and not planned else found):
            if (wrong.token, wrong.place.path) in NEWER:
                tally.refused[wrong.token] -= 1
                tally.newer.append(wrong)
                return
            tally.survivors.append((wrong, str((*refused, *planned)[0])))
    elif found and not said:
        path, words = found[0]
        why = reason(wrong.token, bare(path))
        if not why and path_demanded(real, wrong.token, bare(path)):
            why = "the SDK's class can't be made without it"
        (tally.stated if why else tally.alarms).append((wrong, why or words))


def path_demanded(real: Judge, token: str, path: str) -> bool:
    """Whether the SDK demands what stands at a path."""
    return any(one.demanded and one.path == path for one in places(token, real.types))


def reason(token: str, path: str) -> str:
    """Why ours refuses, by itself, what stands at a path; empty where nothing says so."""
    if path in NEEDED.get(token, ()):
        return "our machine makes up no name or part of one"
    if any(f"{path}.".startswith(f"{own}.") for own in OWN.get(token, {})):
        return "AWS refuses it at the creation"
    if (token, path) in NOT_NEEDED:
        return NOT_NEEDED[token, path]
    if path == "code":
        return "an archive is an object of the SDK, and never a text"
    return ""


def _meets(one: str, other: str) -> bool:
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare by one seed or several, and print."""
    parser = argparse.ArgumentParser(prog="python -m truth.strict", description=__doc__)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--type", nargs="+", default=[], help="type tokens; all without")
    parser.add_argument("--quiet", action="store_true", help="print the numbers alone")
    said = parser.parse_args(arguments)
    program = provider_program()
    if program is None:
        sys.exit("TF_PLUGIN_DIR names no folder with a terraform-provider-aws.")
    console = Console(soft_wrap=True)
    with judge(program) as real:
        for seed in said.seed:
            report(compared(real, seed, said.type), seed, console, quiet=said.quiet)
    return 0


def report(tally: Tally, seed: int, console: Console, *, quiet: bool) -> None:
    """The numbers, and by name what differs."""
    least = [
        f"{token.rpartition(':')[2]} {tally.refused[token]}"
        for token in sorted(ALL)
        if tally.refused[token] < LEAST
    ]
    console.print(
        f"seed {seed}: {tally.asked} drawn, {tally.refused.total()} refused by the real provider "
        f"({tally.by_plan} by plan alone), {tally.share:.2%} of them by ours; "
        f"{len(tally.alarms)} by ours alone, {len(tally.stated)} more for a stated reason, "
        f"{len(tally.newer)} newer than the provider; "
        f"fewer than {LEAST}: {', '.join(least) or 'none'}",
        markup=False,
        highlight=False,
    )
    if quiet:
        return
    for title, pairs in (("let through", tally.survivors), ("refused alone", tally.alarms)):
        for wrong, words in pairs:
            console.print(f"  {title}: {wrong} | {words[:200]}", markup=False, highlight=False)


if __name__ == "__main__":
    sys.exit(main())
