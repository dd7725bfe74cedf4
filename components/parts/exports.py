"""What the stack tells who deploys and operates it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.parts.function import PackagedFunction
from runtime.contract.schema_versions import SCHEMA_VERSIONS


def export(values: Mapping[str, Any], functions: Sequence[PackagedFunction]) -> None:
    """Export the values, the functions' names by handler, and the versions of what is kept."""
    made = {"functions": {each.handler: each.service for each in functions}}
    for name, value in {**values, **made, "schema_versions": SCHEMA_VERSIONS}.items():
        pulumi.export(name, value)
