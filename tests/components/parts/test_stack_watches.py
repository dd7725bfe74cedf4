"""What is watched of the stack as a whole, by the expressions that CloudWatch computes."""

import pytest

from local.alarms.declared import Alarm, alarms
from policies.pci.framework.alarm_expressions import value
from tests.fakes.recorder import program


def expression(name: str) -> str:
    """What an alarm watches."""
    (found,) = [each for each in alarms(program().resources) if each.name.endswith(f"-{name}")]
    assert isinstance(found, Alarm)
    return found.expressions["watched"]


def test_no_call_is_a_zero() -> None:
    """Traffic that is gone sends no metric at all."""
    assert value(expression("traffic-gone"), {"calls": None}) == 0


def test_a_few_payments_are_no_rate() -> None:
    """A hundred ordinary ones are added: 90 that succeed, 8 that are declined."""
    few = {"succeeded": None, "declined": 2.0, "failed": None}
    assert value(expression("success-unusual"), few) == pytest.approx(88.2, abs=0.1)
    assert value(expression("declines-unusual"), few) == pytest.approx(9.8, abs=0.1)
    many = {"succeeded": 5_000.0, "declined": 5_000.0, "failed": 0.0}
    assert value(expression("success-unusual"), many) == pytest.approx(50, abs=1)


def test_one_silent_function_hides_no_other() -> None:
    """A sum and a maximum of what is there."""
    one = {"accept": None, "cancel": 3.0, "read": None}
    assert value(expression("merchant-velocity"), one) == 3
    assert value(expression("payment-age"), {"waits": None, "stands": 4_000.0}) == 4_000
