"""The burn rates are those of the book, over both of their windows."""

import pytest

from local.alarms.declared import Alarm, alarms
from policies.pci.framework.alarm_expressions import value
from tests.fakes.recorder import program


def part(name: str) -> Alarm:
    """One part of an objective's alarms."""
    (found,) = [each for each in alarms(program().resources) if each.name.endswith(f"-{name}")]
    assert isinstance(found, Alarm)
    return found


@pytest.mark.parametrize(
    ("minutes", "rate"), [(5, 14.4), (60, 14.4), (30, 6), (360, 6), (120, 1), (1_440, 1)]
)
@pytest.mark.parametrize("objective", ["acceptance", "latency"])
def test_each_window_has_its_rate(objective: str, minutes: int, rate: float) -> None:
    """The short one is a twelfth of the long one."""
    found = part(f"slo-{objective}-{minutes}m")
    assert (found.terms.period, found.terms.threshold) == (60 * minutes, rate)
    assert found.terms.periods == 1


def test_the_rate_is_the_share_of_errors_over_the_share_that_is_allowed() -> None:
    """One of a thousand calls may fail, one of a hundred may be late; two are no rate."""
    accepted = part("slo-acceptance-5m").expressions["watched"]
    assert value(accepted, {"errors": 4, "calls": 1_000}) == pytest.approx(4)
    assert value(accepted, {"errors": 2, "calls": 2}) == 0
    late = part("slo-latency-5m").expressions["watched"]
    assert value(late, {"slow": 5, "calls": 1_000}) == pytest.approx(5)
    assert value(late, {"slow": 100, "calls": 2}) == 0
