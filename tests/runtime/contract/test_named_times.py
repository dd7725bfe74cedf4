"""A time is called what a person sets, and is as long as what it names."""

import pytest

from runtime.contract import named_times
from runtime.contract.fixed_times import FIXED
from runtime.contract.named_times import Time
from runtime.contract.time_relations import RELATIONS
from runtime.contract.timing import Times
from stack_settings import StackSettings

NAMED = [each for each in vars(named_times).values() if isinstance(each, Time)]
OTHERS = Times(
    lease=100, processor_timeout=50, psp_connect=1.5, circuit_open=(7, 9), back_off=(3, 5, 2)
)


@pytest.mark.parametrize("time", NAMED, ids=lambda time: time.name)
def test_a_time_names_the_settings_that_change_it(time: Time) -> None:
    """Whoever reads its name knows what to change, and the setting is one that there is."""
    for room, field in time.settings:
        model = StackSettings.model_fields[room].annotation
        assert f"{room}.{field}" in time.name
        assert field in {each.alias for each in model.model_fields.values()}  # type: ignore[union-attr]
    assert ("timing." in time.name or "processor." in time.name) is bool(time.settings)


def test_every_named_time_is_compared() -> None:
    """One that no relation takes would say nothing."""
    compared = {time for each in RELATIONS for time in (each.shorter, each.longer)}
    assert set(NAMED) == compared


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        (named_times.LONGEST_STEP, 3 + 3 * 9.5 + 5),
        (named_times.OPERATOR_STEP, 3 + 2 * 9.5 + 5),
        (named_times.FIRST_CALL, 3 + 9.5),
        (named_times.LAST_CALL, 9.5 + 5),
        (named_times.ALL_ATTEMPTS, (3 + 5 + 2) * 1.5 + 4 * 100),
        (named_times.LONGEST_BACK_OFF, 7.5),
        (named_times.SHORTEST_BACK_OFF, 2),
        (named_times.LONGEST_OPEN, 9 + 7),
        (named_times.LONGEST_HOLD, 50 + 900),
        (named_times.LOST_MESSAGE, 120 + 60 + 50),
        (named_times.RECEIVES, 10 * 6 * 50),
        (named_times.EMAIL_EVENT, 10 * 6 * 30),
        (named_times.ONE_MAIL, 3 + 2 + 5 + 5),
    ],
    ids=lambda each: each.name if isinstance(each, Time) else "",
)
def test_a_time_is_the_sum_of_what_it_names(time: Time, seconds: float) -> None:
    """Three calls are three, and the spread is on every wait."""
    assert time.seconds(OTHERS, FIXED) == seconds
