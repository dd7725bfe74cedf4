"""Which alarms of a stack a simulated load rings, by CloudWatch's own rules (`local/alarms/`).

Thresholds and periods are those of the declared alarms. Only alarms are asked of which everything
is simulated that they look at; what is unusual for a stack (bands) would have to be learned first.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import starmap
from typing import Final, NamedTuple

from bench.load.shape import ACCEPT, PROCESSOR, Shape
from bench.load.simulation import MINUTE, Load, Minute
from local.alarms.declared import Alarm, Composite
from local.alarms.evaluator import Evaluator
from local.alarms.series import Key, Series
from policies.pci.framework.alarm_states import State

START: Final = 1_795_305_600
"""Midnight UTC of a Sunday, as good as any."""
_PARTS: Final = re.compile(r'ALARM\("([^"]+)"\)')
_OF: Final = ("FunctionName", "QueueName", "service")


class Rang(NamedTuple):
    """An alarm, and when it first rang."""

    name: str
    minute: int
    """After so many."""


def asked(alarms: Iterable[Alarm | Composite]) -> list[Alarm | Composite]:
    """Those of which everything is simulated, composite ones last."""
    every = list(alarms)
    found: list[Alarm | Composite] = [
        each
        for each in every
        if isinstance(each, Alarm)
        and not each.band
        and all(_source(one.metric) for one in each.measures.values())
    ]
    known = {each.name for each in found}
    found += [
        each
        for each in every
        if isinstance(each, Composite) and known.issuperset(_PARTS.findall(each.rule))
    ]
    return found


def rang(alarms: Sequence[Alarm | Composite], shape: Shape, load: Load) -> list[Rang]:
    """Each that told somebody, the first first, those of one minute by name."""
    series = Series()
    sources = {
        one.metric: source
        for each in alarms
        if isinstance(each, Alarm)
        for one in each.measures.values()
        if (source := _source(one.metric))
    }
    for number, minute in enumerate(load.minutes):
        for metric, source in sources.items():
            value, often = _SAMPLES[source](minute, 1_000 * shape.accept_seconds)
            if often:
                series.put(metric, START + number * MINUTE, value, often)
    evaluator = Evaluator(alarms, series, START)
    evaluator.advance(START + len(load.minutes) * MINUTE)
    told = {each.name for each in alarms if each.rings}
    first: dict[str, int] = {}
    for change in evaluator.changes:
        if change.state is State.ALARM and change.alarm in told:
            first.setdefault(change.alarm, (change.at - START) // MINUTE)
    return sorted(starmap(Rang, first.items()), key=lambda each: (each.minute, each.name))


def _source(metric: Key) -> tuple[str, str] | None:
    """What it is a metric of, and its name; None: that is not simulated."""
    dimensions = dict(metric.dimensions)
    if metric.namespace == "AWS/ApiGateway":
        found = "gateway", metric.metric
    else:
        # `tillstack-prod-process-payment` is of `process_payment`.
        names = [dimensions[each] for each in _OF if each in dimensions] or [""]
        found = names[0].split("-", 2)[-1].replace("-", "_"), metric.metric
    return found if found in _SAMPLES else None


def _called(minute: Minute, accepting: float) -> tuple[float, int]:
    return accepting, minute.asked - minute.refused


_SAMPLES: Final[dict[tuple[str, str], Callable[[Minute, float], tuple[float, int]]]] = {
    (ACCEPT, "Duration"): _called,
    (ACCEPT, "Throttles"): lambda minute, _: (1, minute.throttled),
    ("gateway", "5XXError"): lambda minute, _: (1, minute.throttled),
    ("gateway", "Count"): lambda minute, _: (1, minute.asked),
    ("gateway", "Latency"): _called,
    ("payments", "ApproximateAgeOfOldestMessage"): lambda minute, _: (minute.oldest, 1),
    (PROCESSOR, "Duration"): lambda minute, _: (1_000 * minute.longest_batch, 1),
    (PROCESSOR, "PspCircuitOpened"): lambda minute, _: (1, minute.opened),
    (PROCESSOR, "PspCircuitWaited"): lambda minute, _: (1, minute.put_off),
    (PROCESSOR, "UnfinishedSeconds"): lambda minute, _: (minute.unfinished, 1),
    ("sweep_payments", "UnfinishedSeconds"): lambda minute, _: (minute.unfinished, 1),
}
"""Of what, and its name → the value in a minute and how often it was sent, of the minute and of the
milliseconds of an acceptance."""
