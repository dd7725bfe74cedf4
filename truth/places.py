"""Every place of a type where a program may set something: in its words and in the provider's.

Read off the SDK's own types, less what the provider at hand does not know, and what our provider
does not understand. Types that may nest in themselves are entered once.
"""

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Union, get_args, get_origin

import pulumi
from pulumi import _types

from local.resources import KINDS, RECORDED_ONLY
from local.resources.inputs import INPUTS
from local.resources.sdk_types import inputs_class
from truth.schema import Attribute, Block
from truth.translate import TranslationError, name_of, type_of

ALL: Final = frozenset({*KINDS, *RECORDED_ONLY})
"""The token of every type that our provider knows."""


@dataclass(frozen=True)
class Step:
    """One word of a path."""

    key: str
    many: bool
    """Whether a list of objects stands there."""


@dataclass(frozen=True)
class InputSlot:
    """A property of a type, at any depth."""

    token: str
    steps: tuple[Step, ...]
    theirs: tuple[str, ...]
    """The same in the provider's words."""
    attribute: Attribute | None
    """None where it is a block."""
    demanded: bool
    """Whether the SDK's class can't be made without it."""
    block: Block
    """What it is a part of."""
    again: str | None
    """The path of the place around it that has the same type of objects, where there is one."""

    @property
    def path(self) -> str:
        """In the program's words, without positions."""
        return ".".join(step.key for step in self.steps)

    def sample(self, values: Mapping[str, Any]) -> Any:
        """A value of the place's type; `values` has one for each plain type of the provider."""
        if self.attribute is None:
            return [{}] if self.steps[-1].many else {}
        kind = self.attribute.type
        if isinstance(kind, str):
            return values[kind]
        form, inner = kind
        value = values[inner] if isinstance(inner, str) else {}
        return {"a": value} if form == "map" else [value]


def places(token: str, schema: Mapping[str, Block]) -> Iterator[InputSlot]:
    """Every place of a type, outermost first."""
    args = inputs_class(token)
    understood = INPUTS.get(token) or frozenset(_types.input_type_types(args))
    yield from _places(token, args, schema[type_of(token)], understood, (), (), {})


def _places(
    token: str,
    args: type[Any],
    block: Block,
    understood: frozenset[str],
    steps: tuple[Step, ...],
    theirs: tuple[str, ...],
    above: Mapping[type[Any], str],
) -> Iterator[InputSlot]:
    before = ".".join(step.key for step in steps)
    parts = {one.rpartition(".")[2] for one in understood if one.rpartition(".")[0] == before}
    demanded = demanded_by(args)
    for key, hint in _types.input_type_types(args).items():
        path = f"{before}.{key}".lstrip(".")
        if parts and key not in parts:
            continue
        try:
            name = name_of(type_of(token), path, key, block)
        except TranslationError:
            continue
        inner, many = _object(hint)
        at, there = (*steps, Step(key, many)), (*theirs, name)
        nested = block.blocks.get(name)
        again = above.get(inner) if inner else None
        yield InputSlot(token, at, there, block.attributes.get(name), key in demanded, block, again)
        if nested and inner and not again:
            yield from _places(
                token, inner, nested.block, understood, at, there, {**above, inner: path}
            )


def demanded_by(args: type[Any]) -> frozenset[str]:
    """What the SDK's class can't be made without, in camelCase."""
    from local.resources.shapes import demanded  # noqa: PLC0415

    return frozenset(demanded(args))  # type: ignore[arg-type] # mypy takes no class for hashable


def _object(hint: Any) -> tuple[type[Any] | None, bool]:
    """The SDK's class of the objects at a place, and whether it takes a list of them."""
    if _types.is_input_type(hint):
        return hint, False
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Sequence:
        return _object(parts[0])[0], True
    if origin in {Union, types.UnionType}:
        for part in parts:
            found = _object(part)
            if found[0]:
                return found
    if origin is pulumi.Output and parts:
        return _object(parts[0])
    return None, False
