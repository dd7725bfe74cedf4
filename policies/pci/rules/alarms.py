"""Alarms: each of them calls somebody, and says what silence means."""

from typing import Final

from pulumi_policy import EnforcementLevel, Severity

from ..framework.predicates import NOT_EMPTY, equal, one_of
from ..framework.rule import PropertyRule, Rule
from ..framework.tokens import COMPOSITE_ALARM, METRIC_ALARM, TOPIC

_ACTIONS: Final = (
    PropertyRule(
        "alarmActions",
        NOT_EMPTY,
        "Name an aws.sns.Topic in alarm_actions.",
        producers=(TOPIC,),
    ),
    PropertyRule("actionsEnabled", equal(True), "Leave actions_enabled on.", optional=True),
)

ALARM_ACTIONS: Final = Rule(
    number="52",
    name="alarm-actions",
    description="Every alarm is sent to a topic of this stack.",
    severity=Severity.MEDIUM,
    pci=("10.7.2", "12.10.5"),
    references=("CloudWatch.15", "CloudWatch.17", "CKV_AWS_319"),
    property_rules={METRIC_ALARM: _ACTIONS, COMPOSITE_ALARM: _ACTIONS},
)

ALARM_TREAT_MISSING: Final = Rule(
    number="53",
    name="alarm-treat-missing",
    description="Every alarm says what it means that nothing was measured.",
    severity=Severity.LOW,
    pci=(),
    unreviewed_controls=("10.7.2",),
    level=EnforcementLevel.ADVISORY,
    property_rules={
        METRIC_ALARM: (
            PropertyRule(
                "treatMissingData",
                one_of("breaching", "ignore", "missing", "notBreaching", counterexamples=("",)),
                "Set treat_missing_data: notBreaching, or breaching where silence is a failure.",
            ),
        )
    },
)

RULES: Final = (ALARM_ACTIONS, ALARM_TREAT_MISSING)
