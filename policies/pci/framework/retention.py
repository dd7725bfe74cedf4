"""Whether a stack's data must outlive the stack: its own `retention` setting."""

from collections.abc import Mapping
from typing import Any, Final

import pulumi

CONFIG: Final[Mapping[str, Any]] = {
    "retentionKey": "tillstack:retention",
    "disposable": "dispose",
    "neverDisposable": ["prod"],
}
"""Where the setting is, which value means "may be lost", and which stacks may never say so."""


def keeps(urn: str, config: Mapping[str, Any]) -> bool:
    """Whether the stack of this URN must protect its data. An unset setting protects."""
    stack = urn.split("::", maxsplit=1)[0].rpartition(":")[2]
    namespace, _, key = config["retentionKey"].partition(":")
    disposable = pulumi.Config(namespace).get(key) == config["disposable"]
    return stack in config["neverDisposable"] or not disposable
