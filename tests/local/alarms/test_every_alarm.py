"""Every alarm that a stack declares has been seen to fire and to recover."""

import json
from functools import cache
from typing import Final

import pytest

from local.alarms.declared import Alarm, Composite, alarms
from local.alarms.evaluator import Evaluator
from local.alarms.series import MINUTE, Series
from local.policy_check.policy_check import stand_ins
from policies.pci.framework.alarm_states import State
from runtime.contract.metrics import RESTORE_DRILL_AGE_DAYS, SECRET_AGE_DAYS, Metric
from tests.fakes.payments import Harness
from tests.fakes.recorder import record_program
from tests.local.alarms.cases import START
from tests.local.alarms.causes import CAUSES
from tests.local.alarms.services import SERVICES, Samples
from tests.local.alarms.stories import STORIES
from tests.local.alarms.writing import (
    WritingMetrics,
    ask_for_the_last_drill,
    call_too_often,
    counting,
    read_secret,
    wait_for_long,
)

STACKS: Final = ("local", "dev", "staging", "prod")
OURS: Final = "Tillstack"
HOUR: Final = 60 * MINUTE
AGED: Final = {SECRET_AGE_DAYS: read_secret, RESTORE_DRILL_AGE_DAYS: ask_for_the_last_drill}
"""What tells days and rings on until they are few again."""
CERTIFICATE: Final = "arn:aws:acm:eu-central-1:111122223333:certificate/one"
BUS: Final = {"eventBus": '{"readers": ["111122223333"]}'}
WORKERS: Final = {"dependencyLayer": "true", "fleet": '{"pspInFlight": 1000}'}


@cache
def declared(stack: str) -> dict[str, Alarm]:
    """The metric alarms of a stack by their names in it."""
    return {
        each.name.removeprefix(f"tillstack-{stack}-"): each
        for each in everything(stack)
        if isinstance(each, Alarm)
    }


@cache
def everything(stack: str) -> list[Alarm | Composite]:
    """The alarms of a stack that has all that a stack can have."""
    return alarms(record_program(stack, settings_of(stack)).resources)


def settings_of(stack: str) -> dict[str, str]:
    """With a domain, workers on EC2 and a bus."""
    domain = json.dumps({"name": "pay.example.com", "certificateArn": CERTIFICATE})
    network = '{"zones": ["a", "b"]}'
    return {**stand_ins(stack), "domain": domain, "network": network, **WORKERS, **BUS}


def kind_of(alarm: Alarm) -> str:
    """Whether it is on one metric of ours, on one of a service, or on what is made of several."""
    if alarm.expressions:
        return "several"
    (measure,) = alarm.measures.values()
    return "ours" if measure.metric.namespace == OURS else "service"


def names_of(kind: str) -> list[str]:
    """The alarms of that kind."""
    return sorted(name for name, each in declared("prod").items() if kind_of(each) == kind)


def states(evaluator: Evaluator, alarm: Alarm) -> list[State]:
    """The states that it came into."""
    return [each.state for each in evaluator.changes if each.alarm == alarm.name]


def test_every_stack_declares_the_same_alarms() -> None:
    """So that what is seen of one stack's is seen of all; a function's timeout is a setting.

    Only a stack with the account's audit trail has the alarms on it.
    """
    everywhere = {name for name in declared("prod") if not name.startswith("audit-")}
    assert len(everywhere) < len(declared("prod"))
    for stack in STACKS:
        assert declared(stack).keys() == (everywhere if stack != "prod" else declared(stack).keys())
        for name, each in declared(stack).items():
            if not name.endswith("-duration"):
                assert each.terms == declared("prod")[name].terms


