"""The queues of what AWS could not hand on."""

import json

import pulumi_aws as aws
import pytest

from tests._policies import allows, statements
from tests.fakes.recorder import ACCOUNT, REGION, program

LOST = {
    "pager": ("pages-lost", f"arn:aws:sns:{REGION}:{ACCOUNT}:tillstack-local-alarms"),
    "bus": ("events-lost", f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/tillstack-local-events"),
}
"""Component → its queue, and what sends there."""


@pytest.mark.parametrize("component", LOST)
def test_it_takes_what_one_thing_could_not_hand_on(component: str) -> None:
    """For a fortnight, from no other queue, and from nobody else."""
    short_name, sender = LOST[component]
    queue = program().named(f"{component}-lost")
    assert queue.inputs["name"] == f"tillstack-local-{short_name}"
    assert queue.inputs["messageRetentionSeconds"] == 14 * 86_400
    assert json.loads(queue.inputs["redriveAllowPolicy"]) == {"redrivePermission": "denyAll"}
    said, tls = statements(queue.inputs["policy"]), {"aws:SecureTransport": "true"}
    for source, taken in ((sender, True), (f"{sender}-2", False)):
        when = {**tls, "aws:SourceArn": source}
        assert allows(said, "sqs:SendMessage", queue.outputs["arn"], when) is taken


@pytest.mark.parametrize("component", LOST)
def test_the_first_message_calls_somebody(component: str) -> None:
    """At once: it means that something was lost already."""
    short_name, _ = LOST[component]
    (alarm,) = (
        each.inputs
        for each in program().of(aws.cloudwatch.MetricAlarm)
        if each.inputs.get("dimensions") == {"QueueName": f"tillstack-local-{short_name}"}
    )
    assert alarm["metricName"] == "ApproximateNumberOfMessagesVisible"
    how = alarm["statistic"], alarm["comparisonOperator"], alarm["threshold"]
    assert how == ("Maximum", "GreaterThanOrEqualToThreshold", 1)
    assert alarm["alarmActions"] == [program().named("alarms-topic").outputs["arn"]]
    assert alarm["alarmDescription"].startswith("[page]")
