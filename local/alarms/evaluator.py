"""The state of every alarm, minute by minute of a clock that the caller moves.

Amazon CloudWatch User Guide: "Alarm evaluation", "Alarm evaluation window" (it slides, each
minute), "Configuring how CloudWatch alarms treat missing data" and "Combining alarms".
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Any, Final

from local.alarms.bands import Around, Band, around, asked, band
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
_QUIET: Final = frozenset({"ignore", "notBreaching"})
"""Ways to treat missing data that ring for nothing."""


@dataclass(frozen=True)
class Change:
    """An alarm came into another state."""

    at: int
    """Unix seconds."""
    alarm: str
    state: State


class Evaluator:
    """All alarms over one set of series; every alarm is OK at first.

    What is sent for a minute that was looked at already changes nothing any more. In a `hurry` an
    alarm with a long period is not looked at each minute, but three times in a period at least.
    """

    def __init__(
        self,
        alarms: Iterable[Alarm | Composite],
        series: Series,
        now: int,
        *,
        hurry: bool = False,
    ) -> None:
        found = list(alarms)
        self._alarms = [each for each in found if isinstance(each, Alarm)]
        self._composites = [each for each in found if isinstance(each, Composite)]
        self._series = series
        self._minute = now // MINUTE
        self.states = {each.name: State.OK for each in found}
        self.changes: list[Change] = []
        self._hurry = hurry
        self._verdicts: defaultdict[str, dict[int, bool | None]] = defaultdict(dict)
        self._around: defaultdict[str, dict[int, Around]] = defaultdict(dict)
        self._known: defaultdict[str, dict[int, float | None]] = defaultdict(dict)

    def advance(self, until: int) -> None:
        """Evaluate once for every minute up to `until`, Unix seconds."""
        watched = [
            (one, _every(one) if self._hurry else 1)
            for one in self._alarms
            if not self._surely_quiet(one)
        ]
        while self._minute < until // MINUTE:
            self._minute += 1
            for one, every in watched:
                if self._minute % every == 0:
                    self._enter(one.name, self._following(one))
            for each in self._composites:
                true = _rule(each.rule).holds(lambda name: self.states[name])
                self._enter(each.name, State.ALARM if true else State.OK)

    def _enter(self, name: str, state: State) -> None:
        if state is not self.states[name]:
            self.states[name] = state
            self.changes.append(Change(self._minute * MINUTE, name, state))

    def _surely_quiet(self, one: Alarm) -> bool:
        """Whether it is OK and no value that was ever sent could change that."""
        if self.states[one.name] is not State.OK or one.terms.missing not in _QUIET:
            return False
        if one.expressions:
            return not any(self._series.extremes(each.metric) for each in one.measures.values())
        (measure,) = one.measures.values()
        found = self._series.extremes(measure.metric)
        if found is None:
            return True
        low, high = found
        if measure.statistic == "Sum":
            low, high = (low, 0) if high <= 0 else (-inf, inf)
        elif measure.statistic == "SampleCount" or measure.statistic.startswith("PR("):
            return False
        return not (breaches(one.terms, low) or breaches(one.terms, high))

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
        known = self._verdicts[one.name]
        if end not in known:
            known[end] = self._judged(one, end)
        return known[end]

    def _judged(self, one: Alarm, end: int) -> bool | None:
        found = self.datapoint(one, end)
        if one.band is None:
            return breaches(one.terms, found)
        if found is None:
            return None
        normal = self._normal(one, end)
        if normal is None:
            return None
        low, high = _OUT_OF_BAND[one.terms.comparison]
        return (low and found < normal.lower) or (high and found > normal.upper)

    def _normal(self, one: Alarm, end: int) -> Band | None:
        _, width = asked(one.expressions[one.band or ""]) or ("", 0.0)
        known = self._around[one.name]

        def of_day(middle: int) -> Around:
            if middle not in known:
                period = one.terms.period // MINUTE
                known[middle] = around(lambda at: self.datapoint(one, at), period, middle)
            return known[middle]

        return band(of_day, end, width)

    def datapoint(self, one: Alarm, end: int) -> float | None:
        """What is compared with the alarm's threshold, over the period up to minute `end`."""
        if one.band is None:
            return self._value(one, one.returned, end)
        # Asked for again and again: it is what later ones are compared with.
        known = self._known[one.name]
        if end not in known:
            known[end] = self._value(one, one.returned, end)
        return known[end]

    def forget(self, before: int) -> None:
        """Let go of all that was learned from before a minute."""
        learned: list[dict[int, Any]] = [
            *self._around.values(),
            *self._known.values(),
            *self._verdicts.values(),
        ]
        for known in learned:
            for each in [each for each in known if each < before]:
                del known[each]

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


def _every(one: Alarm) -> int:
    """Minutes from one look to the next, in a hurry."""
    return max(1, min(15, one.terms.period // MINUTE // 3))


@lru_cache(maxsize=256)
def _rule(text: str) -> Rule:
    return understood(text)
