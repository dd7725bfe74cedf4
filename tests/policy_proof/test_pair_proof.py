"""Pairs of changes: one hides nothing of the other."""

from functools import cache

from policy_proof import run
from policy_proof.mutant import Source
from policy_proof.tally import Tally


@cache
def tally() -> Tally:
    """The same pairs each time, for the same stacks."""
    return run.together(run.PAIRS)


def test_neither_of_two_changes_hides_the_other() -> None:
    """Each that matters is reported beside any other of the same or of a linked resource.

    But for one in a hundred at most: some changes take the effect of another away, as a kind of
    key that can't rotate does, or a new name by which a queue is nobody's dead letters any more.
    """
    made, seen = tally().made[Source.PAIRS], tally().seen[Source.PAIRS]
    assert made > 500
    assert seen >= 0.99 * made, sorted(tally().unseen)
