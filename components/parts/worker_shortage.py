"""An alarm on workers that are not there."""

import pulumi
import pulumi_aws as aws

from components.lib.outputs import StackDefaults
from components.parts.alarm import Watch, alarm
from runtime.contract.metrics import Said

_SHORT = Said("Fewer workers on EC2 than `fleet.minInstances` are in service.", "workers")
"""A ticket, with the function and without it: beside the function payments go on, and where the
fleet is alone `payments-age` pages as soon, if there are payments that wait."""
_PERIOD_SECONDS = 300
_PERIODS = 3


def ring_when_short(
    parent: pulumi.ComponentResource,
    name: str,
    defaults: StackDefaults,
    group: aws.autoscaling.Group,
    least: int,
) -> None:
    """An alarm on a group that lacks instances for a quarter of an hour, below `parent`.

    The worst minute of five counts, so that an instance that starts, fails and is replaced rings
    as one that never starts. One that is replaced in order is missing for a few minutes once,
    which is two periods at most. A group that says nothing is taken for one that has none.
    `least`: 1 or more, as the setting has it; of 0 nothing could be missing.
    """
    watch = Watch(
        "workers-missing",
        _SHORT,
        "AWS/AutoScaling",
        "GroupInServiceInstances",
        {"AutoScalingGroupName": group.name},
        statistic="Minimum",
        threshold=least,
        comparison="LessThanThreshold",
        period_seconds=_PERIOD_SECONDS,
        periods=_PERIODS,
        missing="breaching",
    )
    alarm(parent, f"{name}-missing", defaults, watch)
