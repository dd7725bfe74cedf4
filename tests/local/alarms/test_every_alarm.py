"""Every alarm that a stack declares has been seen to fire and to recover."""

from functools import cache
from typing import Final

import pytest

from local.alarms.declared import Alarm, alarms
from local.alarms.evaluator import Evaluator
from local.alarms.series import MINUTE, Series
from local.policy_check.policy_check import stand_ins
from policies.pci.framework.alarm_states import State
from runtime.contract.metrics import SECRET_AGE_DAYS, Metric
from tests.fakes.payments import Harness
from tests.fakes.recorder import record_program
from tests.local.alarms.cases import START
from tests.local.alarms.causes import CAUSES, WritingMetrics, read_secret
from tests.local.alarms.services import SERVICES, Samples

STACKS: Final = ("local", "dev", "staging", "prod")
OURS: Final = "Tillstack"
HOURS: Final = 60 * MINUTE


@cache
def declared(stack: str) -> dict[str, Alarm]:
    """The metric alarms of a stack by their names in it."""
    found = alarms(record_program(stack, stand_ins(stack)).resources)
    return {
        each.name.removeprefix(f"tillstack-{stack}-"): each
        for each in found
        if isinstance(each, Alarm)
    }


def one_of(stack: str, name: str, namespace: str) -> Alarm:
    """That alarm, if it is on one metric of the namespace."""
    return next(
        each
        for each in [declared(stack)[name]]
        if {measure.metric.namespace for measure in each.measures.values()} == {namespace}
    )


def of_namespace(ours: bool) -> list[str]:  # noqa: FBT001 - which of two lists
    """Names of the alarms on our own metrics, or on the services'."""
    return [
        name
        for name, each in declared("prod").items()
        if ({measure.metric.namespace for measure in each.measures.values()} == {OURS}) is ours
    ]


def states(evaluator: Evaluator, alarm: Alarm) -> list[State]:
    """The states that it came into."""
    return [each.state for each in evaluator.changes if each.alarm == alarm.name]


def test_every_stack_declares_the_same_alarms() -> None:
    """So that what is seen of one stack's is seen of all."""
    for stack in STACKS:
        assert declared(stack).keys() == declared("prod").keys()
        for name, each in declared(stack).items():
            assert each.terms == declared("prod")[name].terms


@pytest.mark.parametrize("name", of_namespace(ours=True))
def test_our_own_count_rings_and_is_over(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The cause happens to the function itself, and what it writes is all that is evaluated."""
    alarm = declared("prod")[name]
    (measure,) = alarm.measures.values()
    series = Series()
    evaluator = Evaluator([alarm], series, START)
    dimensions = dict(measure.metric.dimensions)
    if measure.metric.metric == SECRET_AGE_DAYS:
        read_secret(OURS, dimensions["secret"], days=77)
    else:
        service = dimensions["service"]
        handler = service.removeprefix("tillstack-prod-").replace("-", "_")
        harness = Harness(metrics=WritingMetrics(OURS, service))
        CAUSES[handler][Metric(measure.metric.metric)](harness)
    for line in capsys.readouterr().out.splitlines():
        series.put_line(line, START)
    evaluator.advance(START + MINUTE)
    assert evaluator.states[alarm.name] is State.ALARM
    if measure.metric.metric == SECRET_AGE_DAYS:
        read_secret(OURS, dimensions["secret"], days=0)
        for line in capsys.readouterr().out.splitlines():
            series.put_line(line, START + 10 * MINUTE)
    evaluator.advance(START + HOURS)
    assert states(evaluator, alarm) == [State.ALARM, State.OK]


@pytest.mark.parametrize("name", of_namespace(ours=False))
def test_a_service_s_metric_rings_and_is_over(name: str) -> None:
    """All is well, then something goes wrong, then all is well again."""
    alarm = declared("prod")[name]
    (measure,) = alarm.measures.values()
    namespace, metric, _ = measure.metric
    if metric == "Invocations":
        silent(alarm)
        return
    trouble = SERVICES[namespace, metric]
    series = Series()
    evaluator = Evaluator([alarm], series, START)
    minute = 0

    def send(samples: Samples, minutes: int) -> None:
        nonlocal minute
        for _ in range(minutes):
            for value, often in samples.items():
                series.put(measure.metric, START + minute * MINUTE, value, often)
            minute += 1

    send(trouble.well, 30)
    send(trouble.wrong, trouble.minutes)
    wrong_until = minute
    send(trouble.well, 60)
    evaluator.advance(START + wrong_until * MINUTE)
    assert states(evaluator, alarm) == [State.ALARM]
    evaluator.advance(START + minute * MINUTE)
    assert states(evaluator, alarm) == [State.ALARM, State.OK]


def silent(alarm: Alarm) -> None:
    """A function that is called by a schedule is not called any more, and then again."""
    (measure,) = alarm.measures.values()
    every = 60 * 24 if alarm.terms.period > MINUTE else 1
    quiet = 2 * alarm.terms.periods * alarm.terms.period // MINUTE
    series = Series()
    # As long as the alarm looks back: it would ring for what was before it was made.
    start, minutes = START - 3 * quiet * MINUTE, [*range(0, 3 * quiet, every)]
    minutes += [*range(5 * quiet, 7 * quiet, every)]
    for minute in minutes:
        series.put(measure.metric, start + minute * MINUTE, 1)
    evaluator = Evaluator([alarm], series, START - MINUTE)
    evaluator.advance(start + 5 * quiet * MINUTE)
    assert states(evaluator, alarm) == [State.ALARM]
    evaluator.advance(start + 6 * quiet * MINUTE)
    assert states(evaluator, alarm) == [State.ALARM, State.OK]


def test_every_cause_belongs_to_an_alarm() -> None:
    """None is left over from an alarm that is gone."""
    ours = {
        (dict(measure.metric.dimensions).get("service"), measure.metric.metric)
        for each in declared("prod").values()
        for measure in each.measures.values()
    }
    for handler, causes in CAUSES.items():
        for metric in causes:
            assert (f"tillstack-prod-{handler.replace('_', '-')}", metric) in ours
