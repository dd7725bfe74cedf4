"""The first preview, where little is known, and the other stacks: the same mutants are seen."""

from functools import cache

import pytest

from policy_proof import run
from policy_proof.tally import Tally


@cache
def tally(name: str) -> Tally:
    """One stack's mutants."""
    return run.PREVIEWED[name]()


@pytest.mark.parametrize("name", run.PREVIEWED)
def test_every_mutant_is_reported_by_the_rule_that_it_targets(name: str) -> None:
    """What a pull request takes away is seen before anything of the stack exists."""
    assert [str(each) for each in sorted(tally(name).survivors)] == []


@pytest.mark.parametrize("name", run.PREVIEWED)
def test_no_rule_reports_what_it_does_not_watch(name: str) -> None:
    """A rule that fires at others' mistakes sends its reader to the wrong place."""
    assert [str(each) for each in sorted(tally(name).false_alarms)] == []
