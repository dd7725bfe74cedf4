"""Changes to one recorded resource: a value at a path, what it is made of, its options."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Struct, Value
from pulumi.runtime.proto import analyzer_pb2 as analyzer

from local.policy_check.analyzer import Declared

ALL: Final = "*"
"""In place of a property's name: every one."""
OPTIONS: Final = "options"
"""In place of a property's name: protection and the like."""
DROP: Final = object()
"""In place of a value: the property is taken away."""
_STEP: Final = re.compile(r"\[\]|[^.\[\]]+")
_SECRET: Final = "4dabf18193072939515e22adb298388d"


def top(at: str) -> str:
    """The top-level property that a path begins with."""
    return str(_STEP.findall(at)[0])


def plain(struct: Struct, key: str) -> Any:
    """One top-level property of a struct; `None` where there is none."""
    return MessageToDict(struct.fields[key]) if key in struct.fields else None


def edited(
    one: Declared, at: str, value: Any, *, edges: bool = True, made_of_urn: str = ""
) -> Declared:
    """The resource with `value` at a path.

    Without `edges` the property is made of nothing, or of `made_of_urn` alone.
    Objects on the way are made, and for `[]` a list of one.
    """
    key, made_of = top(at), dict(one.property_dependencies)
    if not edges:
        made_of[key] = (made_of_urn,) if made_of_urn else ()
    structs = [_edited(each, at, value) for each in (one.inputs, one.state)]
    return replace(one, inputs=structs[0], state=structs[1], property_dependencies=made_of)


def _edited(struct: Struct, at: str, value: Any) -> Struct:
    key, *inner = _STEP.findall(at)
    found = Struct()
    found.CopyFrom(struct)
    changed = _put(plain(struct, key), inner, value)
    if changed is DROP:
        found.fields.pop(key, None)
    else:
        found.fields[key].CopyFrom(ParseDict(changed, Value()))
    return found


def _put(inside: Any, steps: list[str], value: Any) -> Any:
    """`inside` with `value` at these steps; objects on the way are made."""
    if not steps:
        return value
    if isinstance(inside, Mapping) and _SECRET in inside:
        return {**inside, "value": _put(inside["value"], steps, value)}
    if steps[0] == "[]":
        return [_put(None, steps[1:], value)]
    if isinstance(inside, list):
        index = int(steps[0])
        changed = _put(inside[index], steps[1:], value)
        new = [] if changed is DROP else [changed]
        return [*inside[:index], *new, *inside[index + 1 :]]
    known = dict(inside) if isinstance(inside, Mapping) else {}
    changed = _put(known.pop(steps[0], None), steps[1:], value)
    return known if changed is DROP else {**known, steps[0]: changed}


def optioned(one: Declared, **options: Any) -> Declared:
    """The resource with other options: `protect`, `ignoreChanges`."""
    changed = analyzer.AnalyzerResourceOptions()
    changed.CopyFrom(one.options)
    for key in options:
        changed.ClearField(key)  # type: ignore[arg-type] # any of its fields
    changed.MergeFrom(analyzer.AnalyzerResourceOptions(**options))
    return replace(one, options=changed)


def retyped(one: Declared, kind: str) -> Declared:
    """The same declaration under another type."""
    return replace(one, type=kind, urn=one.urn.replace(one.type, kind))


def made_of(one: Declared, urn: str) -> bool:
    """Whether any property is made of that resource."""
    return any(urn in urns for urns in one.property_dependencies.values())


def differences(old: Declared, new: Declared) -> set[str]:
    """The top-level properties that are not the same, and `OPTIONS` where those are not."""
    found = {OPTIONS} if old.options != new.options else set()
    return found | {
        key
        for key in {*old.state.fields, *new.state.fields, *old.inputs.fields, *new.inputs.fields}
        if any(
            one.fields.get(key) != other.fields.get(key)
            for one, other in ((old.state, new.state), (old.inputs, new.inputs))
        )
        or old.property_dependencies.get(key, ()) != new.property_dependencies.get(key, ())
    }
