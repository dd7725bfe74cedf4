"""The rule of a text, from the real provider's answers to many texts.

A condition is sound where it refuses nothing that the provider takes; of the sound ones, as few
are chosen as refuse together all that it refuses. The provider's own messages say where to look.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from local.resources.forms import FORMS
from local.resources.rules import both
from local.resources.text_rules import fits
from truth.corpus import ALPHABET, ARNS, FEW, JSONS, LENGTHS, WORDS
from truth.plugin import Said

InputRule = Mapping[str, Any]
Ask = Callable[[str], Sequence[Said]]
"""What the provider complains of a text at the place in question; nothing where it takes it."""
LONGEST: Final = 70_000
"""No limit of a text is beyond it."""
_SLOPPY: Final = (r"\S", r"[\w\s+=,.@-]", r"[\w+=,.@-]", "/")
"""What some of the provider's patterns come to: they ask for one good character somewhere."""
_MESSAGE: Final = 2000
"""A message is no longer; what follows is the text itself."""
_BEYOND: Final = r"\x7f-\U0010ffff"


def text_rule(
    ask: Ask, seeds: Sequence[str] = (), *, brief: bool = False
) -> tuple[InputRule, Sequence[str]]:
    """The rule, and the texts that the provider refuses and no rule here explains.

    Args:
        ask: the provider.
        seeds: texts that it is known to take.
        brief: ask with fewer texts, where an answer takes long.
    """
    texts = [*seeds, *ARNS, *JSONS, *WORDS, *("a" * size for size in LENGTHS)]
    if brief:
        texts = [*seeds, *FEW]
    answers: dict[str, Sequence[Said]] = {text: ask(text) for text in dict.fromkeys(texts)}
    empty = ask("")
    if not any(answers.values()):
        return ({"form": ["not empty"]} if empty else {}), []
    words = sorted({_frame(one, text) for text, said in answers.items() for one in said})
    enum = _enum(words)
    answers.update({text: ask(text) for one in enum for text in (one, one.lower(), one.upper())})
    taken = [text for text, said in answers.items() if not said]
    # What only a taken text shows: its alphabet by position, and how far it may grow.
    good = sorted((*seeds, *taken), key=lambda text: (bool(ask(text)), len(text), text))[:1]
    for text in (
        ()
        if set(taken) <= {*enum, *(each.lower() for each in enum)}
        else _varied(good, ask, brief=brief)
    ):
        if text not in answers:
            answers[text] = ask(text)
    refused = {text for text, said in answers.items() if said and text}
    taken = [text for text, said in answers.items() if not said and text]
    candidates = {
        json.dumps(each): each for each in _candidates(words, enum, answers, ask, brief=brief)
    }
    sound = [rule for rule in candidates.values() if all(fits(rule, text) for text in taken)]
    rule: InputRule = {}
    covers = [(one, {text for text in refused if not fits(one, text)}) for one in sound]
    while refused and covers:
        best, covered = max(covers, key=lambda each: len(each[1] & refused))
        if not covered & refused:
            break
        refused -= covered
        covers = [each for each in covers if "or" not in best or "or" not in each[0]]
        rule = both(rule, best)
    if not empty and not fits(rule, ""):
        rule = {**rule, "empty": True}
    if empty and fits(rule, ""):
        rule = both(rule, {"form": ["not empty"]})
    return rule, sorted(refused)


def _frame(said: Said, text: str) -> str:
    """A message without the text that it is about."""
    return (
        f"{said.summary} {said.detail}"[:_MESSAGE].partition(", got")[0].replace(text or "\0", "…")
    )


def _varied(good: Sequence[str], ask: Ask, *, brief: bool = False) -> Iterator[str]:
    """A taken text with each character at its start, in its middle and at its end, and grown."""
    for text in good:
        middle = len(text) // 2
        for letter in ALPHABET:
            if not brief:
                yield letter + text
            yield text[:middle] + letter + text[middle:]
            if not brief:
                yield text + letter
    for text in good:
        sizes = LENGTHS[::8] if brief else LENGTHS
        yield from (_grown(text, size) for size in sizes if size > len(text))
        if longest := _longest(text, ask):
            yield from (_grown(text, longest), _grown(text, longest + 1))


def _grown(text: str, size: int) -> str:
    """The text as long as this, by repeating the last letter in it."""
    at = max((i for i, letter in enumerate(text) if letter.isalpha()), default=len(text) - 1)
    return text[: at + 1] + text[at : at + 1] * (size - len(text)) + text[at + 1 :]