@pytest.mark.parametrize("name", names_of("ours"))
def test_our_own_count_rings_and_is_over(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The cause happens to the function itself, and what it writes is all that is evaluated."""
    alarm = declared("prod")[name]
    (measure,) = alarm.measures.values()
    series = Series()
    evaluator = Evaluator([alarm], series, START)
    dimensions = dict(measure.metric.dimensions)
    aged = AGED.get(measure.metric.metric)
    if aged:
        aged(OURS, next(iter(dimensions.values())), 90)
    else:
        service = dimensions["service"]
        handler = service.removeprefix("tillstack-prod-").replace("-", "_")
        harness = counting(OURS, service)
        CAUSES[handler][Metric(measure.metric.metric)](harness)
    for line in capsys.readouterr().out.splitlines():
        series.put_line(line, START)
    evaluator.advance(START + MINUTE)
    assert evaluator.states[alarm.name] is State.ALARM
    if aged:
        aged(OURS, next(iter(dimensions.values())), 0)
        for line in capsys.readouterr().out.splitlines():
            series.put_line(line, START + 10 * MINUTE)
    evaluator.advance(START + max(HOUR, 4 * alarm.terms.period))
    assert states(evaluator, alarm) == [State.ALARM, State.OK]


@pytest.mark.parametrize("name", names_of("service"))
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
            for value, often in () if minute % trouble.every else samples.items():
                series.put(measure.metric, START + minute * MINUTE, value, often)
            minute += 1

    period = alarm.terms.period // MINUTE
    send(trouble.well, 30 + period)
    send(trouble.wrong, trouble.minutes)
    wrong_until = minute
    send(trouble.well, 60 + 4 * period)
    evaluator.advance(START + wrong_until * MINUTE)
    assert states(evaluator, alarm) == [State.ALARM]
    evaluator.advance(START + minute * MINUTE)
    assert states(evaluator, alarm) == [State.ALARM, State.OK]


@pytest.mark.parametrize("name", STORIES)
def test_what_is_made_of_several_metrics_rings_and_is_over(name: str) -> None:
    """As long as all is well it is quiet; what is learned is learned from two weeks."""
    alarm, story = declared("prod")[name], STORIES[name]
    series = Series()
    start = START - story.before * MINUTE
    minutes = [story.well[at % 2] for at in range(story.before)]
    minutes += [story.wrong] * story.wrong_minutes
    minutes += [story.well[at % 2] for at in range(story.after)]
    for minute, sent in enumerate(minutes):
        for each, samples in sent.items():
            for value, often in samples.items():
                metric = alarm.measures[each].metric
                series.put(metric, start + minute * MINUTE, value, often)
    evaluator = Evaluator([alarm], series, START - 30 * MINUTE)
    evaluator.advance(START)
    assert states(evaluator, alarm) == []
    evaluator.advance(START + story.wrong_minutes * MINUTE)
    assert states(evaluator, alarm) == [State.ALARM]
    evaluator.advance(START + (story.wrong_minutes + story.after) * MINUTE)
    assert states(evaluator, alarm) == [State.ALARM, State.OK]


@pytest.mark.parametrize("service", ["accept-payment", "cancel-payment", "read-payments"])
def test_a_merchant_that_goes_on_calling_is_heard_of(
    service: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hundred calls too many in five minutes, at whichever function; fewer are a burst."""
    alarm = declared("prod")["merchant-velocity"]
    for times, heard in ((99, []), (100, [State.ALARM, State.OK])):
        call_too_often(counting(OURS, f"tillstack-prod-{service}"), times)
        assert written(alarm, capsys) == heard


@pytest.mark.parametrize("service", ["process-payment", "sweep-payments"])
def test_an_old_payment_is_heard_of(service: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever finds it waiting an hour after it was accepted."""
    alarm = declared("prod")["payment-age"]
    for seconds, heard in ((3_599, []), (3_600, [State.ALARM, State.OK])):
        metrics = WritingMetrics(OURS, f"tillstack-prod-{service}")
        wait_for_long(Harness(), metrics, seconds)
        assert written(alarm, capsys) == heard


def written(alarm: Alarm, capsys: pytest.CaptureFixture[str]) -> list[State]:
    """What an alarm comes to in the hours after all that was written now."""
    series = Series()
    for line in capsys.readouterr().out.splitlines():
        series.put_line(line, START)
    evaluator = Evaluator([alarm], series, START)
    evaluator.advance(START + 4 * HOUR)
    return states(evaluator, alarm)


def silent(alarm: Alarm) -> None:
    """A function that is called by a schedule is not called any more, and then again."""
    (measure,) = alarm.measures.values()
    # Once a day, or once in each of the periods that it looks at.
    every = 60 * 24 if alarm.terms.periods > 24 else alarm.terms.period // MINUTE
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


def test_every_alarm_on_several_metrics_has_its_own_story() -> None:
    """So that a new one without a case is noticed; two have their causes in our code."""
    of_our_code = {"merchant-velocity", "payment-age"}
    assert set(names_of("several")) == STORIES.keys() | of_our_code
    wholes = {each.name for each in everything("prod") if isinstance(each, Composite)}
    assert wholes == {
        f"tillstack-prod-slo-{objective}-{pace}"
        for objective in ("acceptance", "latency")
        for pace in ("fast", "slow")
    }


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
