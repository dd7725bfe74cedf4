"""Alarms: each of them calls somebody, says what to do, and what silence means."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import EnforcementLevel, Severity

from ..framework.alarm_rules import named
from ..framework.predicates import NOT_EMPTY, Config, equal, like, one_of
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import COMPOSITE_ALARM, METRIC_ALARM, TOPIC
from ..framework.values import ABSENT, UNKNOWN

_SAY: Final = "Name an aws.sns.Topic in alarm_actions."


def _actions(*, optional: bool) -> tuple[PropertyRule, ...]:
    return (
        PropertyRule("alarmActions", NOT_EMPTY, _SAY, producers=(TOPIC,), optional=optional),
        PropertyRule("actionsEnabled", equal(True), "Leave actions_enabled on.", optional=True),
    )


def _part(stack: Stack, alarm: Resource, _config: Config) -> Iterator[Finding]:
    """An alarm without an action is part of one that has some, which rings once for all of them."""
    if alarm.get("alarmActions") is ABSENT and not any(
        _asks_for(composite, alarm) for composite in stack.of(COMPOSITE_ALARM)
    ):
        yield Finding(
            f"alarmActions: {_SAY[:-1]}, or name the alarm in an aws.cloudwatch.CompositeAlarm."
        )


def _asks_for(composite: Resource, alarm: Resource) -> bool:
    text = composite.get("alarmRule")
    if text is UNKNOWN:
        return alarm in composite.made_of("alarmRule", METRIC_ALARM)
    return any(alarm.is_named(each, "arn", "name") for each in named(str(text)))


ALARM_ACTIONS: Final = Rule(
    number="52",
    name="alarm-actions",
    description="Every alarm is sent to a topic of this stack.",
    severity=Severity.MEDIUM,
    pci=("10.7.2", "12.10.5"),
    references=("CloudWatch.15", "CloudWatch.17", "CKV_AWS_319"),
    property_rules={
        METRIC_ALARM: _actions(optional=True),
        COMPOSITE_ALARM: _actions(optional=False),
    },
    subjects=(METRIC_ALARM,),
    stack=_part,
    watches={COMPOSITE_ALARM: {"alarmRule": (METRIC_ALARM, COMPOSITE_ALARM)}},
)

_SAYS: Final = (
    PropertyRule(
        "alarmDescription",
        like(
            r"\[(page|ticket)\] \S.* Runbook: https://\S+",
            counterexamples=("", "It rings.", "[page] It rings.", "It rings. Runbook: https://x/"),
        ),
        "Write in alarm_description how soon a person is needed, what happened, and where stands "
        "what to do: [page] … Runbook: https://…",
    ),
)

ALARM_SAYS: Final = Rule(
    number="52f",
    name="alarm-says-what-to-do",
    description="Every alarm says how urgent it is, what happened, and its runbook's address.",
    severity=Severity.LOW,
    pci=(),
    unreviewed_controls=("12.10.5",),
    property_rules={METRIC_ALARM: _SAYS, COMPOSITE_ALARM: _SAYS},
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

RULES: Final = (ALARM_ACTIONS, ALARM_SAYS, ALARM_TREAT_MISSING)
