"""Quiet days are quiet, and yet not empty."""

from local.alarms.evaluator import Evaluator
from local.alarms.quiet import Ring, names_of, rings
from local.alarms.quiet_days import PREFIX, declared
from local.alarms.series import Series
from tests.local.alarms.cases import one

DAYS = 2
"""Here; `make quiet-days` plays a thousand."""


def test_nobody_is_called_on_a_quiet_day() -> None:
    """Not by one of a stack's alarms, after the two weeks of which the bands are learned."""
    found = list(declared())
    assert list(rings(found, names_of(found, PREFIX), seed=7, days=DAYS)) == []


def test_a_quiet_day_has_traffic_to_ring_for() -> None:
    """An alarm that is too eager calls, and says when."""
    found = list(declared())
    names = names_of(found, PREFIX)
    eager = one(
        name="eager",
        namespace="AWS/ApiGateway",
        metricName="Latency",
        dimensions=dict(names.gateway),
        threshold=300,
    )
    called = list(rings([eager], names, seed=7, days=1))
    assert called
    assert {each.alarm for each in called} == {"eager"}
    assert all(each.day == 0 and 0 < each.minute <= 1_440 for each in called)
    assert list(rings([eager], names, seed=7, days=1)) == called
    assert Ring("eager", 0, 1) in [each._replace(minute=1) for each in called]


def test_each_alarm_s_metrics_are_sent_or_are_about_trouble() -> None:
    """A quiet day leaves out what happens in trouble only."""
    found = list(declared())
    names = names_of(found, PREFIX)
    assert len(names.functions) == 15
    assert len(names.queues) == 10
    assert names.gateway == {"ApiName": f"{PREFIX}gateway", "Stage": "live"}
    assert names.method == {**names.gateway, "Resource": "/v1/payments", "Method": "POST"}
    assert names.certificate.startswith("arn:aws:acm:")
    assert Evaluator(found, Series(), 0).states.keys() == {each.name for each in found}
