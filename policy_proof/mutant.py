"""What a mutant is: one change of a stack, and the rules that must see it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from policies.pci.framework.rule import Rule
from policy_proof.edit import top
from policy_proof.scenario import Found, StackChange, StackScenario


class MutantKind(StrEnum):
    """What is done to a stack."""

    DROPPED = "dropped"
    WEAKENED = "weakened"
    FOREIGN = "of another stack"
    SWAPPED = "of the wrong one"
    HOSTILE = "hostile"
    PLANTED = "planted"
    UNKNOWN = "unknown"
    DELETED = "deleted"
    IGNORED = "ignored"
    ADOPTED = "adopted"
    HURRIED = "hurried"
    UNPROTECTED = "unprotected"
    UNTAGGED = "untagged"
    SECRET = "secret planted"
    UNLISTED = "unlisted type"
    WRITTEN = "by hand"
    OF_SCHEMA = "of the schema"
    OF_IAM = "of IAM's vocabulary"


class Source(StrEnum):
    """Whose idea of wrong a mutant is."""

    SCHEMA = "the provider's schema"
    ANYWHERE = "the schema, a stranger or a secret in what is harmless"
    IAM = "IAM's vocabulary"
    PAIRS = "pairs of the schema's changes"
    RULES = "what each rule watches"
    GUARDS = "what guards the resources"
    HAND = "by hand"


_GUARDS = (
    MutantKind.DELETED,
    MutantKind.IGNORED,
    MutantKind.UNPROTECTED,
    MutantKind.UNTAGGED,
    MutantKind.SECRET,
    MutantKind.UNLISTED,
)
SOURCES = {
    **dict.fromkeys(MutantKind, Source.RULES),
    **dict.fromkeys(_GUARDS, Source.GUARDS),
    MutantKind.WRITTEN: Source.HAND,
    MutantKind.OF_SCHEMA: Source.SCHEMA,
    MutantKind.OF_IAM: Source.IAM,
}


@dataclass(frozen=True)
class Mutant:
    """One change and who must report it."""

    kind: MutantKind
    type: str
    path: str
    """The watched property; empty for a whole resource."""
    urn: str
    change: StackChange
    predicate: frozenset[str] = frozenset()
    """Each of these rules reports it, or it survives."""
    tries: frozenset[str] = frozenset()
    """Rules that read the property by code: of all tries at one, one must be reported."""

    def with_rules(self, predicate: Iterable[str], tries: Iterable[str]) -> "Mutant":
        """The same change, for more rules."""
        return replace(self, predicate=self.predicate | {*predicate}, tries=self.tries | {*tries})


@dataclass(frozen=True)
class Outcome:
    """One mutant under the whole pack."""

    mutant: Mutant
    found: frozenset[Found]

    @property
    def reported(self) -> frozenset[str]:
        """The rules that said something."""
        return frozenset(each.rule for each in self.found)

    @property
    def spoke(self) -> frozenset[str]:
        """Those of them that did not break down: one that did has seen nothing."""
        return frozenset(
            each.rule for each in self.found if not each.say.startswith("Internal error")
        )

    @property
    def survived(self) -> frozenset[str]:
        """The rules that should have."""
        return self.mutant.predicate - self.reported


ALWAYS = frozenset({"no-unresolved-security-value", "exemptions-valid", "only-ours"})
"""Rules over the other rules, or over every text: they may have something to say of any change."""


def companions(rules: Iterable[Rule], mutant: Mutant) -> Iterator[str]:
    """The rules that may report a mutant too, because they watch what it changes."""
    changed = top(mutant.path) if mutant.path else ""
    for rule in rules:
        watched = rule.watched
        here = {top(path) for path in watched.get(mutant.type, ())}
        made_of = {kind for paths in watched.values() for each in paths.values() for kind in each}
        goes = not changed and (here or mutant.type in made_of)
        if changed in here or goes:
            yield rule.name


def judged(scenario: StackScenario, mutants: Iterable[Mutant]) -> Iterator[Outcome]:
    """What the pack says of each."""
    for mutant in mutants:
        yield Outcome(mutant, frozenset(scenario.after(mutant.change)))
