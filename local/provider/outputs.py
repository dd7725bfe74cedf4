"""Which outputs only AWS can say: unknown in a preview, before the resource exists or moves on."""

import functools
import inspect
from collections.abc import Collection

from pulumi import _types

from local.resources import KINDS
from local.resources.sdk_types import resource_class

_FUNCTION = "aws:lambda/function:Function"
# A publishing function has a new version after a change; its alias then follows.
_VERSIONED = frozenset({"version", "qualifiedArn", "qualifiedInvokeArn", "lastModified"})
# These belong to the function as a whole, so a change of them alone publishes nothing.
_UNVERSIONED = frozenset({"reservedConcurrentExecutions", "tags"})
# The real plugin repeats the tags there; nothing of ours reads it, with or without an engine.
_NEVER_MADE = {"tagsAll"}


@functools.cache
def computed(token: str) -> frozenset[str]:
    """The outputs of a new resource that are no inputs, in camelCase.

    An input that the program leaves out stays absent: a policy must see that it is not set.
    """
    if token not in KINDS:
        return frozenset()
    cls = resource_class(token)
    inputs = inspect.signature(cls._internal_init).parameters
    names = _types.resource_pulumi_to_py_names(cls)
    return frozenset(name for name, py in names.items() if py not in inputs) - _NEVER_MADE


def moved(token: str, changed: Collection[str]) -> frozenset[str]:
    """The outputs that an update in place may change, from the inputs that are changed."""
    if token == _FUNCTION and set(changed) - _UNVERSIONED:
        return _VERSIONED
    return frozenset()
