"""Inputs that may be wrong, drawn by chance: right registrations, changed by the type of a place.

Nothing here knows a limit: neither our table nor the texts that it was learned with.
"""

import random
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from truth.judge import got, put
from truth.places import InputSlot

_LETTERS: Final = string.ascii_letters
_ODD: Final = " !\"#$%&'()*+,;<=>?@[\\]^`{|}~/:.\t\n\u00e4\u20ac\U0001f4a5"
_SIZES: Final = (
    17,
    33,
    41,
    52,
    66,
    82,
    101,
    130,
    151,
    258,
    301,
    515,
    700,
    1030,
    1700,
    2050,
    4100,
    5200,
    9000,
    11_000,
    21_000,
    70_000,
)
_SERVICES: Final = ("sqs", "sns", "lambda", "iam", "kms", "events", "logs", "dynamodb", "s3")
_SAMPLES: Final[Mapping[str, Any]] = {"string": "other", "number": 3, "bool": True}


@dataclass(frozen=True)
class Wrong:
    """A registration that may be wrong."""

    token: str
    place: InputSlot
    what: str
    """What was done to it."""
    alone: bool
    """Whether it is about this place's own value, and not about what else is there."""
    inputs: Mapping[str, Any]

    def __str__(self) -> str:
        value = repr(got(self.inputs, self.place))
        shown = value if len(value) < 90 else f"{value[:70]}… ({len(value)})"
        return f"{self.token.rpartition(':')[2]}.{self.place.path} {self.what}: {shown}"


def drawn(
    chance: random.Random, right: Mapping[str, Any], place: InputSlot, many: int
) -> Iterator[Wrong]:
    """Several changes of a registration at one place."""
    ways = [*_own(chance, right, place)]
    chance.shuffle(ways)
    for what, value in ways[:many]:
        yield Wrong(place.token, place, what, alone=True, inputs=put(right, place, value))


def around(
    chance: random.Random, right: Mapping[str, Any], places: Sequence[InputSlot]
) -> Iterator[Wrong]:
    """Inputs that are left out, that are added, and that are emptied."""
    top = [place for place in places if len(place.steps) == 1]
    for place in top:
        key = place.steps[0].key
        if key in right:
            yield Wrong(
                place.token,
                place,
                "left out",
                alone=False,
                inputs={name: value for name, value in right.items() if name != key},
            )
    nested = [place for place in places if got(right, place) is not None and len(place.steps) > 1]
    for place in chance.sample(nested, min(len(nested), 6)):
        yield Wrong(place.token, place, "left out", alone=False, inputs=put(right, place, None))
    absent = [place for place in places if got(right, place) is None and _beside(right, place)]
    for place in chance.sample(absent, min(len(absent), 8)):
        yield Wrong(
            place.token,
            place,
            "added",
            alone=False,
            inputs=put(right, place, place.sample(_SAMPLES)),
        )


def _beside(right: Mapping[str, Any], place: InputSlot) -> bool:
    """Whether the object that it would be a part of is there."""
    if len(place.steps) == 1:
        return True
    around = InputSlot(
        place.token, place.steps[:-1], (), None, demanded=False, block=place.block, again=None
    )
    return bool(got(right, around))


def _own(
    chance: random.Random, right: Mapping[str, Any], place: InputSlot
) -> Iterator[tuple[str, Any]]:
    here = got(right, place)
    if place.attribute is None:
        yield from _blocks(here, place)
        return
    kind = place.attribute.type
    yield "an object", {"a": {"b": "c"}}
    if isinstance(kind, str):
        yield from _SCALARS[kind](chance, here)
        return
    form, inner = kind
    if form == "map":
        one = _SAMPLES[inner]
        for what, text in _texts(chance, next(iter(here or {"Key": ""}))):
            yield f"a key {what}", {**(here or {}), text: one}
        for what, value in _SCALARS[inner](chance, next(iter((here or {}).values()), None)):
            yield f"a value {what}", {**(here or {}), "Key": value}
        return
    first = here[0] if isinstance(here, list) and here else None
    rest = here[1:] if isinstance(here, list) else []
    for what, value in _SCALARS[inner](chance, first):
        yield f"an item {what}", [value, *rest]
    yield "no items", []
    many = chance.choice((7, 12, 40, 160))
    yield (
        "too many items",
        [f"{first or 'item'}{at}" if inner == "string" else at for at in range(many)],
    )


