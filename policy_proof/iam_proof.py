"""What the pack says of the mutants of IAM's vocabulary."""

from collections.abc import Iterable

from policy_proof import by_iam
from policy_proof.by_schema import Change
from policy_proof.iam_effects import Effect, Verdict
from policy_proof.mutant import Outcome, Source, judged
from policy_proof.scenario import StackScenario
from policy_proof.tally import Tally


def prove(scenario: StackScenario, only: frozenset[str]) -> Tally:
    """Every statement of these URNs of which no other has the like."""
    chosen = (place for place in by_iam.places(scenario) if place.one.urn in only)
    return _tried(scenario, chosen, set())


def half(scenario: StackScenario, which: int) -> Tally:
    """The same of every other document, from the first (0) or the second (1)."""
    return _tried(scenario, list(by_iam.places(scenario))[which::2], set())


def every(scenario: StackScenario, which: int) -> Tally:
    """Every statement of these documents, whoever else has the like."""
    return _tried(scenario, list(by_iam.places(scenario))[which::2], None)


def _tried(scenario: StackScenario, places: Iterable[by_iam.Place], seen: set[str] | None) -> Tally:
    tally = Tally()
    for place in places:
        for change, effect in by_iam.of(place, seen=seen):
            (outcome,) = judged(scenario, [change.mutant])
            _count(tally, scenario, change, effect, outcome)
    return tally


def _count(
    tally: Tally, scenario: StackScenario, change: Change, effect: Effect, outcome: Outcome
) -> None:
    name = f"{scenario.name}, {change}"
    if effect.verdict is Verdict.NOTHING:
        tally.quiet += 1
        if outcome.found:
            tally.raised.add(f"{name} by {', '.join(sorted(outcome.reported))}")
        return
    tally.made[Source.IAM] += 1
    tally.seen[Source.IAM] += bool(outcome.spoke)
    if not outcome.spoke:
        tally.unseen.add(f"{name}: {effect.why}")
