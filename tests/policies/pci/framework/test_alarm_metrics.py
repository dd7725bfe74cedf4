"""The table of AWS's metrics."""

import re
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from policies.pci.framework.alarm_metrics import NAMESPACES, OFTEN_MISSING

CLOUDWATCH = botocore.session.get_session().get_service_model("cloudwatch")
UNITS = {*CLOUDWATCH.shape_for("StandardUnit").metadata["enum"], "USD"}
CANNED = Path(__file__).parents[2] / "data" / "canned_metrics.txt"
PUBLISHED = [line.split() for line in CANNED.read_text().splitlines() if not line.startswith("#")]
PERCENT = (
    "AccountProvisionedReadCapacityUtilization",
    "AccountProvisionedWriteCapacityUtilization",
    "MaxProvisionedTableReadCapacityUtilization",
    "MaxProvisionedTableWriteCapacityUtilization",
)


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


def test_what_aws_publishes_is_known() -> None:
    """Each metric of AWS's own list, by each set of dimensions: an alarm on it is no mistake."""
    assert len(PUBLISHED) > 200
    unknown = [
        (namespace, name, *dimensions)
        for namespace, name, *dimensions in PUBLISHED
        if name not in NAMESPACES[namespace].metrics
        or not (
            NAMESPACES[namespace].free or frozenset(dimensions) in NAMESPACES[namespace].dimensions
        )
    ]
    assert unknown == []


@pytest.mark.parametrize("name", PERCENT)
def test_a_share_of_capacity_is_counted_in_percent(name: str) -> None:
    """Amazon DynamoDB Developer Guide, "DynamoDB metrics"; another unit would be never sent."""
    assert NAMESPACES["AWS/DynamoDB"].metrics[name].unit == "Percent"


def test_what_no_service_sends_is_not_in_the_table() -> None:
    """An alarm on it would never ring, and nobody would say so.

    Amazon EventBridge User Guide, "PutEvents metrics"; AWS WAF Developer Guide, "Label dimensions".
    """
    events, firewall = NAMESPACES["AWS/Events"], NAMESPACES["AWS/WAFV2"]
    assert "PutEventsApproximateThrottledCount" in events.metrics
    assert "PutEventsThrottledEntriesCount" not in events.metrics
    assert frozenset({"LabelNamespace", "Label", "WebACL", "Region"}) in firewall.dimensions
    assert not any("LabelName" in each for each in firewall.dimensions)


def test_cloudwatch_itself_says_whose_missing_data_is_always_ignored() -> None:
    """PutMetricAlarm's own description names the namespace, and no other one."""
    asked: Any = CLOUDWATCH.shape_for("PutMetricAlarmInput")  # A structure, with members.
    described = asked.members["TreatMissingData"]
    said = re.search(
        r"<code>(AWS/\w+)</code> namespace always <code>ignore</code>", described.documentation
    )
    assert said is not None
    assert said[1] == OFTEN_MISSING
    assert described.documentation.count("namespace always") == 1
    assert OFTEN_MISSING in NAMESPACES
