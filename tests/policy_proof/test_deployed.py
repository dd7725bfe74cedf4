"""What is deployed: every watched property has a mutant, and every mutant is reported."""

from functools import cache
from pathlib import Path

import pytest

from docs_gen import pci
from policies.pci.pack import judge, rules
from policy_proof import run, scenarios
from policy_proof.tally import Tally
from policy_proof.written import NO_MUTANT

PAGE = Path(__file__).parents[2] / "docs" / "pci.md"


# Minutes of all cores, which other tests want too; the common bound is for what hangs.
pytestmark = pytest.mark.timeout(2400)


@cache
def tally() -> Tally:
    """Our full stack, the small ones, and what is written by hand."""
    return run.together(run.DEPLOYED)


def test_every_mutant_is_reported_by_the_rule_that_it_targets() -> None:
    """Whatever is dropped, weakened, unknown, ignored, deleted or planted is seen."""
    assert [str(each) for each in sorted(tally().survivors)] == []


def test_no_rule_reports_what_it_does_not_watch() -> None:
    """A rule that fires at others' mistakes sends its reader to the wrong place."""
    assert [str(each) for each in sorted(tally().false_alarms)] == []


def test_every_rule_has_mutants() -> None:
    """A rule that has never fired is a hope."""
    assert [each.name for each in rules(judge()) if not tally().proofs[each.name]] == []


def test_every_watched_property_has_a_mutant() -> None:
    """Of everything that a rule says it reads, a change is seen; or a reason says why not."""
    assert {str(each) for each in tally().open(rules(judge()))} == set(NO_MUTANT)


@pytest.mark.parametrize("name", scenarios.FIXTURES)
def test_a_small_stack_is_in_order_before_it_is_broken(name: str) -> None:
    """What is reported of a mutant is its own fault."""
    assert scenarios.fixture(name).before == set()


def test_the_page_is_up_to_date() -> None:
    """`make docs` has been run after the last change of rules, stacks or mutants."""
    assert pci.page(tally()) == PAGE.read_text()
