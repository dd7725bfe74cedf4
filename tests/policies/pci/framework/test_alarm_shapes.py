"""How metrics behave."""

from policies.pci.framework.alarm_metrics import NAMESPACES
from policies.pci.framework.alarm_shapes import Shape


def test_no_service_sends_below_zero_or_once_only() -> None:
    """Those are for what functions and filters of our own send."""
    every = [each for space in NAMESPACES.values() for each in space.metrics.values()]
    assert not any(each.signed for each in every)
    assert {each.shape for each in every} == {*Shape} - {Shape.SINGLE}
