"""An alarm on an expression says all that CloudWatch asks for."""

import pulumi_aws as aws

from tests.fakes.recorder import program


def inputs(name: str) -> dict[str, object]:
    """Of one alarm of `Monitoring`."""
    return dict(program().named(f"monitoring-{name}-alarm").inputs)


def test_one_query_is_returned_and_it_is_the_expression() -> None:
    """CloudWatch compares what is returned; metrics alone are not."""
    for alarm in program().of(aws.cloudwatch.MetricAlarm):
        queries = alarm.inputs.get("metricQueries", [])
        returned = [each["id"] for each in queries if each.get("returnData")]
        learned = alarm.inputs.get("thresholdMetricId")
        assert returned == (["watched"] if not learned else ["watched", "band"]) * bool(queries)
        assert len({each["metric"]["period"] for each in queries if "metric" in each}) <= 1


def test_a_learned_threshold_is_a_band_and_no_number() -> None:
    """PutMetricAlarm takes one of the two."""
    learned = inputs("traffic-gone")
    assert learned["thresholdMetricId"] == "band"
    assert "threshold" not in learned
    fixed = inputs("merchant-velocity")
    assert fixed["threshold"] == 100
    assert "thresholdMetricId" not in fixed
