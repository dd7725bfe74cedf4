"""Workers that are missing, as the group of instances tells it minute by minute."""

from collections.abc import Sequence
from functools import cache

import pytest

from local.alarms.declared import Alarm, alarms
from local.alarms.evaluator import Evaluator
from local.alarms.quiet_workers import REPLACED_MINUTES
from local.alarms.series import MINUTE, Series
from local.policy_check.policy_check import stand_ins
from policies.pci.framework.alarm_states import State
from tests.fakes.recorder import record_program
from tests.local.alarms.cases import START

WELL = [1] * 30
RUNG = [State.ALARM, State.OK]


@cache
def alone() -> dict[str, Alarm]:
    """The alarms of a stack whose messages are taken by workers on EC2 alone."""
    settings = {**stand_ins("prod"), "fleet": '{"besideFunction": false, "maxInstances": 5}'}
    found = alarms(record_program("prod", settings).resources)
    return {each.name.removeprefix("tillstack-prod-"): each for each in found
            if isinstance(each, Alarm)}  # fmt: skip


def told(minutes: Sequence[int | None]) -> list[State]:
    """What the alarm comes to, of instances in service each minute; None: nothing is said."""
    missing = alone()["workers-missing"]
    series = Series()
    fill(series, missing, minutes)
    evaluator = Evaluator([missing], series, START + len(WELL) * MINUTE)
    evaluator.advance(START + len(minutes) * MINUTE)
    return [each.state for each in evaluator.changes]


def fill(series: Series, alarm: Alarm, minutes: Sequence[float | None]) -> None:
    """Send the alarm's only metric."""
    (measure,) = alarm.measures.values()
    for minute, value in enumerate(minutes):
        if value is not None:
            series.put(measure.metric, START + minute * MINUTE, value)


@pytest.mark.parametrize(
    "wrong",
    [
        [0] * 15,
        # Three minutes until it turns itself off, two until another one is there.
        [0, 0, 1, 1, 1] * 3,
        # CloudWatch holds on to what was said in the periods before those that it looks at.
        [None] * 30,
    ],
    ids=["none starts", "each ends itself", "nothing is said"],
)
def test_a_quarter_of_an_hour_without_a_worker_that_stays_rings(wrong: list[int | None]) -> None:
    """And is over when one stays."""
    assert told([*WELL, *wrong, *WELL]) == RUNG


def test_one_that_is_replaced_rings_nobody() -> None:
    """Whatever minute of an alarm's period it is."""
    for first in range(5):
        gap = [0] * REPLACED_MINUTES
        assert told([*WELL, *[1] * first, *gap, *WELL]) == []


def test_payments_that_stand_still_page_no_later() -> None:
    """Where nobody else takes messages: so a fleet that is too small need not page as well."""
    watched = {name: alone()[name] for name in ("workers-missing", "payments-age")}
    series = Series()
    fill(series, watched["workers-missing"], [*WELL, *[0] * 20])
    # Of the first message that nobody takes.
    fill(series, watched["payments-age"], [*[0] * len(WELL), *range(0, 20 * MINUTE, MINUTE)])
    evaluator = Evaluator(watched.values(), series, START + len(WELL) * MINUTE)
    evaluator.advance(START + (len(WELL) + 20) * MINUTE)
    rang = {each.alarm: each.at for each in evaluator.changes if each.state is State.ALARM}
    severities = {name: each.description.partition(" ")[0] for name, each in watched.items()}
    assert severities == {"workers-missing": "[ticket]", "payments-age": "[page]"}
    assert rang.keys() == {each.name for each in watched.values()}
    late = rang[watched["payments-age"].name] - rang[watched["workers-missing"].name]
    assert late <= 5 * MINUTE
