"""Resources written by hand, as the engine would send them to the pack."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from pulumi.runtime.proto import analyzer_pb2 as analyzer

from local.policy_check.analyzer import Declared
from local.policy_check.configuration import struct

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""Stands in a property for an output that is not known yet, as the engine sends it."""

TODAY = dt.date(2026, 11, 23)


def urn(kind: str, name: str, stack: str = "dev") -> str:
    """The URN of a resource without a parent."""
    return f"urn:pulumi:{stack}::project::{kind}::{name}"


def resource(
    kind: str,
    inputs: Mapping[str, Any],
    name: str = "it",
    *,
    made_of: Mapping[str, Sequence[Declared]] | None = None,
    outputs: Mapping[str, Any] | None = None,
    protect: bool = False,
    ignore_changes: Sequence[str] = (),
    stack: str = "dev",
) -> Declared:
    """One resource: `made_of` says which properties are made of which others' outputs."""
    made_of = made_of or {}
    return Declared(
        type=kind,
        name=name,
        urn=urn(kind, name, stack),
        inputs=struct(inputs),
        state=struct({**inputs, **(outputs or {})}),
        options=analyzer.AnalyzerResourceOptions(protect=protect, ignoreChanges=ignore_changes),
        dependencies=tuple(each.urn for others in made_of.values() for each in others),
        property_dependencies={key: tuple(e.urn for e in made_of.get(key, ())) for key in inputs},
    )