def _longest(text: str, ask: Ask) -> int | None:
    """How long a taken text may grow; None where nothing stops it."""
    if not text or ask(text) or not ask(_grown(text, LONGEST)):
        return None
    low, high = len(text), LONGEST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if ask(_grown(text, middle)) else (middle, high)
    return low


def _candidates(
    words: Sequence[str],
    enum: Sequence[str],
    answers: Mapping[str, Any],
    ask: Ask,
    *,
    brief: bool,
) -> Iterator[InputRule]:
    """Conditions that may be part of the rule, those first that say most to a person."""
    if enum:
        yield {"enum": enum}
        yield {"enum": enum, "anycase": True}
    forms = [{"form": [name]} for name in FORMS]
    yield from forms
    for word in words:
        yield from _lengths(word)
    taken = [text for text in answers if not answers[text] and text]
    for text in () if enum else sorted(taken, key=len)[:1]:
        if longest := _longest(text, ask):
            yield {"length": [0, longest]}
    for least in (2, 3, 5, 6, 7, 9, 20):
        yield {"length": [least, LONGEST]}
    patterns = [{"match": [each]} for word in words for each in _patterns(word)]
    # Few answers show what may stand in a text, and not what may stand at its ends.
    learned = _alphabets(answers)[: 1 if brief else None]
    yield from patterns
    yield from ({"match": [each]} for each in _SLOPPY)
    # A form may be one half of what is taken.
    for other in ({"form": ["arn"]}, *({"enum": [one]} for one in ("$LATEST", "*"))):
        yield from ({"or": [other, each]} for each in (*patterns, *(() if brief else learned)))
    yield from learned


def _enum(words: Sequence[str]) -> list[str]:
    """The words that the provider says it takes."""
    for word in words:
        if found := re.search(r"one of:? \[((?:\"[^\"]*\"\s?)+)\]", word):
            return re.findall(r'"([^"]+)"', found.group(1))
        if found := re.search(r"Valid Values: \[([^\]]*)\]", word):
            return found.group(1).split()
    return []


def _lengths(word: str) -> Iterator[InputRule]:
    for low, high in re.findall(r"range \((\d+) - (\d+)\)|between (\d+) and (\d+)", word) and [
        tuple(filter(None, pair))
        for pair in re.findall(r"range \((\d+) - (\d+)\)|between (\d+) and (\d+)", word)
    ]:
        yield {"length": [int(low), int(high)]}
    for high in re.findall(r"(?:longer|greater|more) than (\d+)", word):
        yield {"length": [0, int(high)]}
    for low in re.findall(r"less than (\d+)", word):
        yield {"length": [int(low), LONGEST]}


def _patterns(word: str) -> Iterator[str]:
    """Regular expressions that a message names, as far as Python can read them."""
    found = re.findall(
        r"\(\"(.+?)\"\)|expression \"(.+?)\", got|pattern: (.+?)[)\s]|match (\[.+?\])", word
    )
    for groups in found:
        text = "".join(groups).replace("\\\\", "\\")
        try:
            re.compile(text)
        except re.error:
            continue
        yield text
        bare = text.removeprefix("^").removesuffix("$")
        yield f"^{bare}$"
        if bare.endswith("]"):
            yield f"^{bare}+$"


def _alphabets(answers: Mapping[str, Any]) -> Sequence[InputRule]:
    """Patterns by the characters that taken texts have at their start, inside and at their end."""
    taken = [text for text, said in answers.items() if not said and text]
    if not taken:
        return []
    inside = {letter for text in taken for letter in text}
    first, last = {text[0] for text in taken}, {text[-1] for text in taken}
    return [
        {"match": [f"^{_class(inside)}*$"]},
        {"match": [f"^{_class(first)}"]},
        {"match": [f"{_class(last)}$"]},
    ]


def _class(letters: set[str]) -> str:
    """A character class; what is beyond the alphabet that was asked stands for all of its like."""
    found = ""
    for low, high in (("a", "z"), ("A", "Z"), ("0", "9")):
        all_of = {chr(code) for code in range(ord(low), ord(high) + 1)}
        if all_of <= letters:
            found, letters = f"{found}{low}-{high}", letters - all_of
    beyond = {letter for letter in letters if ord(letter) > 126}
    found += "".join(re.escape(letter) for letter in sorted(letters - beyond))
    return f"[{found}{_BEYOND if beyond else ''}]"
