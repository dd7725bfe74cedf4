"""What payments cost, what a stack costs without them, and both."""

import pytest

from tests.till.cost.stacks import KEY, TRAIL
from tests.till.cost.test_fleet import resources
from till.cost.bill import bill, words
from till.cost.use import MILLION, total


def test_both_are_added_for_the_payments_that_are_asked_for() -> None:
    """A million of them cost as the column of a million says."""
    found = bill([KEY], MILLION)
    assert found.together == pytest.approx(total(found.per_million) + total(found.fixed))
    assert bill([KEY], 1).together == pytest.approx(total(found.fixed), abs=0.01)


def test_a_fleet_is_among_the_fixed_costs() -> None:
    """As long as nobody pays, and where it has a price; else it is said."""
    without, found = bill([KEY]), bill([KEY, *resources(fewest=1)])
    assert total(found.fixed) - total(without.fixed) == pytest.approx(12.264 + 2.1 + 0.64)
    assert total(found.per_million) == total(without.per_million)
    assert found.not_priced == []
    unknown = bill([KEY, *resources(instanceType="x9g.large")])
    assert len(unknown.not_priced) == 1


def test_services_add_up() -> None:
    """Each line belongs to one service, the dearest first."""
    found = bill([KEY, TRAIL], 250_000)
    assert sum(each.per_million for each in found.services) == pytest.approx(
        total(found.per_million)
    )
    assert sum(each.fixed for each in found.services) == pytest.approx(total(found.fixed))
    assert sum(each.together for each in found.services) == pytest.approx(found.together)
    dearest = [each.per_million + each.fixed for each in found.services]
    assert dearest == sorted(dearest, reverse=True)
    kms = next(each for each in found.services if each.name == "KMS")
    assert kms.fixed == 1


def test_the_three_largest_parts_are_named() -> None:
    """Of what payments cost; mail is beside it."""
    found = bill([])
    dearest = sorted(found.per_million, key=lambda each: -each.usd)[:3]
    assert found.largest == [f"{each.service}'s {each.what}" for each in dearest]
    assert found.mail_per_million == pytest.approx(100)


def test_it_says_of_when_it_is() -> None:
    """Prices and calls are dated."""
    assert words().startswith("US dollars, AWS's list prices for us-east-1 as of 2026-")
