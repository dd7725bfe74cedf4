"""Web application firewalls: what they must stop, and that they really stop it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.predicates import Config, equal, number
from ..framework.resource import Resource
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import WEB_ACL
from ..framework.values import ABSENT, UNKNOWN, UndecidedError, read

_GROUP: Final = "statement.managedRuleGroupStatement"
_REPLACED_BY_OWN_SIZE_RULE: Final = "SizeRestrictions_BODY"
_STOPPING: Final = ("block", "captcha", "challenge")
_SECONDS: Final = 300
"""AWS's own window where a rate rule names none."""


def _at(rule: Any, path: str) -> Any:
    """The value at `path` of one of the ACL's rules.

    Raises:
        UndecidedError: it is unknown.
    """
    value = next(read(rule, path))[1]
    if value is UNKNOWN:
        raise UndecidedError(f"rules[].{path}")
    return value


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _rules(acl: Resource) -> list[Any]:
    return _items(acl.known("rules", []))


def _stops(rule: Any) -> bool:
    """Whether a rule of our own ends a request that matches."""
    return any(_at(rule, f"action.{each}") is not ABSENT for each in _STOPPING)


def _stops_large_bodies(rule: Any) -> bool:
    size = "statement.sizeConstraintStatement"
    return (
        _at(rule, f"{size}.fieldToMatch.body.oversizeHandling") == "MATCH"
        and _at(rule, f"{size}.comparisonOperator") in ("GT", "GE")
        and _stops(rule)
    )


def _has_managed_groups(acl: Resource, config: Config) -> Iterator[Finding]:
    if acl.known("ruleJson") is not ABSENT:
        yield Finding("ruleJson: Declare the rules as rules, where they can be judged.")
    rules = _rules(acl)
    own_size = any(_stops_large_bodies(each) for each in rules)
    groups = {
        name: _at(rule, _GROUP)
        for rule in rules
        if _at(rule, f"{_GROUP}.vendorName") == "AWS"
        and isinstance(name := _at(rule, f"{_GROUP}.name"), str)
    }
    for wanted in config["requiredGroups"]:
        if wanted not in groups:
            yield Finding(f"rules: Add AWS's managed rule group {wanted}.")
        else:
            yield from _whole(wanted, groups[wanted], config["mayCount"], own_size=own_size)


def _whole(
    name: str, group: Mapping[str, Any], may: Collection[str], *, own_size: bool
) -> Iterator[Finding]:
    """What of a managed group does not apply to every request in its newest version."""
    if _at(group, "scopeDownStatement") is not ABSENT:
        yield Finding(f"rules: Leave out scope_down_statement of {name}: it must see every call.")
    if _at(group, "version") is not ABSENT:
        yield Finding(f"rules: Leave out version of {name}: a pinned one goes stale.")
    for override in _items(_at(group, "ruleActionOverrides")):
        stops = any(_at(override, f"actionToUse.{each}") is not ABSENT for each in _STOPPING)
        rule = _at(override, "name")
        may_count = rule in may or (rule == _REPLACED_BY_OWN_SIZE_RULE and own_size)
        if not stops and not may_count:
            yield Finding(
                f"rules: Leave out the rule_action_overrides of {name} that let requests through, "
                f"but for those of `mayCount`; {_REPLACED_BY_OWN_SIZE_RULE} may count where a rule "
                "of your own blocks by size."
            )


MANAGED_GROUPS: Final = Rule(
    number="17",
    name="waf-required-managed-groups",
    description="Every firewall has AWS's groups against known attacks, whole and up to date.",
    severity=Severity.CRITICAL,
    pci=("6.4.2",),
    references=("CKV_AWS_192",),
    types=(WEB_ACL,),
    check=_has_managed_groups,
    watches={
        WEB_ACL: {
            "ruleJson": (),
            **{
                f"rules[].{_GROUP}.{key}": ()
                for key in (
                    "vendorName",
                    "name",
                    "version",
                    "scopeDownStatement",
                    "ruleActionOverrides[].actionToUse",
                )
            },
        }
    },
    config={
        "requiredGroups": [
            "AWSManagedRulesAmazonIpReputationList",
            "AWSManagedRulesCommonRuleSet",
            "AWSManagedRulesKnownBadInputsRuleSet",
            "AWSManagedRulesSQLiRuleSet",
        ],
        "mayCount": [
            "NoUserAgent_HEADER",
            "CrossSiteScripting_BODY",
            "GenericLFI_BODY",
            "GenericRFI_BODY",
            "SQLi_BODY",
            "SQLiExtendedPatterns_BODY",
        ],
    },
    schema={
        "mayCount": {
            "description": "Managed rules that may count: by default those that refuse machines "
            "without a User-Agent, and text that a JSON API takes as data. None, where a body is "
            "shown, run or fetched."
        }
    },
)


