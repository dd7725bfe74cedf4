"""What a run of mutants proves, and what it leaves open."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pulumi_policy import Severity

from policies.pci.framework.rule import Rule
from policy_proof.mutant import ALWAYS, SOURCES, MutantKind, Outcome, Source, companions

GRAVE: Final = frozenset({Severity.CRITICAL, Severity.HIGH})


class Watched(NamedTuple):
    """One property that a rule watches."""

    rule: str
    type: str
    path: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.type} {self.path}"


class Named(NamedTuple):
    """A mutant by name."""

    rule: str
    scenario: str
    resource: str
    path: str
    kind: MutantKind

    def __str__(self) -> str:
        return f"{self.rule}: {self.resource} {self.path} {self.kind} ({self.scenario})"


@dataclass
class Tally:
    """Counts that add up over scenarios."""

    mutants: int = 0
    killed: int = 0
    harmless: int = 0
    """Changes of a watched property that leave it in order."""
    survivors: set[Named] = field(default_factory=set)
    false_alarms: set[Named] = field(default_factory=set)
    tried: set[Watched] = field(default_factory=set)
    proved: set[Watched] = field(default_factory=set)
    """Watched properties of which the rule reports at least one mutant."""
    proofs: Counter[str] = field(default_factory=Counter)
    """Rule → mutants that it reports as it must."""
    made: Counter[Source] = field(default_factory=Counter)
    """Source → mutants that somebody must report."""
    seen: Counter[Source] = field(default_factory=Counter)
    """Source → those of them that are reported."""
    unseen: set[str] = field(default_factory=set)
    """Mutants of the schema that nobody reports, by name."""
    quiet: int = 0
    """Changes of what the reviewed table calls harmless."""
    raised: set[str] = field(default_factory=set)
    """Those of them that a rule reports."""

    def add(
        self, scenario: str, rules: Iterable[Rule], outcome: Outcome, *, alarms: bool = True
    ) -> None:
        """Count one mutant; `alarms`: whether other rules must keep silent."""
        mutant, reported = outcome.mutant, outcome.reported
        wanted = mutant.predicate | (mutant.tries & reported)
        self.mutants += bool(wanted)
        self.harmless += not wanted
        self.killed += bool(wanted) and not outcome.survived
        self.made[SOURCES[mutant.kind]] += bool(wanted)
        self.seen[SOURCES[mutant.kind]] += bool(wanted) and not outcome.survived
        self.proofs.update(wanted & reported)
        for rule in wanted:
            self.tried |= {Watched(rule, mutant.type, mutant.path)}
        for rule in mutant.tries:
            self.tried |= {Watched(rule, mutant.type, mutant.path)}
        self.proved |= {Watched(rule, mutant.type, mutant.path) for rule in wanted & reported}
        self.survivors |= {self._named(rule, scenario, outcome) for rule in outcome.survived}
        others = reported - mutant.predicate - mutant.tries - ALWAYS
        if alarms and others:
            others -= {*companions(rules, mutant)}
            self.false_alarms |= {self._named(rule, scenario, outcome) for rule in others}

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            mutants=self.mutants + other.mutants,
            killed=self.killed + other.killed,
            harmless=self.harmless + other.harmless,
            survivors=self.survivors | other.survivors,
            false_alarms=self.false_alarms | other.false_alarms,
            tried=self.tried | other.tried,
            proved=self.proved | other.proved,
            proofs=self.proofs + other.proofs,
            made=self.made + other.made,
            seen=self.seen + other.seen,
            unseen=self.unseen | other.unseen,
            quiet=self.quiet + other.quiet,
            raised=self.raised | other.raised,
        )

    def open(self, rules: Iterable[Rule]) -> set[Watched]:
        """The watched properties that no mutant proves, tried or not."""
        every = {
            Watched(rule.name, kind, path)
            for rule in rules
            for kind, paths in rule.watched.items()
            for path in paths
        }
        return every - self.proved

    @staticmethod
    def _named(rule: str, scenario: str, outcome: Outcome) -> Named:
        mutant = outcome.mutant
        name = mutant.urn.rpartition("::")[2]
        return Named(rule, scenario, name, mutant.path, mutant.kind)
