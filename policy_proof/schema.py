"""The provider's schema as the pinned SDK has it: each property of a type, its shape, its words."""

import importlib
import inspect
import re
import typing
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Any, Final, NamedTuple

from pulumi._types import input_type_py_to_pulumi_names, input_type_types, is_input_type

DEEP: Final = 3
"""Below so many steps a firewall's statements repeat themselves: one property stands for all."""
_TELLING: Final = re.compile(
    r"\b(valid|supported|possible|allowed|one of|either|must be|can be|values|defaults?|type of)\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?<=[.:])\s+(?=[A-Z])(?!`)|\n")
_ASIDE: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_WORD: Final = re.compile(r"`\"?([A-Za-z][\w:-]*)\"?`")


class Shape(StrEnum):
    """What a property holds."""

    FLAG = "flag"
    NUMBER = "number"
    TEXT = "text"
    TEXTS = "texts"
    MAP = "map"
    BLOCK = "block"
    BLOCKS = "blocks"
    FILE = "file"


_SCALARS: Final = {
    bool: Shape.FLAG, str: Shape.TEXT, int: Shape.NUMBER, float: Shape.NUMBER,
}  # fmt: skip


class Property(NamedTuple):
    """One property of a type."""

    path: str
    """As rules write it: `a.b`, `a[].b`."""
    shape: Shape
    words: tuple[str, ...]
    """AWS's vocabulary, where the documentation names it."""
    required: bool = False
    """Whether no program can leave it out: the SDK itself asks for it."""


@cache
def properties(kind: str) -> tuple[Property, ...]:
    """Each property of a type, blocks before what is in them.

    A property whose values are blocks of blocks without end has one row below `DEEP`: `a.b.*`.
    """
    return tuple(_walked(_arguments(kind), "", ()))


def _arguments(kind: str) -> type:
    _, module, name = kind.split(":")
    package = module.partition("/")[0].lower()
    package = {"lambda": "lambda_"}.get(package, package)
    found = importlib.import_module(f"pulumi_aws.{package}")
    # Where a block of another type has the resource's name, the SDK calls its arguments otherwise.
    arguments = getattr(found, f"{name}InitArgs", None) or getattr(found, f"{name}Args")
    return typing.cast("type", arguments)


def _walked(block: type, before: str, above: tuple[type, ...]) -> Iterator[Property]:
    written = {name: key for key, name in input_type_py_to_pulumi_names(block).items()}
    demanded = _demanded(block)
    for name, hint in input_type_types(block).items():
        inner, many, scalars = _unwrapped(hint)
        key, path = written.get(name, name), f"{before}{name}"
        # A document may be given as an object of the SDK's own; the provider knows a text.
        if inner is None or str in scalars:
            shape = _shape(scalars, many=many, mapped=_mapped(hint))
            yield Property(path, shape, _words(block, key), key in demanded)
        elif len(above) >= DEEP and _endless(inner):
            yield Property(f"{path}.*", Shape.BLOCKS if many else Shape.BLOCK, ())
        else:
            yield Property(path, Shape.BLOCKS if many else Shape.BLOCK, (), key in demanded)
            yield from _walked(inner, f"{path}{'[]' if many else ''}.", (*above, inner))


def _demanded(block: type) -> set[str]:
    made = inspect.signature(block.__init__).parameters.values()  # type: ignore[misc] # any class
    return {each.name for each in made if each.default is inspect.Parameter.empty} - {"__self__"}


def _endless(block: type) -> bool:
    return "Statement" in block.__name__


def _unwrapped(hint: Any) -> tuple[type | None, bool, set[type]]:
    """The block in a hint, whether there are many, and the scalars."""
    origin = typing.get_origin(hint)
    found: tuple[type | None, bool, set[type]] = (None, False, set())
    if inspect.isclass(hint):
        return (hint, False, set()) if is_input_type(hint) else (None, False, {hint})
    for each in typing.get_args(hint):
        inner, many, scalars = _unwrapped(each)
        lists = inspect.isclass(origin) and issubclass(origin, typing.Sequence)
        found = (found[0] or inner, found[1] or many or lists, found[2] | scalars)
    return found


def _mapped(hint: Any) -> bool:
    origin = typing.get_origin(hint)
    if inspect.isclass(origin) and issubclass(origin, typing.Mapping):
        return True
    return any(_mapped(each) for each in typing.get_args(hint))


def _shape(scalars: set[type], *, many: bool, mapped: bool) -> Shape:
    if mapped:
        return Shape.MAP
    if many:
        return Shape.TEXTS
    return next((_SCALARS[each] for each in _SCALARS if each in scalars), Shape.FILE)


def _words(block: type, key: str) -> tuple[str, ...]:
    said = _ASIDE.sub(r"\1", inspect.getdoc(getattr(block, key, None)) or "")
    names = {*input_type_types(block), *input_type_py_to_pulumi_names(block)}
    telling = [each for each in _SENTENCE.split(said) if _TELLING.search(each)]
    words = [word for each in telling for word in _WORD.findall(each)]
    # Beside its values a sentence names other arguments, and the resource's outputs.
    return tuple(dict.fromkeys(word for word in words if word not in names and not _named(word)))


def _named(word: str) -> bool:
    """Whether a word is the name of an argument elsewhere: in snake case, as no value is."""
    return "_" in word and word.islower()
