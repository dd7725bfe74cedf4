"""However many alarms ring for one trouble, one of them calls."""

import pytest

from local.alarms.declared import Alarm, Composite
from local.alarms.evaluator import Evaluator
from local.alarms.series import MINUTE, Series
from policies.pci.framework.alarm_states import State
from runtime.contract.metrics import Metric
from tests.local.alarms.cases import START
from tests.local.alarms.stories import STORIES
from tests.local.alarms.test_every_alarm import OURS, everything
from tests.local.alarms.writing import counting


@pytest.mark.parametrize("objective", ["acceptance", "latency"])
@pytest.mark.parametrize("pace", ["fast", "slow"])
def test_an_objective_pages_once(objective: str, pace: str) -> None:
    """Six alarms ring for half an hour of errors, and one of them calls: the composite alarm."""
    found = {each.name.removeprefix("tillstack-prod-"): each for each in everything("prod")}
    whole = found[f"slo-{objective}-{pace}"]
    assert isinstance(whole, Composite)
    assert whole.rings
    asked = [each for each in found.values() if f'"{each.name}"' in whole.rule]
    parts = [each for each in asked if isinstance(each, Alarm)]
    assert [each.rings for each in parts] == [False] * (4 if pace == "fast" else 2)
    story = STORIES[f"slo-{objective}-60m"]
    series = Series()
    for minute in range(-60, 1_500):
        sent = story.wrong if 0 <= minute < story.wrong_minutes else story.well[0]
        for each, samples in sent.items():
            for value, often in samples.items():
                metric = parts[0].measures[each].metric
                series.put(metric, START + minute * MINUTE, value, often)
    evaluator = Evaluator([*parts, whole], series, START - 30 * MINUTE)
    evaluator.advance(START + 1_500 * MINUTE)
    calls = [each.state for each in evaluator.changes if each.alarm == whole.name]
    assert calls == [State.ALARM, State.OK]


def test_a_payment_that_waits_for_a_person_rings_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is counted once an hour or a sweep later, and the alarm rings on until that ends."""
    alarm = next(each for each in everything("prod") if each.name.endswith("-review-age"))
    counting(OURS, "tillstack-prod-sweep-payments").metrics.count(Metric.REVIEW_WAITS)
    line = capsys.readouterr().out
    series = Series()
    for look in range(24):
        series.put_line(line, START + look * 62 * MINUTE)
    evaluator = Evaluator([alarm], series, START)
    evaluator.advance(START + 30 * 60 * MINUTE)
    assert [each.state for each in evaluator.changes] == [State.ALARM, State.OK]
