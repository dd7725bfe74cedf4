"""Shares, budgets and burn rates are reckoned from calls, whatever the statistic counts."""

import pytest

from runtime.contract.objectives import OBJECTIVES
from till.watch.error_budget import DAYS, HOUR_SECONDS, budget

NOW = 1_795_341_600
FAILED, LATE = OBJECTIVES


def test_a_budget_is_what_thirty_days_have_left_of_it() -> None:
    """Half of one in a thousand was used up, all in the last six hours: the last hour was good."""
    calls = {NOW - 10 * 24 * HOUR_SECONDS: 9_000.0, NOW - 2 * HOUR_SECONDS: 900.0, NOW - 300: 100.0}
    found = budget(FAILED, calls, {NOW - 2 * HOUR_SECONDS: 5.0}, NOW)
    assert found.calls == 10_000
    assert found.good == pytest.approx(0.9995)
    assert found.budget_left == pytest.approx(0.5)
    assert found.burn_1h == 0
    assert found.burn_6h == pytest.approx(5)


def test_percents_count_by_how_many_calls_there_were() -> None:
    """A half of two is one; one of a thousand and two is not a half."""
    calls = {NOW - 300: 2.0, NOW - 600: 1_000.0}
    found = budget(LATE, calls, {NOW - 300: 50.0, NOW - 600: 0.0}, NOW)
    assert found.good == pytest.approx(1 - 1 / 1_002)
    assert found.burn_1h == pytest.approx(1 / 1_002 / 0.01)


def test_more_than_is_allowed_leaves_less_than_nothing() -> None:
    """A broken promise is told as far as it is broken."""
    assert budget(FAILED, {NOW - 300: 1_000.0}, {NOW - 300: 3.0}, NOW).budget_left == pytest.approx(
        -2
    )


def test_what_is_older_than_thirty_days_is_forgiven() -> None:
    """And without a call nothing is known: neither good nor bad."""
    old = NOW - DAYS * 24 * HOUR_SECONDS - 300
    found = budget(FAILED, {old: 10.0}, {old: 10.0}, NOW)
    assert (found.calls, found.good, found.budget_left) == (0, None, None)
    assert (found.burn_1h, found.burn_6h) == (None, None)