def _blocks(here: Any, place: InputSlot) -> Iterator[tuple[str, Any]]:
    if place.steps[-1].many:
        yield "no items", []
        yield "too many items", (here or [{}])[:1] * 120
    yield "a text", "text"


def _numbers(chance: random.Random, here: Any) -> Iterator[tuple[str, Any]]:
    yield "a word", "many"
    for _ in range(4):
        power = chance.randrange(1, 10)
        yield (
            "another magnitude",
            chance.choice((-1, 1)) * chance.randrange(10 ** (power - 1), 10**power),
        )
    yield "near nothing", chance.choice((-2, -1, 0, 1, 2))
    yield (
        "one off a round number",
        chance.choice((-1, 1)) + chance.choice((10, 60, 100, 900, 1000, 3600)),
    )
    if isinstance(here, int):
        yield "times a thousand", here * 1000
        yield "below nothing", -here - 1
        yield "a little more", here + chance.randrange(1, 50)


def _bools(_chance: random.Random, _here: Any) -> Iterator[tuple[str, Any]]:
    yield "a word", "perhaps"


def _texts(chance: random.Random, here: Any) -> Iterator[tuple[str, str]]:
    """Changes of a text; of one that is there, mostly small ones."""
    word = "".join(chance.choices(_LETTERS, k=chance.randrange(4, 12)))
    text = here if isinstance(here, str) and here else word
    at = chance.randrange(len(text))
    yield "empty", ""
    yield "another word", word
    yield "a word with an odd character", word[:3] + chance.choice(_ODD) + word[3:]
    yield "another case", chance.choice((text.upper(), text.lower(), text.swapcase(), text.title()))
    yield "a typing error", text[:at] + chance.choice(_LETTERS) + text[at + 1 :]
    yield "an odd character", text[:at] + chance.choice(_ODD) + text[at:]
    yield "an odd start", chance.choice(_ODD) + text
    yield "an odd end", text + chance.choice(_ODD)
    yield "too long", text + chance.choice(_LETTERS) * chance.choice(_SIZES)
    yield "too long, all anew", chance.choice(f"{_LETTERS}_0") * chance.choice(_SIZES)
    yield "cut off", text[: max(1, at)]
    yield "a number", str(chance.randrange(-5, 10 ** chance.randrange(1, 12)))
    yield from _arns(chance, text)
    yield from _documents(chance, text)


def _arns(chance: random.Random, text: str) -> Iterator[tuple[str, str]]:
    region = chance.choice(("eu-central-1", "us-gov-west-1", "", "mars", "eu-central"))
    account = chance.choice(("111122223333", "", "12", "aws", "1111-2222-3333"))
    service = chance.choice(_SERVICES)
    yield "an ARN", f"arn:aws:{service}:{region}:{account}:{chance.choice(('x', '', 'a/b:c'))}"
    if text.startswith("arn:"):
        parts = text.split(":")
        gone = chance.randrange(len(parts))
        yield "an ARN of another service", ":".join([*parts[:2], service, *parts[3:]])
        yield "an ARN without a part", ":".join(parts[:gone] + parts[gone + 1 :])
        yield "an ARN with an empty part", ":".join([*parts[:gone], "", *parts[gone + 1 :]])
    else:
        yield "half an ARN", f"arn:aws:{service}:{text}"


def _documents(chance: random.Random, text: str) -> Iterator[tuple[str, str]]:
    yield "JSON", chance.choice(("{}", "[]", "3", '"text"', "null", '{"a": [1, {"b": 2}]}'))
    yield "not JSON", chance.choice(('{"a": ', "{a: 1}", "[1,]", "{'a': 1}", "{}{}", '{"a" "b"}'))
    if text.startswith("{"):
        at = chance.randrange(1, len(text))
        yield "JSON cut off", text[:at]
        yield "JSON without a quote", text.replace('"', "", 1)
        yield "JSON in a list", f"[{text}]"


_SCALARS: Final[Mapping[str, Callable[[random.Random, Any], Iterator[tuple[str, Any]]]]] = {
    "string": _texts,
    "number": _numbers,
    "bool": _bools,
}
