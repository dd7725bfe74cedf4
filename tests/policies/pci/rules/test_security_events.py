"""The rule about what somebody must hear of at once."""

from collections.abc import Sequence
from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import LOG_GROUP, LOG_METRIC_FILTER, METRIC_ALARM, TRAIL
from policies.pci.rules.security_events import SECURITY_EVENTS, WATCHED_EVENTS
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but, said

GROUP = resource(LOG_GROUP, {"name": "trail"}, "group")
ARN = "arn:aws:logs:eu-central-1:111122223333:log-group:trail:*"
KNOWN = resource(TRAIL, {"cloudWatchLogsGroupArn": ARN}, "trail")
FIRST = resource(
    TRAIL,
    {"cloudWatchLogsGroupArn": UNKNOWN},
    "trail",
    made_of={"cloudWatchLogsGroupArn": [GROUP]},
)
ALARM = resource(
    METRIC_ALARM,
    {
        "metricName": "Changes",
        "namespace": "Security",
        "statistic": "Sum",
        "period": 300,
        "evaluationPeriods": 1,
        "threshold": 1,
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "alarmActions": ["topic"],
    },
    "alarm",
)
CHANGES = [
    event["eventName"]
    for events in WATCHED_EVENTS.values()
    for event in events
    if event["eventName"] != "GetUser"
]
CLAUSES = [
    '$.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS',
    '$.errorCode = "*UnauthorizedOperation"',
    '$.errorCode = "AccessDenied*"',
    *(f'$.eventName = "{name}"' for name in CHANGES),
]
REQUIRED = {"require": True}


def counting(pattern: str, **metric: Any) -> Declared:
    """A metric filter on the trail's group."""
    transformation = {"name": "Changes", "namespace": "Security", "value": "1", **metric}
    return resource(
        LOG_METRIC_FILTER,
        {"logGroupName": "trail", "pattern": pattern, "metricTransformation": transformation},
        "filter",
    )


def pattern(clauses: Sequence[str], but_only: str = "") -> str:
    """One of these clauses, and `but_only` as well."""
    either = " || ".join(f"({each})" for each in clauses)
    return f"{{ ({either}){but_only} }}"


ALL = counting(pattern(CLAUSES))


@pytest.mark.parametrize("trail", [KNOWN, FIRST])
def test_what_is_heard_of_is_fine(trail: Declared) -> None:
    """One filter for everything with its alarm, on the group that the trail writes to."""
    assert blamed(SECURITY_EVENTS, trail, GROUP, ALL, ALARM, config=REQUIRED) == []


def test_each_event_is_asked_for_where_the_configuration_says_so() -> None:
    """Without `require` none; with it each that no filter catches, by its name."""
    assert said(SECURITY_EVENTS, GROUP, KNOWN) == []
    assert len(said(SECURITY_EVENTS, GROUP, KNOWN, config=REQUIRED)) == len(WATCHED_EVENTS)
    for missing in ("DeleteVpc", "StopLogging", "ConsoleLogin"):
        fewer = counting(pattern([each for each in CLAUSES if missing not in each]))
        assert len(said(SECURITY_EVENTS, KNOWN, GROUP, fewer, ALARM, config=REQUIRED)) == 1


@pytest.mark.parametrize(
    "fake",
    [
        [counting(pattern(CLAUSES, ' && $.eventType = "Never"')), KNOWN, ALARM],
        [but(ALL, logGroupName="other"), KNOWN, ALARM],
        [ALL, ALARM],
    ],
)
def test_a_filter_that_never_counts_is_no_filter(fake: list[Declared]) -> None:
    """One clause too many, another group, or a group that no trail writes to."""
    assert len(said(SECURITY_EVENTS, GROUP, *fake, config=REQUIRED)) == len(WATCHED_EVENTS)


@pytest.mark.parametrize(
    "broken",
    [
        [ALL],
        [ALL, but(ALARM, alarmActions=[])],
        [ALL, but(ALARM, metricName="Other")],
        [ALL, but(ALARM, threshold=100)],
        [counting(pattern(CLAUSES), value="0"), ALARM],
        [counting("{ $.a > 3 }"), ALARM],
    ],
)
def test_a_filter_that_calls_nobody_is_reported(broken: list[Declared]) -> None:
    """No alarm, a deaf one, one that counts nothing, a pattern that is not understood."""
    assert blamed(SECURITY_EVENTS, KNOWN, GROUP, *broken) == ["filter"]
