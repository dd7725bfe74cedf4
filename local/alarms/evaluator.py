"""The state of every alarm, minute by minute of a clock that the caller moves.

Amazon CloudWatch User Guide: "Alarm evaluation", "Alarm evaluation window" (it slides, each
minute), "Configuring how CloudWatch alarms treat missing data" and "Combining alarms".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from local.alarms.bands import asked, band
from local.alarms.declared import Alarm, Composite
from local.alarms.series import MINUTE, Series
from policies.pci.framework.alarm_expressions import value
from policies.pci.framework.alarm_history import samples_needed
from policies.pci.framework.alarm_rules import Rule, understood
from policies.pci.framework.alarm_states import MORE, State, breaches, following

_OUT_OF_BAND: Final = {
    "LessThanLowerThreshold": (True, False),
    "GreaterThanUpperThreshold": (False, True),
    "LessThanLowerOrGreaterThanUpperThreshold": (True, True),
}
"""Operator → whether below the band is bad, and above it."""


@dataclass(frozen=True)
class Change:
    """An alarm came into another state."""

    at: int
    """Unix seconds."""
    alarm: str
    state: State


class Evaluator:
    """All alarms over one set of series; every alarm is OK at first."""

    def __init__(self, alarms: Iterable[Alarm | Composite], series: Series, now: int) -> None:
        found = list(alarms)
        self._alarms = [each for each in found if isinstance(each, Alarm)]
        self._composites = [each for each in found if isinstance(each, Composite)]
        self._series = series
        self._minute = now // MINUTE
        self.states = {each.name: State.OK for each in found}
        self.changes: list[Change] = []

    def advance(self, until: int) -> None:
        """Evaluate once for every minute up to `until`, Unix seconds."""
        while self._minute < until // MINUTE:
            self._minute += 1
            for one in self._alarms:
                self._enter(one.name, self._following(one))
            for each in self._composites:
                true = _rule(each.rule).holds(lambda name: self.states[name])
                self._enter(each.name, State.ALARM if true else State.OK)

    def _enter(self, name: str, state: State) -> None:
        if state is not self.states[name]:
            self.states[name] = state
            self.changes.append(Change(self._minute * MINUTE, name, state))

    def _following(self, one: Alarm) -> State:
        terms = one.terms
        step = terms.period // MINUTE
        window = [
            self._verdict(one, self._minute - back * step)
            for back in reversed(range(terms.periods + MORE))
        ]
        return following(self.states[one.name], window, terms)

    def _verdict(self, one: Alarm, end: int) -> bool | None:
        """Whether the datapoint of the period up to minute `end` is bad; None: there is none."""
        found = self.datapoint(one, end)
        if one.band is None:
            return breaches(one.terms, found)
        learned_from, width = asked(one.expressions[one.band]) or ("", 0.0)
        normal = band(
            lambda at: self._value(one, learned_from, at), one.terms.period // MINUTE, end, width
        )
        if found is None or normal is None:
            return None
        low, high = _OUT_OF_BAND[one.terms.comparison]
        return (low and found < normal.lower) or (high and found > normal.upper)

    def datapoint(self, one: Alarm, end: int) -> float | None:
        """What is compared with the alarm's threshold, over the period up to minute `end`."""
        return self._value(one, one.returned, end)

    def _value(self, one: Alarm, name: str, end: int) -> float | None:
        if name in one.measures:
            return self._measured(one, name, end)
        known = {each: self._measured(one, each, end) for each in one.measures}
        for each, expression in one.expressions.items():
            if each != one.band:
                known[each] = value(expression, known)
        return known[name]

    def _measured(self, one: Alarm, name: str, end: int) -> float | None:
        measure, seconds = one.measures[name], one.terms.period
        needed = samples_needed(measure.statistic) if one.few_are_left_out else 0
        if needed:
            count = self._series.datapoint(measure.metric, "SampleCount", seconds, end)
            if (count or 0) < needed:
                return None
        return self._series.datapoint(measure.metric, measure.statistic, seconds, end)


@lru_cache(maxsize=256)
def _rule(text: str) -> Rule:
    return understood(text)
