"""The table of limits is what the real provider says: some of it is made anew each day."""

import json
import random
from datetime import UTC, datetime
from typing import Any

from local.resources import number_rules, text_rules
from local.resources.rules import TABLE
from truth.corpus import ARNS, FEW, JSONS, NUMBERS, WORDS
from truth.fit import fitted
from truth.judge import SLOW, Judge
from truth.newer import LIMITS, today
from truth.newer import WORDS as NEW_WORDS
from truth.places import ALL, InputSlot, places
from truth.right import fullest

PLACES = 8


def said(rule: Any) -> list[bool]:
    """What a rule says of everything that the provider is asked about."""
    rule = rule.get("items", rule)
    texts = [text_rules.fits(rule, text) for text in (*ARNS, *FEW, *JSONS, *WORDS)]
    return [*texts, *(number_rules.fits(rule, number) for number in NUMBERS)]


def test_a_place_asked_anew_has_its_rule(real: Judge) -> None:
    """Places by chance, other ones each day: the provider's answers make the same rule."""
    seed = int(f"{datetime.now(UTC):%Y%m%d}")
    table = json.loads(TABLE.read_text())["types"]
    known: list[InputSlot] = [
        place
        for token in sorted(set(ALL) - SLOW)
        for place in places(token, real.types)
        if place.attribute and place.path in table[token]
    ]
    drawn = random.Random(seed).sample(known, PLACES)  # noqa: S311 - a draw of a test
    for place in drawn:
        rule, _ = fitted(real, fullest()[place.token], place)
        rule = today(place.token, place.path, rule)
        assert said(rule) == said(table[place.token][place.path]), (seed, place.token, place.path)


def test_what_is_newer_is_still_unknown_to_the_provider(real: Judge) -> None:
    """An entry that the provider at hand knows by now is one too many."""
    for token, path in (*LIMITS, *NEW_WORDS):
        (place,) = [one for one in places(token, real.types) if one.path == path]
        rule, _ = fitted(real, fullest()[token], place)
        assert today(token, path, rule) != rule, (token, path)
