"""Cognito's pools: what follows when a password was stolen or a login is strange."""

import ipaddress
from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.predicates import Config, Predicate, contains, equal, one_of
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import RISK_CONFIGURATION, USER_POOL
from ..framework.values import ABSENT


def _answers_risks(stack: Stack, pool: Resource, _config: Config) -> Iterator[Finding]:
    answers = stack.naming(pool, RISK_CONFIGURATION, "userPoolId", "id")
    # One for a single client is silent about every other.
    if all(each.get("clientId") is not ABSENT for each in answers):
        yield Finding("Add an aws.cognito.RiskConfiguration for this pool, without client_id.")


_BLOCK: Final = equal("BLOCK")


_WIDEST: Final = 16
"""Bits of the shortest prefix of an exception: no provider's whole network, and not the world."""


def _narrow(value: object, _config: Config) -> bool:
    try:
        return ipaddress.ip_network(str(value)).prefixlen >= _WIDEST
    except ValueError:
        return False


_EXCEPTIONS: Final = tuple(
    PropertyRule(
        f"riskExceptionConfiguration.{which}IpRangeLists[]",
        Predicate(_narrow, ("0.0.0.0/0", "::/0")),
        f"Name networks of a prefix of {_WIDEST} bits or more.",
        optional=True,
    )
    for which in ("blocked", "skipped")
)


THREAT_PROTECTION: Final = Rule(
    number="26",
    name="cognito-threat-protection",
    description="Stolen passwords and strange logins are blocked.",
    severity=Severity.HIGH,
    pci=("8.3.4", "10.4.1"),
    references=("Cognito.1", "AwsSolutions-COG3"),
    property_rules={
        USER_POOL: (
            PropertyRule(
                "userPoolAddOns.advancedSecurityMode",
                Predicate(lambda value, _: value == "ENFORCED", ("AUDIT", "OFF")),
                "Set advanced_security_mode to ENFORCED.",
            ),
            PropertyRule("userPoolTier", equal("PLUS"), "Set user_pool_tier to PLUS."),
        ),
        RISK_CONFIGURATION: (
            PropertyRule(
                "compromisedCredentialsRiskConfiguration.actions.eventAction",
                _BLOCK,
                "Set event_action to BLOCK.",
            ),
            PropertyRule(
                "accountTakeoverRiskConfiguration.actions.highAction.eventAction",
                _BLOCK,
                "Set high_action's event_action to BLOCK.",
            ),
            PropertyRule(
                "accountTakeoverRiskConfiguration.actions.mediumAction.eventAction",
                one_of(
                    "BLOCK", "MFA_REQUIRED", "MFA_IF_CONFIGURED", counterexamples=("NO_ACTION",)
                ),
                "Set medium_action's event_action to MFA_REQUIRED.",
                optional=True,
            ),
            PropertyRule(
                "compromisedCredentialsRiskConfiguration.eventFilters",
                contains("SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"),
                "Leave event_filters out: each login, sign-up and change is looked at.",
                optional=True,
            ),
            *_EXCEPTIONS,
        ),
    },
    subjects=(USER_POOL,),
    stack=_answers_risks,
    watches={RISK_CONFIGURATION: {"userPoolId": (USER_POOL,), "clientId": ()}},
)


RULES: Final = (THREAT_PROTECTION,)
