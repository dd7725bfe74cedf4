"""Pairs of changes: one hides nothing of the other."""

from functools import cache

from policy_proof import run
from policy_proof.mutant import Source
from policy_proof.tally import Tally


@cache
def tally() -> Tally:
    """The same pairs each time."""
    return run.together(run.PAIRS)


def test_neither_of_two_changes_hides_the_other() -> None:
    """Each that matters is reported beside any other of the same or of a linked resource."""
    assert sorted(tally().unseen) == []
    assert tally().made[Source.PAIRS] > 500
