"""How many instances there are."""

from typing import Any

from runtime.contract.fleet import Fleet
from tests.components.networked import fleeted


def backlog() -> dict[str, Any]:
    """The inputs of the one policy."""
    return dict(fleeted().named("workers-backlog").inputs)


def test_the_metric_is_what_waits_for_each_instance_in_service() -> None:
    """Metric math over two metrics, of which only the quotient is returned (AWS's own example)."""
    waiting, instances, quotient = backlog()["targetTrackingConfiguration"][
        "customizedMetricSpecification"
    ]["metrics"]
    assert quotient["expression"] == f"{waiting['id']} / {instances['id']}"
    assert [each["returnData"] for each in (waiting, instances, quotient)] == [False, False, True]
    queue, group = (each["metricStat"]["metric"] for each in (waiting, instances))
    assert queue["metricName"] == "ApproximateNumberOfMessagesVisible"
    assert queue["dimensions"] == [{"name": "QueueName", "value": "tillstack-prod-payments"}]
    assert group["metricName"] == "GroupInServiceInstances"
    assert group["dimensions"][0]["value"] == "tillstack-prod-workers"


def test_the_group_tells_the_metric_that_it_is_scaled_by() -> None:
    """Groups tell none by themselves; without it there is no quotient, and nothing scales."""
    group = fleeted().named("workers-group").inputs
    assert group["enabledMetrics"] == ["GroupInServiceInstances"]
    assert group["metricsGranularity"] == "1Minute"


def test_the_target_is_what_an_instance_does_in_a_minute() -> None:
    """Thirty payments a minute for each that it has in flight."""
    assert backlog()["policyType"] == "TargetTrackingScaling"
    target = backlog()["targetTrackingConfiguration"]["targetValue"]
    assert target == Fleet().in_flight * 30
