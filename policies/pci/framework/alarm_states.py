"""An alarm's state from its datapoints.

Amazon CloudWatch User Guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat
missing data" (read on 2026-11-29); the tests hold that page's tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .alarm_history import MINUTE_SECONDS

MORE: Final = 2
"""Periods that CloudWatch looks back beyond those that it evaluates: as in its own tables."""


class State(StrEnum):
    """What an alarm can be in."""

    OK = "OK"
    ALARM = "ALARM"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"


@dataclass(frozen=True)
class Terms:
    """When an alarm rings, apart from what it measures."""

    comparison: str
    threshold: float
    period: int
    """Seconds."""
    periods: int
    """N of M out of N."""
    datapoints: int
    """M."""
    missing: str


_OPERATORS: Final = {
    "GreaterThanOrEqualToThreshold": lambda value, bound: value >= bound,
    "GreaterThanThreshold": lambda value, bound: value > bound,
    "LessThanOrEqualToThreshold": lambda value, bound: value <= bound,
    "LessThanThreshold": lambda value, bound: value < bound,
}
COMPARISONS: Final = frozenset(_OPERATORS)


def breaches(terms: Terms, value: float | None) -> bool | None:
    """Whether a datapoint is beyond the threshold; `None` where there is none."""
    if value is None:
        return None
    return terms.comparison in _OPERATORS and _OPERATORS[terms.comparison](value, terms.threshold)


def following(state: State, window: Sequence[bool | None], terms: Terms) -> State:
    """The state after an evaluation of `window`: the periods looked at, the newest last."""
    real = [each for each in window if each is not None]
    missing = terms.periods - len(real)
    if missing <= 0:
        return _by(sum(real[-terms.periods :]) >= terms.datapoints)
    bad = sum(real)
    if terms.missing in ("breaching", "notBreaching"):
        bad += missing * (terms.missing == "breaching")
        return _by(bad >= terms.datapoints)
    if bad >= terms.datapoints or len(real) > bad:
        return _by(bad >= terms.datapoints)
    if terms.missing != "missing":
        return state
    if not real:
        return State.INSUFFICIENT_DATA
    # Nothing but bad ones, too few of them: it rings once the oldest is old enough.
    oldest = next(index for index, each in enumerate(window) if each is not None)
    return State.ALARM if len(window) - oldest >= terms.datapoints else state


def _by(bad: bool) -> State:  # noqa: FBT001 - the verdict itself
    return State.ALARM if bad else State.OK


def rings_after(values: Sequence[float | None], terms: Terms, before: int) -> float | None:
    """Minutes from what happens to the alarm; `None` where it does not ring.

    The first `before` of the values are from the time before: what rings then already, calls
    nobody once more.
    """
    state = State.OK
    for end, following_state in _course(values, terms):
        if end > before and following_state is State.ALARM:
            rings = state is not State.ALARM
            return (end - before) * terms.period / MINUTE_SECONDS if rings else None
        state = following_state
    return None


def rings_at_last(values: Sequence[float | None], terms: Terms) -> bool:
    """Whether it rings at the end of such a history."""
    return [state for _, state in _course(values, terms)][-1:] == [State.ALARM]


def _course(values: Sequence[float | None], terms: Terms) -> Iterator[tuple[int, State]]:
    """How many values have been seen, and the state then."""
    looked, state = terms.periods + MORE, State.OK
    verdicts = [breaches(terms, each) for each in values]
    for end in range(looked, len(values) + 1):
        state = following(state, verdicts[end - looked : end], terms)
        yield end, state
