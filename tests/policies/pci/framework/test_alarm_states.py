"""An alarm's states, by the tables of AWS's own page on missing data."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.pci.framework.alarm_states import (
    MORE,
    State,
    Terms,
    breaches,
    following,
    rings_after,
    rings_at_last,
)

TREATMENTS: Final = ("missing", "ignore", "breaching", "notBreaching")
KEPT: Final = "kept"
TABLE: Final = [
    # Amazon CloudWatch User Guide, "How alarm state is evaluated when data is missing":
    # three out of three, then two out of three.
    (3, "0 - X - X", ("OK", "OK", "OK", "OK")),
    (3, "0 - - - -", ("OK", "OK", "OK", "OK")),
    (3, "- - - - -", ("INSUFFICIENT_DATA", KEPT, "ALARM", "OK")),
    (3, "0 X X - X", ("ALARM", "ALARM", "ALARM", "ALARM")),
    (3, "- - X - -", ("ALARM", KEPT, "ALARM", "OK")),
    (2, "0 - X - X", ("ALARM", "ALARM", "ALARM", "ALARM")),
    (2, "0 0 X 0 X", ("ALARM", "ALARM", "ALARM", "ALARM")),
    (2, "0 - X - -", ("OK", "OK", "ALARM", "OK")),
    (2, "- - - - 0", ("OK", "OK", "ALARM", "OK")),
    (2, "- - - X -", ("ALARM", KEPT, "ALARM", "OK")),
]
SIGNS: Final = {"0": False, "X": True, "-": None}
OVER: Final = "GreaterThanThreshold"


def terms(datapoints: int, periods: int = 3, missing: str = "missing") -> Terms:
    """So many out of so many minutes above zero."""
    return Terms(OVER, 0, 60, periods, datapoints, missing)


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize(("datapoints", "row", "states"), TABLE)
def test_the_tables_of_aws_hold(
    datapoints: int, row: str, states: tuple[str, ...], before: State
) -> None:
    """Ten rows by four ways of treating what is missing, whatever the state was."""
    window = [SIGNS[sign] for sign in row.split()]
    for missing, state in zip(TREATMENTS, states, strict=True):
        after = following(before, window, terms(datapoints, missing=missing))
        assert after == (before if state == KEPT else state), missing


@given(
    st.lists(st.booleans(), min_size=12, max_size=12),
    st.integers(1, 8).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))),
    st.sampled_from(TREATMENTS),
)
def test_without_gaps_the_newest_are_counted(
    window: list[bool], out_of: tuple[int, int], missing: str
) -> None:
    """M of the newest N, whatever is said about missing data."""
    datapoints, periods = out_of
    state = following(State.OK, window, terms(datapoints, periods, missing))
    assert (state is State.ALARM) == (sum(window[-periods:]) >= datapoints)


@given(st.lists(st.sampled_from([None, False, True]), min_size=5, max_size=5), st.integers(0, 4))
def test_one_more_bad_point_never_calms(window: list[bool | None], index: int) -> None:
    """Where silence is good, what turns bad can only make it ring."""
    worse = [*window[:index], True, *window[index + 1 :]]
    calm = terms(2, missing="notBreaching")
    if window[index] is False and following(State.OK, window, calm) is State.ALARM:
        assert following(State.OK, worse, calm) is State.ALARM


def test_a_point_is_compared_as_the_operator_says() -> None:
    """Four operators at, below and above the threshold; another one is never bad."""
    for name, bad in {
        "GreaterThanOrEqualToThreshold": (False, True, True),
        "GreaterThanThreshold": (False, False, True),
        "LessThanOrEqualToThreshold": (True, True, False),
        "LessThanThreshold": (True, False, False),
        "Otherwise": (False, False, False),
    }.items():
        how = Terms(name, 5, 60, 1, 1, "missing")
        assert tuple(breaches(how, each) for each in (4, 5, 6)) == bad
        assert breaches(how, None) is None


def test_a_ring_is_a_change() -> None:
    """The time is counted from what happens; what rings already calls nobody again."""
    calm, loud = [0.0] * (3 + MORE), [1.0] * (3 + MORE)
    assert rings_after([*calm, 1, 1, 1], terms(3), len(calm)) == 3
    assert rings_after([*calm, 1, 1, 0], terms(3), len(calm)) is None
    assert rings_after([*loud, 1, 1, 1], terms(3), len(loud)) is None
    assert rings_at_last(loud, terms(3))
    assert not rings_at_last(calm, terms(3))
    assert not rings_at_last([], terms(3))
