"""What a rule is: its place in the standard, what it watches, how it judges."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pulumi_policy import EnforcementLevel, Severity

from .predicates import Config, Predicate
from .resource import Resource, Stack


class Finding(NamedTuple):
    """One thing that is wrong and what to write instead; never a property's value."""

    say: str
    urn: str | None = None
    """The resource in a stack; a rule on one resource leaves it out."""


@dataclass(frozen=True)
class PropertyRule:
    """One property that must be something; unset fails."""

    path: str
    """See `values.read`: `a.b` for objects, `a[].b` for the items of a list."""
    predicate: Predicate
    say: str
    """What to write, in the words of a Python program."""
    producers: tuple[str, ...] = ()
    """Types whose output may stand here unknown before the first deployment.

    With them, the value must also be made of such a resource of the same stack (or be listed
    under `externalArns`): checked on the whole stack, where that can be seen.
    """
    optional: bool = False
    """Whether the service's own default, when the property is unset, is the safe value."""


ResourceCheck = Callable[[Resource, Config], Iterator[Finding]]
StackCheck = Callable[[Stack, Resource, Config], Iterator[Finding]]
WholeCheck = Callable[[Stack, Config], Iterator[Finding]]
Watched = Mapping[str, tuple[str, ...]]


def together(*parts: Mapping[str, Watched]) -> dict[str, Watched]:
    """Type → path → producers of several tables as one; of one path the last table counts."""
    kinds = dict.fromkeys(kind for part in parts for kind in part)
    return {
        kind: {path: made for part in parts for path, made in part.get(kind, {}).items()}
        for kind in kinds
    }


@dataclass(frozen=True)
class Rule:
    """One control with one severity."""

    number: str
    """In the catalogue."""
    name: str
    """`<service>-<what>`, in kebab case."""
    description: str
    """One sentence: what is so when the rule holds."""
    severity: Severity
    pci: tuple[str, ...]
    """Requirements of PCI DSS v4.0.1 that the references map to the same control."""
    unreviewed_controls: tuple[str, ...] = ()
    """Requirements that were mapped by judgement and were not reviewed: (J) in the documents."""
    references: tuple[str, ...] = ()
    """Ids of the same control elsewhere: Security Hub, cdk-nag, Checkov."""
    level: EnforcementLevel = EnforcementLevel.MANDATORY
    property_rules: Mapping[str, tuple[PropertyRule, ...]] = field(default_factory=dict)
    """Type token → what its properties must be."""
    when: Callable[[Resource], bool] | None = None
    """Which resources the leaves are about; all, without it."""
    types: tuple[str, ...] = ()
    """The types that `check` is called with; none means every type."""
    check: ResourceCheck | None = None
    """Judges one resource from its inputs."""
    subjects: tuple[str, ...] = ()
    """The types that `stack` is called with: what is protected, not what protects it."""
    stack: StackCheck | None = None
    """Judges one resource by what stands around it. It runs on outputs, after all resources."""
    stack_check: WholeCheck | None = None
    """Judges the stack at once: what must be in it somewhere."""
    watches: Mapping[str, Watched] = field(default_factory=dict)
    """Type token → path that `check` or `stack` reads → producers, as in `PropertyRule`."""
    config: Mapping[str, Any] = field(default_factory=dict)
    """Key → default."""
    schema: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Key → JSON schema, where the default's type does not say it."""
    mistakes: Callable[[Config], Iterator[str]] | None = None
    """One sentence for each thing that is wrong in a value of a setting."""

    @property
    def watched(self) -> Mapping[str, Watched]:
        """Type → path → producers: everything that must be known or come from the right place."""
        found = {kind: dict(paths) for kind, paths in self.watches.items()}
        for kind, property_rules in self.property_rules.items():
            for property_rule in property_rules:
                found.setdefault(kind, {})[property_rule.path] = property_rule.producers
        return found
