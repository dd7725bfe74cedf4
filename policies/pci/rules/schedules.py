"""Schedules: none of them is switched off."""

from typing import Final

from pulumi_policy import Severity

from ..framework.predicates import Predicate, equal
from ..framework.rule import PropertyRule, Rule
from ..framework.tokens import EVENT_RULE

_ON: Final = Predicate(lambda value, _: str(value).startswith("ENABLED"), ("DISABLED",))
_SAY: Final = "Leave it on: what it calls looks after what got stuck. One that is over is deleted."

SCHEDULE_ENABLED: Final = Rule(
    number="121",
    name="schedule-enabled",
    description="Every rule of EventBridge is switched on.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("10.7.2",),
    property_rules={
        EVENT_RULE: (
            PropertyRule("state", _ON, _SAY, optional=True),
            PropertyRule("isEnabled", equal(True), _SAY, optional=True),
        )
    },
)

RULES: Final = (SCHEDULE_ENABLED,)
