"""The rule of one place, whatever stands there: a text, a number, a list or a map of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from local.resources.number_rules import fits as number_fits
from local.resources.text_rules import fits
from truth.corpus import ARNS, FEW, JSONS, NUMBERS, WORDS
from truth.fit_numbers import number_rule
from truth.fit_texts import LONGEST, text_rule
from truth.judge import SLOW, Judge, about, got, put
from truth.places import InputSlot
from truth.plugin import Said

_BRIEF: Final = (0, 1, 2, 3, 26, 101, 200)
InputRule = Mapping[str, Any]
Fit = tuple[InputRule, Sequence[Any]]
"""A rule, and the values that it does not explain."""
_COUNTS: Final = (
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    15,
    16,
    20,
    21,
    25,
    26,
    30,
    50,
    51,
    101,
    150,
    200,
)


def fitted(judge: Judge, base: Mapping[str, Any], place: InputSlot) -> Fit:
    """The rule of a place, learned in a registration that is right but for it."""
    brief = place.token in SLOW
    if place.attribute is None:
        return _block(place), []
    if not place.attribute.settable:
        return {"unset": True}, []
    ask = lambda value: about(place, judge.validated(place.token, put(base, place, value)))  # noqa: E731
    here = got(base, place)
    kind = place.attribute.type
    if isinstance(kind, str):
        return _scalar(kind, ask, [here], brief=brief)
    form, inner = kind
    if not isinstance(inner, str):
        return {}, [kind]
    if form == "map":
        # The provider judges no key and no value of a map; the strict test asks it each time.
        return {}, []
    return _list(ask, inner, here, brief=brief)


def confirmed(judge: Judge, base: Mapping[str, Any], place: InputSlot, rule: InputRule) -> bool:
    """Whether a rule of a like place holds here: asked with few values and those it names."""
    if place.attribute is not None and place.token in SLOW:
        return True
    if place.attribute is None or place.attribute.type not in ("string", "number", "bool"):
        return False
    low, high = rule.get("range", rule.get("length", (None, None)))
    near = [edge + step for edge in (low, high) if edge is not None for step in (-1, 0, 1)]
    if place.attribute.type == "number":
        values: list[Any] = [*NUMBERS[::40], *near, *rule.get("numbers", ())]
        right: Callable[[InputRule, Any], bool] = number_fits
    else:
        sizes = (size for size in near if 0 < size < LONGEST)
        values = [*FEW, *rule.get("enum", ()), *("a" * size for size in sizes)]
        right = fits
    return all(
        bool(about(place, judge.validated(place.token, put(base, place, value))))
        != right(rule, value)
        for value in values
    )


def _scalar(
    kind: str, ask: Callable[[Any], Sequence[Said]], seeds: Sequence[Any], *, brief: bool = False
) -> Fit:
    if kind == "number":
        return number_rule(ask, brief=brief)
    if kind == "string":
        right = [seed for seed in seeds if isinstance(seed, str) and seed]
        return text_rule(ask, right, brief=brief)
    return {}, []


def _block(place: InputSlot) -> InputRule:
    nested = place.block.blocks[place.theirs[-1]]
    if place.steps[-1].many and (nested.min_items or nested.max_items):
        return {"count": [nested.min_items, nested.max_items or None]}
    return {}


def _list(
    ask: Callable[[Any], Sequence[Said]], inner: str, here: Any, *, brief: bool = False
) -> Fit:
    seeds = here if isinstance(here, list) else []
    items, left = _scalar(inner, lambda value: ask([value]), seeds, brief=brief)
    rule: dict[str, Any] = {"items": items} if items else {}
    members = list(_members(inner, items))
    counts = [n for n in (_BRIEF if brief else _COUNTS) if n <= len(members)]
    taken = [n for n in counts if not ask(members[:n])]
    above = [n for n in counts if taken and n > max(taken)]
    if taken and (above or min(taken) > 0):
        rule["count"] = [min(taken), _most(ask, members, max(taken), above[0]) if above else None]
    return rule, left


def _most(ask: Callable[[Any], Sequence[Said]], members: list[Any], low: int, high: int) -> int:
    """The most items that are taken: `low` are, `high` are not."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if ask(members[:middle]) else (middle, high)
    return low


def _members(inner: str, items: InputRule) -> Iterator[Any]:
    """Values that such a list may have, each once."""
    if inner == "number":
        yield from range(1, 30)
    elif "enum" in items:
        yield from items["enum"]
    else:
        words = (
            *WORDS,
            *JSONS,
            *(f"{ARNS[0]}{n}" for n in range(250)),
            *(f"a{n}" for n in range(150)),
        )
        yield from (word for word in dict.fromkeys(words) if word and fits(items, word))
