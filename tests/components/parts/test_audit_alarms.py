"""What rings when it stands in the audit trail, tried on events as CloudTrail writes them."""

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws
import pytest

from policies.pci.framework.log_patterns import reads
from policies.pci.rules.security_events import SECURITY_EVENTS, WATCHED_EVENTS
from policy_proof.stacks import ours
from tests.components.networked import inputs, networked
from tests.policies.case import said

ALARMS: Mapping[str, str] = {
    "root-use": "root-use",
    "key-disabled": "keys-disabled",
    "trail-changed": "trail-changed",
    "iam-changed": "rights-changed",
    "bucket-policy-changed": "bucket-policies-changed",
}
"""Kind of event, as the policy pack has it → the alarm of ours."""


def rung(event: Mapping[str, Any]) -> list[str]:
    """Which alarms ring at this line of the trail."""
    return [
        name for name in ALARMS.values() if reads(inputs(f"audit-{name}-filter")["pattern"])(event)
    ]


@pytest.mark.parametrize("kind", ALARMS)
def test_each_event_rings_its_alarm_and_no_other(kind: str) -> None:
    """Every event that the policy pack lists of a kind."""
    for event in WATCHED_EVENTS[kind]:
        assert rung(event) == [ALARMS[kind]], event["eventName"]


def event(service: str, name: str, **more: Any) -> dict[str, Any]:
    """A call by a role."""
    who = {"type": "AssumedRole"}
    source = f"{service}.amazonaws.com"
    return {"eventSource": source, "eventName": name, "userIdentity": who, **more}


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("kms", "Decrypt"), ("kms", "DescribeKey"), ("cloudtrail", "DescribeTrails"),
        ("iam", "GetRolePolicy"), ("iam", "ListPolicies"), ("s3", "GetBucketPolicy"),
        ("s3", "PutObject"), ("dynamodb", "PutItem"), ("ssm", "PutParameter"),
        ("logs", "PutLogEvents"), ("monitoring", "DescribeAlarms"),
    ],
)  # fmt: skip
def test_every_days_calls_ring_nothing(service: str, name: str) -> None:
    """What is read, and what the functions do."""
    assert rung(event(service, name)) == []


def test_what_aws_does_for_root_is_not_root() -> None:
    """An event of a service, or a call that a service makes for the account."""
    root = {"type": "Root"}
    called = event("s3", "GetObject", userIdentity=root, eventType="AwsApiCall")
    assert rung(called) == ["root-use"]
    served = {**called, "userIdentity": {**root, "invokedBy": "support.amazonaws.com"}}
    assert rung(served) == []
    assert rung({**called, "eventType": "AwsServiceEvent"}) == []


def test_what_listens_to_the_trail_is_watched_too() -> None:
    """Without its filter or its alarm nobody would hear of the rest."""
    for service, name in (
        ("cloudtrail", "PutEventSelectors"), ("logs", "DeleteMetricFilter"),
        ("logs", "DeleteLogGroup"), ("monitoring", "DeleteAlarms"),
        ("monitoring", "DisableAlarmActions"),
    ):  # fmt: skip
        assert rung(event(service, name)) == ["trail-changed"]


def test_the_policy_pack_finds_an_alarm_for_each_where_it_is_asked() -> None:
    """Filter, metric and alarm are joined: the first event rings within the hour."""
    everything = ours("prod")
    required = {"require": True, "which": list(ALARMS)}
    assert said(SECURITY_EVENTS, *everything, config=required) == []
    lacking = [each for each in everything if each.name != "audit-root-use-alarm"]
    found = str(said(SECURITY_EVENTS, *lacking, config=required))
    assert "Add a metric filter on the trail's log group for root-use, and an alarm." in found


def test_a_pattern_is_as_long_as_cloudwatch_takes_it() -> None:
    """1,024 characters (PutMetricFilter)."""
    patterns = [each.inputs["pattern"] for each in networked().of(aws.cloudwatch.LogMetricFilter)]
    assert len(patterns) == len(ALARMS)
    assert max(map(len, patterns)) <= 1_024
