"""Each resource that is paid by the month is counted as AWS counts it."""

from collections.abc import Mapping
from typing import Any

import pytest

from till.cost.fixed import Cost, Resource, fixed


def only(kind: str, **inputs: Any) -> Cost:
    """The one line of a stack of one resource."""
    (found,) = fixed([Resource(kind, inputs)])
    return found


QUERY: Mapping[str, Any] = {"id": "m1", "metric": {"metricName": "Count"}}
BAND: Mapping[str, Any] = {"id": "band", "expression": "ANOMALY_DETECTION_BAND(m1, 2)"}


@pytest.mark.parametrize(
    ("inputs", "metrics"),
    [
        ({"metricName": "Count"}, 1),
        ({"metricQueries": [QUERY, {**QUERY, "id": "m2"}, {"id": "e", "expression": "m1/m2"}]}, 2),
        ({"metricQueries": [QUERY, BAND]}, 3),
    ],
)
def test_an_alarm_is_paid_by_its_metrics(inputs: dict[str, Any], metrics: int) -> None:
    """Metric math by each metric that it reads; a band by its two edges too."""
    line = only("aws:cloudwatch/metricAlarm:MetricAlarm", **inputs)
    assert line.number == metrics
    assert line.usd == pytest.approx(0.1 * metrics)


def test_an_endpoint_is_paid_by_zone_and_a_gateway_endpoint_not_at_all() -> None:
    """A NAT gateway is paid in each zone of the network."""
    inner = Resource(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        {"vpcEndpointType": "Interface", "subnetIds": ["subnet-1", "subnet-2"]},
    )
    gateway = Resource("aws:ec2/vpcEndpoint:VpcEndpoint", {"vpcEndpointType": "Gateway"})
    nat = Resource("aws:ec2/natGateway:NatGateway", {})
    found = {each.price.what: each.number for each in fixed([inner, gateway, nat])}
    assert found == {"interface endpoints": 2, "NAT gateway": 2}
    assert fixed([gateway]) == []


def test_a_snapshot_is_paid_by_its_memory() -> None:
    """A function without one costs nothing while nobody calls it."""
    kind = "aws:lambda/function:Function"
    kept = only(kind, memorySize=512, snapStart={"applyOn": "PublishedVersions"})
    assert kept.number == 0.5
    assert fixed([Resource(kind, {"memorySize": 512})]) == []


def test_the_dearest_comes_first_and_rules_are_counted_one_by_one() -> None:
    """A firewall is its list and each rule in it."""
    acl = Resource("aws:wafv2/webAcl:WebAcl", {"rules": [{}, {}, {}, {}, {}, {}]})
    assert [(each.price.what, each.usd) for each in fixed([acl])] == [
        ("firewall's rules and groups", 6),
        ("firewall", 5),
    ]


def test_what_is_known_after_the_deployment_is_not_counted_by_its_letters() -> None:
    """In a first preview a list may be a sign."""
    unknown = {"vpcEndpointType": "Interface", "subnetIds": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}
    assert fixed([Resource("aws:ec2/vpcEndpoint:VpcEndpoint", unknown)]) == []
