"""A fleet is paid by its fewest instances, whatever their type."""

from typing import Any

import pytest

from tests.till.cost.stacks import KEY
from till.cost.fixed import Resource
from till.cost.fleet import fleet

DISK: dict[str, Any] = {"ebs": {"volumeSize": 8, "volumeType": "gp3"}}


def resources(fewest: object = 2, **template: object) -> list[Resource]:
    """A group, and its launch template with these inputs beside the usual ones."""
    usual = {
        "name": "w",
        "instanceType": "t4g.small",
        "monitoring": {"enabled": True},
        "blockDeviceMappings": [DISK],
    }
    return [
        Resource("aws:autoscaling/group:Group", {"name": "w", "minSize": fewest, "maxSize": 9}),
        Resource("aws:ec2/launchTemplate:LaunchTemplate", {**usual, **template}),
    ]


def test_instances_disks_and_metrics_are_paid() -> None:
    """By the hour, by the GB and by the metric; a stack without a fleet pays none of it."""
    found = fleet([KEY, *resources()])
    assert [(each.what, each.number) for each in found.lines] == [
        ("hours of t4g.small", 2 * 730),
        ("metrics of instances", 2 * 7),
        ("GB of gp3 disks", 2 * 8),
    ]
    assert [each.usd for each in found.lines] == pytest.approx([24.528, 4.2, 1.28])
    assert found.not_priced == []
    assert fleet([KEY]) == ([], [])


def test_instances_that_nobody_watches_by_the_minute_have_no_such_metrics() -> None:
    """Those by five minutes are free."""
    found = fleet(resources(monitoring={"enabled": False}))
    assert "metrics of instances" not in [each.what for each in found.lines]


def test_what_has_no_price_is_said_and_not_counted() -> None:
    """The rest of the same fleet is."""
    found = fleet(resources(instanceType="x9g.large"))
    assert found.not_priced == [
        "Not priced: 1,460 hours of x9g.large, a month; the file of prices does not have them."
    ]
    assert [each.what for each in found.lines] == ["metrics of instances", "GB of gp3 disks"]
    (said,) = fleet(resources(blockDeviceMappings=[{"ebs": {"volumeSize": 8}}])).not_priced
    assert said.startswith("Not priced: 16 GB of unnamed disks, ")


@pytest.mark.parametrize(
    "unknown",
    [
        resources(fewest="04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
        resources(name="another"),
        resources(instanceType=None),
        resources(blockDeviceMappings=[]),
        resources(blockDeviceMappings="04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
        resources(blockDeviceMappings=[{"deviceName": "/dev/xvda"}]),
    ],
)
def test_a_fleet_that_is_not_known_is_said_to_be_so(unknown: list[Resource]) -> None:
    """Nothing of it is counted, and nobody takes that for no cost."""
    found = fleet(unknown)
    assert found.lines == []
    (said,) = found.not_priced
    assert said.startswith("Not priced: a fleet of which its launch template, ")
