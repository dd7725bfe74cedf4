"""A simulated load rings the alarms that the program declares, by their own thresholds."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bench.load.ringing import Rang, asked, rang
from bench.load.simulation import Load, Minute
from local.alarms.declared import Alarm, Composite, alarms
from local.policy_check.policy_check import stand_ins
from local.program.recorder import record_program
from tests.bench.load.test_simulation import SHAPE

PREFIX = "tillstack-prod-"
SAID = Minute(asked=600, final=600, longest_batch=2)
"""A minute in which all is well."""


@pytest.fixture(name="declared", scope="module")
def _declared() -> Sequence[Alarm | Composite]:
    return alarms(record_program("prod", stand_ins("prod")).resources)


def names(found: Sequence[Rang]) -> set[str]:
    """Without the stack's."""
    return {each.name.removeprefix(PREFIX) for each in found}


def test_only_what_is_simulated_is_asked(declared: Sequence[Alarm | Composite]) -> None:
    """No heartbeat, no mail, nothing that is learned; a composite with all of its parts."""
    found = {each.name.removeprefix(PREFIX) for each in asked(declared)}
    assert {"payments-age", "payment-age", "gateway-p99", "slo-latency-fast"} < found
    assert not {"sweeper-silent", "notifications-age", "traffic-gone"} & found


def test_a_quiet_hour_rings_nobody(declared: Sequence[Alarm | Composite]) -> None:
    """Whatever is asked."""
    assert rang(asked(declared), SHAPE, Load([SAID] * 60)) == []


@pytest.mark.parametrize(
    ("bad", "name"),
    [
        (replace(SAID, opened=1), "process-payment-PspCircuitOpened"),
        (replace(SAID, put_off=1), "process-payment-PspCircuitWaited"),
        (replace(SAID, oldest=901.0), "payments-age"),
        (replace(SAID, throttled=1), "accept-payment-throttles"),
        (replace(SAID, throttled=1), "gateway-5xx"),
        (replace(SAID, throttled=60), "slo-acceptance-fast"),
        (replace(SAID, longest_batch=41.0), "process-payment-duration"),
        (replace(SAID, unfinished=3_700.0), "payment-age"),
    ],
)
def test_what_goes_wrong_rings_its_alarm(
    declared: Sequence[Alarm | Composite], bad: Minute, name: str
) -> None:
    """From the minute on in which it does, as CloudWatch counts it."""
    found = rang(asked(declared), SHAPE, Load([SAID] * 5 + [bad] * 70))
    assert name in names(found)
    assert all(each.minute > 5 for each in found)


def test_a_slow_acceptance_rings_its_objective(declared: Sequence[Alarm | Composite]) -> None:
    """Every call takes three seconds, which the objective's two do not allow."""
    slow = SHAPE._replace(accept_seconds=3)
    assert {"gateway-p99", "slo-latency-fast"} <= names(
        rang(asked(declared), slow, Load([SAID] * 60))
    )


def test_alarms_of_one_minute_stand_by_name(declared: Sequence[Alarm | Composite]) -> None:
    """Whatever the order in which the program declared them, so that a page stays as it is."""
    bad = replace(SAID, opened=1, put_off=1)
    minutes = Load([SAID] * 5 + [bad] * 70)
    found = rang(asked(declared), SHAPE, minutes)
    assert len(found) > 1
    assert found == rang(asked(declared[::-1]), SHAPE, minutes)
    assert found == sorted(found, key=lambda each: (each.minute, each.name))
