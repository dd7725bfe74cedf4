"""The numbers of the design, stated once."""

import pytest
from pydantic import ValidationError

from runtime.contract.timing import Timing
from runtime.domain.payment import MAX_ATTEMPTS


def test_the_defaults_are_the_designs_numbers() -> None:
    """10, 40, 160 s; 5 s to 15 min; 45 + 30 s lease; 20 h window; 24 h to give up."""
    timing = Timing()
    assert timing.back_off == (10, 40, 160)
    assert timing.polling == (5, 20, 60, 300, 900)
    assert timing.lease == 75
    assert timing.charge_window == 20 * 3600
    assert timing.give_up == 24 * 3600
    assert timing.psp_call == 10


def test_there_is_one_back_off_for_each_retry() -> None:
    """Three retries, so three waits."""
    assert len(Timing().back_off) == MAX_ATTEMPTS - 1


@pytest.mark.parametrize("field", ["back_of", "lease_seconds"])
def test_a_misspelt_time_is_refused(field: str) -> None:
    """An unknown name must not be ignored."""
    with pytest.raises(ValidationError):
        Timing.model_validate({field: 1})


def test_times_that_do_not_fit_together_can_not_be_made() -> None:
    """Each that is broken is said, so that a function stops with all of them."""
    with pytest.raises(ValidationError) as caught:
        Timing(lease=44, sweep_step=0)
    assert "at most timing.lease (44 s)" in str(caught.value)
    assert "at most timing.sweepStep (0 s)" in str(caught.value)


def test_times_survive_the_environment() -> None:
    """What a component writes as JSON, a function reads back equal."""
    timing = Timing(back_off=(1, 2, 3))
    assert Timing.model_validate_json(timing.model_dump_json()) == timing


def test_an_endpoint_is_tried_by_the_steps_of_the_specification() -> None:
    """5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h: each longer than the one before."""
    hours = [2, 5, 10, 14, 20, 24]
    assert Timing().webhook_steps == (5, 300, 1800, *(3600 * each for each in hours))
    assert 3 * 86_400 < sum(Timing().webhook_steps) < 3.5 * 86_400


@pytest.mark.parametrize("steps", [(), (0,), (5, 604_801), (1,) * 21])
def test_steps_are_seconds_of_a_week_at_most(steps: tuple[int, ...]) -> None:
    """One at least and twenty at most; none is nothing."""
    with pytest.raises(ValidationError):
        Timing(webhook_steps=steps)