def _blocks(acl: Resource, config: Config) -> Iterator[Finding]:
    for index, rule in enumerate(_rules(acl)):
        if _at(rule, "name") in config["allowCount"]:
            continue
        if _at(rule, "statement") == {}:
            yield Finding(f"rules[{index}].statement: Say which requests it is about.")
        if _at(rule, _GROUP) is ABSENT and _at(rule, "statement.ruleGroupReferenceStatement") is (
            ABSENT
        ):
            # An action of allow ends the judgement, so that no later rule is asked.
            if not _stops(rule) or any(
                _at(rule, f"action.{each}") is not ABSENT for each in ("allow", "count")
            ):
                yield Finding(f"rules[{index}].action: Set action to block.")
        elif _at(rule, "overrideAction.none") is ABSENT or (
            _at(rule, "overrideAction.count") is not ABSENT
        ):
            yield Finding(f"rules[{index}].overrideAction: Set override_action to none.")


BLOCKING: Final = Rule(
    number="18",
    name="waf-rules-block-not-count",
    description=(
        "The firewall's rules block; none only counts, and none lets a request past the others."
    ),
    severity=Severity.HIGH,
    pci=("6.4.2",),
    types=(WEB_ACL,),
    check=_blocks,
    watches={
        WEB_ACL: {"rules[].action": (), "rules[].overrideAction": (), "rules[].statement": ()}
    },
    config={"allowCount": []},
    schema={"allowCount": {"description": "Names of rules that are being tried out."}},
)


def _limits(rule: Any, config: Config) -> bool:
    rate = "statement.rateBasedStatement"
    window = _at(rule, f"{rate}.evaluationWindowSec")
    bound = config["maxLimit"] * (1 if window is ABSENT else number(window) / _SECONDS)
    return (
        0 < number(_at(rule, f"{rate}.limit")) <= bound
        # Any other key is the caller's to choose.
        and _at(rule, f"{rate}.aggregateKeyType") in (ABSENT, "IP")
        and _at(rule, f"{rate}.scopeDownStatement") is ABSENT
        and _stops(rule)
    )


def _has_a_limit(acl: Resource, config: Config) -> Iterator[Finding]:
    if not any(_limits(each, config) for each in _rules(acl)):
        yield Finding(
            "rules: Add a rate_based_statement that blocks an address from "
            f"{config['maxLimit']} calls in five minutes on, without scope_down_statement."
        )


RATE_LIMIT: Final = Rule(
    number="19",
    name="waf-rate-limit",
    description="No address may call without end.",
    severity=Severity.MEDIUM,
    pci=("6.4.1",),
    unreviewed_controls=("8.3.4",),
    types=(WEB_ACL,),
    check=_has_a_limit,
    watches={
        WEB_ACL: {
            f"rules[].statement.rateBasedStatement.{key}": ()
            for key in ("limit", "evaluationWindowSec", "aggregateKeyType", "scopeDownStatement")
        }
    },
    config={"maxLimit": 20_000},
)

_SEEN: Final = (
    ("cloudwatchMetricsEnabled", True, "Set cloudwatch_metrics_enabled to True."),
    (
        "sampledRequestsEnabled",
        False,
        "Set sampled_requests_enabled to False: samples show paths, which nothing redacts there.",
    ),
)

METRICS: Final = Rule(
    number="22",
    name="waf-metrics",
    description="What a firewall does is counted, rule by rule, and no request is shown.",
    severity=Severity.LOW,
    pci=("10.4.1.1", "3.3.1"),
    references=("WAF.12",),
    property_rules={
        WEB_ACL: tuple(
            PropertyRule(f"{where}visibilityConfig.{key}", equal(right), say)
            for where in ("", "rules[].")
            for key, right, say in _SEEN
        )
    },
)

RULES: Final = (MANAGED_GROUPS, BLOCKING, RATE_LIMIT, METRICS)
