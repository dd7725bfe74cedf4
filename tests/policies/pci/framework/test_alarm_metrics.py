"""The table of AWS's metrics."""

import botocore.session

from policies.pci.framework.alarm_metrics import NAMESPACES, OFTEN_MISSING

CLOUDWATCH = botocore.session.get_session().get_service_model("cloudwatch")
UNITS = {*CLOUDWATCH.shape_for("StandardUnit").metadata["enum"], "USD"}


def test_each_metric_has_a_unit_that_cloudwatch_knows() -> None:
    """Another one would make an alarm that names it deaf; SMS alone is counted in dollars."""
    for space in NAMESPACES.values():
        assert {each.unit for each in space.metrics.values()} <= UNITS


def test_each_service_says_by_what_it_sends() -> None:
    """At least one set of dimensions and one metric, and no bound below zero."""
    for space in NAMESPACES.values():
        assert space.dimensions
        assert space.metrics
        assert all((each.most or 1) > 0 for each in space.metrics.values())
    assert OFTEN_MISSING in NAMESPACES
