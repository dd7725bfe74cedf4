"""What watches the account: that it is there, and switched on."""

from collections.abc import Iterator, Mapping
from typing import Final

from pulumi_policy import EnforcementLevel, Severity

from ..framework.predicates import Config, contains, equal
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import (
    CONFIG_RECORDER,
    CONFIG_RECORDER_STATUS,
    DETECTOR,
    INSPECTOR,
    SECURITY_HUB,
)

_ON: Final = equal(wanted=True)
_WANTED: Final[Mapping[str, str]] = {
    DETECTOR: "guardduty",
    SECURITY_HUB: "securityhub",
    CONFIG_RECORDER: "config",
    INSPECTOR: "inspector",
}


def _account_is_watched(stack: Stack, config: Config) -> Iterator[Finding]:
    for kind, name in _WANTED.items():
        if config["require"] and name not in config["external"] and not stack.of(kind):
            yield Finding(
                f"Declare {kind.rpartition(':')[2]} of {name}, or say in the rule's external that "
                "the organisation has it."
            )
    for each in stack.of(DETECTOR):
        if each.known("enable", default=True) not in (True, "true"):
            yield Finding("Switch the detector on.", each.urn)
    for each in stack.of(CONFIG_RECORDER):
        if not any(_records(status, each) for status in stack.of(CONFIG_RECORDER_STATUS)):
            yield Finding(
                "Add an aws.cfg.RecorderStatus with is_enabled true: a recorder starts switched "
                "off.",
                each.urn,
            )


def _records(status: Resource, recorder: Resource) -> bool:
    mine = status.refers_to("name", recorder, "name", "id")
    return mine and status.known("isEnabled") in (True, "true")


ACCOUNT_DETECTORS: Final = Rule(
    number="115",
    name="account-detectors",
    description="The account is watched for intruders, for drift and for known weaknesses.",
    severity=Severity.MEDIUM,
    pci=("11.5.1", "10.4.1.1"),
    references=("GuardDuty.1", "Config.1", "CKV_AWS_238"),
    level=EnforcementLevel.ADVISORY,
    property_rules={
        CONFIG_RECORDER: (
            PropertyRule(
                "recordingGroup.allSupported",
                _ON,
                "Leave all_supported on: a kind that is left out drifts unseen.",
                optional=True,
            ),
        ),
        INSPECTOR: (
            PropertyRule("resourceTypes", contains("LAMBDA"), "Add LAMBDA to resource_types."),
        ),
        SECURITY_HUB: tuple(
            PropertyRule(path, _ON, f"Leave {name} on.", optional=True)
            for path, name in (
                ("enableDefaultStandards", "enable_default_standards"),
                ("autoEnableControls", "auto_enable_controls"),
            )
        ),
    },
    stack_check=_account_is_watched,
    watches={
        DETECTOR: {"enable": ()},
        CONFIG_RECORDER_STATUS: {"name": (CONFIG_RECORDER,), "isEnabled": ()},
    },
    config={"require": False, "external": []},
)

RULES: Final = (ACCOUNT_DETECTORS,)
