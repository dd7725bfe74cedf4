"""Rule 0.10: options of a resource that make the engine take or lose what it should not.

An analyzer is shown protection, ignored changes, aliases, and the order of a replacement. It is not
shown `retain_on_delete`, `deleted_with`, `import_`, nor that a transform changed the program: what
these lead to, the resource as it is, is judged by every other rule.
"""

import re
from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from .framework import retention
from .framework.predicates import Config
from .framework.resource import Resource, Stack
from .framework.rule import Finding, Rule
from .platform import KNOWN_TYPES, PROTECTED

_SUCCESSOR: Final = re.compile(r"V\d+\Z")
"""`aws:s3/bucketV2:BucketV2` was renamed to `aws:s3/bucket:Bucket`."""


def _was(alias: str, urn: str) -> bool:
    """Whether an alias can be a former name of a resource: same stack and project, and type.

    The provider's classes name old spellings of their own type, of which nobody has any other
    resource: a type of the same service that may not be declared is one.
    """
    (old_place, old), (place, kind) = _parts(alias), _parts(urn)
    same = _SUCCESSOR.sub("", old.rpartition(":")[2]) == kind.rpartition(":")[2]
    spelling = old.partition("/")[0] == kind.partition("/")[0] and old not in KNOWN_TYPES
    return old_place == place and (same or spelling)


def _parts(urn: str) -> tuple[str, str]:
    """The stack with its project, and the resource's own type."""
    place, _, rest = urn.removeprefix("urn:pulumi:").partition("::")
    project, _, named = rest.partition("::")
    return f"{place}::{project}", named.partition("::")[0].rpartition("$")[2]


def _loses_nothing(stack: Stack, resource: Resource, config: Config) -> Iterator[Finding]:
    options = resource.options
    for alias in options.aliases:
        if not _was(alias, resource.urn):
            yield Finding("Name no alias of another stack, project or type: its state is taken.")
        elif alias != resource.urn and any(alias == each.urn for each in stack.resources):
            yield Finding("Name no alias that another resource of this stack has for its own name.")
    holds = resource.type in PROTECTED.types and retention.keeps(resource.urn, config)
    if holds and options.delete_before_replace:
        yield Finding("Leave delete_before_replace out: what it holds would be gone first.")


OVERLOOKED: Final = Rule(
    number="0.10",
    name="options-take-and-lose-nothing",
    description="No resource takes the state of another, or is deleted before it is replaced.",
    severity=Severity.HIGH,
    pci=("6.5.1",),
    unreviewed_controls=("10.3.3",),
    subjects=tuple(sorted(KNOWN_TYPES)),
    stack=_loses_nothing,
    config={**retention.CONFIG},
)
