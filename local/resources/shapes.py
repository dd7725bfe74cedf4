"""What a type's inputs look like: the SDK's own types, less what its kind does not understand."""

import inspect
import re
import types
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Union, get_args, get_origin

import pulumi
from pulumi import _types
from pulumi.runtime import rpc

InputProblem = tuple[str, str]
"""The path of an input, and a sentence on what is wrong with it; never its value."""

# What stands in a preview for a value that only the run will know.
_UNKNOWN = str(rpc.UNKNOWN)
# The forms of a value before it comes here.
_NOT_YET = {Awaitable, pulumi.Output}
# A flag is a number to Python, and to nobody else.
_SCALARS: Mapping[type, tuple[set[type], str]] = {
    bool: ({bool}, "true or false"),
    int: ({int}, "a whole number"),
    float: ({int, float}, "a number"),
    str: ({str}, "a text"),
}


def problems(
    token: str,
    args: type[Any],
    understood: frozenset[str] | None,
    needed: frozenset[str],
    inputs: Mapping[str, Any],
) -> Iterator[InputProblem]:
    """What can't be used of a resource's inputs, and what is missing.

    Args:
        token: the type's.
        args: the SDK's class of its inputs.
        understood: the type's line in `_inputs`; None where that is all that the SDK knows.
        needed: what must be there beside what the SDK demands.
        inputs: camelCase.
    """
    understood = understood or frozenset(_types.input_type_types(args))
    missing = [(key, "needs") for key in sorted(needed) if inputs.get(key) is None]
    for path, verb in [*missing, *_in_object("", args, understood, inputs)]:
        yield path, f"{token} {verb} the input {path!r}."


def _in_object(
    path: str, cls: type[Any], understood: frozenset[str], value: Mapping[str, Any]
) -> Iterator[InputProblem]:
    """The paths that don't fit, each with what the type does about it."""
    hints = _types.input_type_types(cls)
    place = re.sub(r"\[\d+\]", "", path)
    parts = {one.rpartition(".")[2] for one in understood if one.rpartition(".")[0] == place}
    for key in demanded(cls):  # type: ignore[arg-type] # mypy takes no class for hashable
        if value.get(key) is None:
            yield f"{path}.{key}".lstrip("."), "needs"
    for key in sorted(value):
        inner = f"{path}.{key}".lstrip(".")
        if key in hints and key in (parts or hints):
            yield from _in_value(inner, hints[key], understood, value[key])
        elif value[key] is not None:
            yield inner, "does not understand"


@cache
def demanded(cls: type[Any]) -> Sequence[str]:
    """What the SDK's class can't be made without, in camelCase."""
    names = _types.input_type_py_to_pulumi_names(cls)
    parameters = inspect.signature(cls).parameters.values()
    return sorted(names[one.name] for one in parameters if one.default is one.empty)


def _in_value(
    path: str, hint: Any, understood: frozenset[str], value: Any
) -> Iterator[InputProblem]:
    if value is None or value == _UNKNOWN:
        return
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        ways = [
            one for one in parts if get_origin(one) not in _NOT_YET and one is not types.NoneType
        ]
        yield from min((list(_in_value(path, one, understood, value)) for one in ways), key=len)
    elif origin is Sequence and isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _in_value(f"{path}[{at}]", parts[0], understood, inner)
    elif origin is Mapping and isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _in_value(f"{path}.{key}", parts[1], understood, inner)
    elif _types.is_input_type(hint) and isinstance(value, Mapping):
        yield from _in_object(path, hint, understood, value)
    elif wanted := _wanted(hint, value):
        yield path, f"takes {wanted} as"


def _wanted(hint: Any, value: Any) -> str | None:
    """What a value must be and is not, in words."""
    if get_origin(hint) is Sequence:
        return "a list"
    if get_origin(hint) is Mapping or _types.is_input_type(hint):
        return "an object"
    for scalar, (taken, words) in _SCALARS.items():
        if issubclass(hint, scalar):
            return None if type(value) in taken else words
    # An archive or asset, of which the engine's old state keeps no more than a hash.
    return "code" if isinstance(value, (*_SCALARS, list, Mapping)) else None
