"""Rules about a firewall's own rules: what each must report, and what it must not."""

from typing import Any, Final

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import WEB_ACL
from policies.pci.rules.firewall import BLOCKING, MANAGED_GROUPS, METRICS, RATE_LIMIT
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed

SEEN: Final = {"cloudwatchMetricsEnabled": True, "sampledRequestsEnabled": False}
NAMES: Final = ("AmazonIpReputationList", "CommonRuleSet", "KnownBadInputsRuleSet", "SQLiRuleSet")
COUNT: Final = {"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}


def group(name: str, **more: Any) -> dict[str, Any]:
    """A managed group that blocks."""
    statement = {"vendorName": "AWS", "name": f"AWSManagedRules{name}", **more}
    return {
        "name": name,
        "overrideAction": {"none": {}},
        "statement": {"managedRuleGroupStatement": statement},
        "visibilityConfig": SEEN,
    }


def own(name: str, statement: dict[str, Any], action: str = "block") -> dict[str, Any]:
    """A rule of our own."""
    return {
        "name": name,
        "action": {action: {}},
        "statement": statement,
        "visibilityConfig": SEEN,
    }


def size(**more: Any) -> dict[str, Any]:
    """A statement about large bodies."""
    body = {"body": {"oversizeHandling": "MATCH"}}
    return {"sizeConstraintStatement": {"comparisonOperator": "GT", "fieldToMatch": body, **more}}


def rate(limit: Any = 2000, **more: Any) -> dict[str, Any]:
    """A statement about many calls of one address."""
    return {"rateBasedStatement": {"limit": limit, **more}}


GROUPS: Final = [group(each) for each in NAMES]
SQLI: Final = GROUPS[:3]
COMMON: Final = [each for each in GROUPS if each["name"] != "CommonRuleSet"]


def acl(*rules: Any, **more: Any) -> Declared:
    """A firewall with these rules."""
    return resource(WEB_ACL, {"rules": list(rules), "visibilityConfig": SEEN, **more}, "acl")


def test_all_groups_whole_are_fine() -> None:
    """One may be sharper than AWS's; the size of bodies may be left to a rule of our own."""
    sharper = {"name": "NoUserAgent_HEADER", "actionToUse": {"captcha": {}}}
    counting = group("CommonRuleSet", ruleActionOverrides=[COUNT])
    assert blamed(MANAGED_GROUPS, acl(*GROUPS)) == []
    assert blamed(MANAGED_GROUPS, acl(*SQLI, group(NAMES[3], ruleActionOverrides=[sharper]))) == []
    assert blamed(MANAGED_GROUPS, acl(*COMMON, counting, own("size", size()))) == []


@pytest.mark.parametrize(
    "rules",
    [
        [],
        SQLI,
        [*SQLI, {**GROUPS[3], "statement": {"managedRuleGroupStatement": {"vendorName": "Else"}}}],
        [*SQLI, group(NAMES[3], vendorName="Else")],
        [*SQLI, group(NAMES[3], version="Version_1.0")],
        [*SQLI, group(NAMES[3], scopeDownStatement={"geoMatchStatement": {}})],
        [*SQLI, group(NAMES[3], ruleActionOverrides=[{"name": "S", "actionToUse": {"count": {}}}])],
        [*SQLI, group(NAMES[3], ruleActionOverrides=[{"name": "S", "actionToUse": {"allow": {}}}])],
        [*COMMON, group("CommonRuleSet", ruleActionOverrides=[COUNT])],
        [*COMMON, group("CommonRuleSet", ruleActionOverrides=[COUNT]), own("s", size(), "count")],
        [
            *COMMON,
            group("CommonRuleSet", ruleActionOverrides=[COUNT]),
            own("s", size(fieldToMatch={"body": {"oversizeHandling": "CONTINUE"}})),
        ],
        [*COMMON, group("CommonRuleSet", ruleActionOverrides=[COUNT]),
         own("s", size(comparisonOperator="LT"))],
        "text",
        [*SQLI, "text"],
    ],
)  # fmt: skip
def test_a_group_that_lets_through_is_reported(rules: Any) -> None:
    """None, one missing, another vendor's, pinned, narrowed, counting, or an odd shape."""
    assert blamed(MANAGED_GROUPS, resource(WEB_ACL, {"rules": rules}, "acl")) == ["acl"]


def test_rules_that_can_t_be_judged_are_reported() -> None:
    """Rules as JSON text hide beside rules that are fine."""
    assert blamed(MANAGED_GROUPS, acl(*GROUPS, ruleJson="[]")) == ["acl"]


def test_an_unknown_gives_no_verdict() -> None:
    """Rule 0.6 reports what is unknown; here it is neither good nor bad."""
    for rules in (UNKNOWN, [*SQLI, UNKNOWN], [*SQLI, group(UNKNOWN)]):
        assert blamed(MANAGED_GROUPS, resource(WEB_ACL, {"rules": rules}, "acl")) == []
        assert blamed(BLOCKING, resource(WEB_ACL, {"rules": [{"action": UNKNOWN}]}, "acl")) == []


@pytest.mark.parametrize("action", ["block", "captcha", "challenge"])
def test_rules_that_stop_are_fine(action: str) -> None:
    """Own rules with any action that ends a request; a rule on trial is listed by name."""
    trial = own("trial", rate(), "count")
    assert blamed(BLOCKING, acl(*GROUPS, own("rate", rate(), action))) == []
    assert blamed(BLOCKING, acl(trial), config={"allowCount": ["trial"]}) == []


@pytest.mark.parametrize(
    "rule",
    [
        {**GROUPS[0], "overrideAction": {"count": {}}},
        {**GROUPS[0], "overrideAction": None},
        {"name": "r", "statement": {"ruleGroupReferenceStatement": {}}, "action": {"block": {}}},
        own("rate", rate(), "count"),
        own("first", {"ipSetReferenceStatement": {}}, "allow"),
        {"name": "none", "statement": rate()},
        own("nothing", {}),
        "text",
    ],
)
def test_a_rule_that_only_counts_is_reported(rule: Any) -> None:
    """Counting, saying nothing, or letting a request past all other rules."""
    assert blamed(BLOCKING, acl(rule, *GROUPS)) == ["acl"]


def test_calls_without_end_are_blocked() -> None:
    """Within five minutes by default, and in proportion to another window."""
    assert blamed(RATE_LIMIT, acl(own("rate", rate(20_000)))) == []
    assert blamed(RATE_LIMIT, acl(own("rate", rate(4_000, evaluationWindowSec=60)))) == []
    assert blamed(RATE_LIMIT, acl(own("rate", rate(20_000))), config={"maxLimit": 9}) == ["acl"]


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [own("rate", rate(20_001))],
        [own("rate", rate(4_001, evaluationWindowSec=60))],
        [own("rate", rate(), "count")],
        [own("rate", rate("2000 or so"))],
        [own("rate", rate(0))],
        [own("rate", rate(scopeDownStatement={"byteMatchStatement": {}}))],
        [own("rate", rate(aggregateKeyType="CUSTOM_KEYS"))],
        [own("rate", rate(aggregateKeyType="FORWARDED_IP"))],
    ],
)
def test_a_limit_that_limits_nobody_is_reported(rules: list[Any]) -> None:
    """None, too high, counting, no number, for some calls, by a key of the caller's choice."""
    assert blamed(RATE_LIMIT, acl(*rules)) == ["acl"]


@pytest.mark.parametrize("key", SEEN)
def test_what_a_firewall_does_is_counted_and_no_request_is_shown(key: str) -> None:
    """The whole and each rule, said outright."""
    assert blamed(METRICS, acl(*GROUPS)) == []
    for blind in (
        {**SEEN, key: not SEEN[key]},
        {name: right for name, right in SEEN.items() if name != key},
    ):
        assert blamed(METRICS, acl(*GROUPS, visibilityConfig=blind)) == ["acl"]
        assert blamed(METRICS, acl(*SQLI, {**GROUPS[3], "visibilityConfig": blind})) == ["acl"]


def test_a_rule_that_blocks_and_counts_is_reported() -> None:
    """AWS takes one action; which one it takes of two is not ours to guess."""
    both = own("both", {"geoMatchStatement": {"countryCodes": ["XX"]}})
    both["action"] = {"block": {}, "count": {}}
    assert blamed(BLOCKING, acl(both)) == ["acl"]
