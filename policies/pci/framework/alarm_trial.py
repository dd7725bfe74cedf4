"""An alarm tried on histories of its metrics: whether it rings, and after how long."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice, product
from math import inf
from typing import Final

from .alarm_expressions import ExpressionError, value
from .alarm_history import MINUTE_SECONDS, Form, points, samples_needed
from .alarm_reading import Query, Trial, trial
from .alarm_shapes import Metric, Shape
from .alarm_states import MORE, rings_after, rings_at_last
from .resource import Resource
from .tokens import TOPIC
from .values import ABSENT

ONCE: Final = Form(None, ((1, 1),), lasts=1)
"""One thing happens once, and is told once."""
CALLS_A_MINUTE: Final = 600_000
"""Of an account's gateways and functions, where AWS's own default limits are left: 10,000 a
second."""
DAY_MINUTES: Final = 24 * 60
LONGEST_SECONDS: Final = 7 * DAY_MINUTES * MINUTE_SECONDS
"""Of all periods of an alarm together (PutMetricAlarm)."""
_TRIES: Final = 64
"""Combinations of histories, where an expression is made of several metrics."""


def forms(metric: Metric, threshold: float, failures: float) -> tuple[Form, ...]:
    """How this metric can behave from now on: at its highest, at its lowest, and not at all.

    Where nothing bounds it, it goes beyond the threshold on either side. `failures` is how many
    things fail a minute while all goes wrong.
    """
    high, low = extremes(metric, threshold, failures)
    if metric.shape is Shape.SINGLE:
        return replace(high, lasts=1), replace(low, lasts=1)
    if metric.shape is Shape.AGE:
        pace = MINUTE_SECONDS * (1000 if metric.unit == "Milliseconds" else 1)
        high = replace(high, grows=pace, most=metric.most or inf)
    every = high.every
    return (
        high,
        low,
        replace(high, before=low.then),
        replace(low, before=high.then),
        Form(high.then, None, every=every),
        Form(low.then, None, every=every),
    )


def extremes(metric: Metric, threshold: float, failures: float) -> tuple[Form, Form]:
    """Its highest and its lowest, for good."""
    beyond = 2 * abs(threshold) + 1
    most = beyond if metric.most is None else metric.most
    low = -beyond if metric.signed else 0.0
    if metric.shape is Shape.FAILURES:
        return Form(None, ((1, failures),)), Form(None, ((0, failures),))
    if metric.shape is Shape.TRAFFIC:
        each = 1 if metric.unit == "Count" else beyond
        return Form(None, ((each, CALLS_A_MINUTE),)), Form(None, ((0, 1),))
    every = DAY_MINUTES if metric.shape is Shape.DAILY else 1
    return Form(None, ((most, 1),), every=every), Form(None, ((low, 1),), every=every)


def first_ring(
    trial: Trial, histories: Mapping[str, tuple[Form, ...]], minutes: float
) -> float | None:
    """The fewest minutes after which it rings on any of these; `None`: on none in `minutes`.

    `histories`: query → how its metric may behave.

    Raises:
        ExpressionError: it measures what is not understood here.
    """
    names = sorted(histories)
    tries = islice(product(*(histories[name] for name in names)), _TRIES)
    found = [_rings(trial, tuple(zip(names, one, strict=True)), minutes) for one in tries]
    return min((each for each in found if each is not None and each <= minutes), default=None)


@lru_cache(maxsize=4096)
def _rings(trial: Trial, one: tuple[tuple[str, Form], ...], minutes: float) -> float | None:
    terms = trial.terms
    if too_long(trial):
        return None
    before = terms.periods + MORE
    after = max(1, int(minutes * MINUTE_SECONDS // terms.period))
    return rings_after(_values(trial, one, before, after), terms, before)


def too_long(trial: Trial) -> bool:
    """Whether CloudWatch would refuse to look at so many periods."""
    return trial.terms.periods * trial.terms.period > LONGEST_SECONDS


@lru_cache(maxsize=1024)
def rings_already(trial: Trial, one: tuple[tuple[str, Form], ...]) -> bool:
    """Whether it rings where nothing has changed for long.

    Raises:
        ExpressionError: it measures what is not understood here.
    """
    if too_long(trial):
        return False
    looked = trial.terms.periods + MORE
    return rings_at_last(_values(trial, one, 0, looked), trial.terms)


def _values(
    trial: Trial, one: tuple[tuple[str, Form], ...], before: int, after: int
) -> list[float | None]:
    ways = dict(one)
    series = {
        each.name: _measured(trial, each, ways[each.name], -before, after)
        for each in trial.measured
    }
    returned = next((each for each in trial.queries if each.returned), trial.queries[0])
    found = []
    for index in range(before + after):
        at = {name: values[index] for name, values in series.items()}
        found.append(_one(trial, returned, at))
    return found


def _measured(
    trial: Trial, query: Query, form: Form, first: int, last: int
) -> tuple[float | None, ...]:
    values = points(form, query.statistic, trial.terms.period, first, last)
    if not trial.needed:
        return values
    needed = samples_needed(query.statistic)
    counts = points(form, "SampleCount", trial.terms.period, first, last)
    return tuple(
        one if (count or 0) >= needed else None for one, count in zip(values, counts, strict=True)
    )


def _one(trial: Trial, wanted: Query, at: Mapping[str, float | None]) -> float | None:
    if wanted.expression is None:
        return at[wanted.name]
    known = dict(at)
    others = [each for each in trial.queries if each.expression and each is not wanted]
    for _ in others:
        for each in others:
            if each.name not in known:
                try:
                    known[each.name] = value(each.expression or "", known)
                except ExpressionError:
                    continue
    return value(wanted.expression, known)


def hears(alarm: Resource, minutes: float, *ways: Form) -> bool:
    """Whether an alarm on one metric calls somebody within `minutes`, however it comes to pass.

    Each of `ways` must make it ring, and none may find it ringing.

    Raises:
        UndecidedError: something of it is unknown.
    """
    if alarm.get("alarmActions") in (ABSENT, []) or alarm.get("actionsEnabled") in (False, "false"):
        return False
    tried = trial(alarm)
    if len(tried.queries) != 1 or tried.measured != tried.queries or tried.learned:
        return False
    name = tried.queries[0].name
    return all(
        first_ring(tried, {name: (way,)}, minutes) is not None
        and not rings_already(tried, ((name, Form(None, way.before)),))
        for way in ways
    )


HEARD: Final[Mapping[str, tuple[str, ...]]] = {
    "actionsEnabled": (),
    "alarmActions": (TOPIC,),
    "comparisonOperator": (),
    "datapointsToAlarm": (),
    "evaluationPeriods": (),
    "metricName": (),
    "namespace": (),
    "period": (),
    "statistic": (),
    "threshold": (),
}
"""What of a metric alarm a rule watches that asks `hears`; it adds whom the dimensions name. The
rest is watched for every alarm, by the rule that it can ring."""
