"""What the pack says of the mutants of IAM's vocabulary."""

from collections.abc import Iterable

from policy_proof import by_iam
from policy_proof.by_schema import Change
from policy_proof.iam_effects import Effect, Verdict
from policy_proof.mutant import Outcome, Source, judged
from policy_proof.scenario import StackScenario
from policy_proof.tally import Tally


def prove(scenario: StackScenario, *, only: frozenset[str] | None = None, part: int = 0) -> Tally:
    """Every statement of a stack of which no other has the like; `only`: of these URNs.

    `part`: of everything every other document, from the first (0) or the second (1).
    """
    tally, seen = Tally(), set[str]()
    for number, place in enumerate(by_iam.places(scenario)):
        if number % 2 == part if only is None else place.one.urn in only:
            _try(tally, scenario, by_iam.of(place, seen=seen))
    return tally


def every(scenario: StackScenario, half: int) -> Tally:
    """Every statement of a stack, whoever else has the like; every other document."""
    tally = Tally()
    for place in list(by_iam.places(scenario))[half::2]:
        _try(tally, scenario, by_iam.of(place))
    return tally


def _try(tally: Tally, scenario: StackScenario, changes: Iterable[tuple[Change, Effect]]) -> None:
    for change, effect in changes:
        (outcome,) = judged(scenario, [change.mutant])
        _count(tally, scenario, change, effect, outcome)


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
