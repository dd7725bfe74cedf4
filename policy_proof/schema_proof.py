"""What the pack says of the schema's mutants, counted apart from those of the rules."""

from policy_proof import by_schema, reviewed, scenarios
from policy_proof.by_schema import Change
from policy_proof.mutant import Outcome, Source, judged
from policy_proof.reviewed import Row
from policy_proof.scenario import StackScenario
from policy_proof.stacks import STACKS, ours
from policy_proof.tally import Tally


def prove(half: int) -> Tally:
    """Every other property, from the first (0) or the second (1)."""
    return proved(reviewed.rows()[half::2])


def proved(rows: list[Row]) -> Tally:
    """What is made of these rows, and who says what of it."""
    tally = Tally()
    for row in rows:
        scenario = home(row)
        for change in by_schema.of(scenario, row):
            (outcome,) = judged(scenario, [change.mutant])
            _count(tally, row, change, outcome)
    return tally


def home(row: Row) -> StackScenario:
    """Where a property is changed: the full stack, another with the type, or a small program."""
    if row.matters and row.matters.program:
        return scenarios.fixture(row.matters.program)
    having = (
        stack
        for stack in (scenarios.FULL, *STACKS)
        if any(one.type == row.type for one in ours(stack))
    )
    return scenarios.stack(next(having))


def _count(tally: Tally, row: Row, change: Change, outcome: Outcome) -> None:
    seen = change.mutant.tries & outcome.spoke
    wanted = change.mutant.tries
    if not wanted:
        tally.quiet += 1
        if outcome.found:
            tally.raised.add(f"{change} by {', '.join(sorted(outcome.reported))}")
        return
    source = Source.SCHEMA if row.matters else Source.ANYWHERE
    tally.made[source] += 1
    tally.seen[source] += bool(seen)
    if not seen:
        tally.unseen.add(f"{' / '.join(sorted(wanted))}: {change}")
