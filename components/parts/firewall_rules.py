"""The rules of the web ACL: what is blocked before it reaches the gateway.

`docs/firewall.md`, made from what stands here, says what a merchant must live with.
"""

from collections.abc import Mapping
from typing import Any, Final

from components.lib import limits

SENSITIVE_URL: Final = "sensitive-url"
"""The rule, and the label of what it blocks."""

_CARD_NUMBERS: Final = tuple(
    f"(^|[^0-9A-Za-z])({digits})([^0-9A-Za-z]|$)"
    for digits in (
        (
            r"(4|5)[0-9]{15}([0-9]{2,3})?|(2[2-7]|6[0-9]|8[126]|35)[0-9]{14,17}"
            r"|3[47][0-9]{13}|9(792|860)[0-9]{12}"
            r"|3(0[0-59]|[689][0-9])[0-9]{11}([0-9]{2}([0-9]{3})?)?"
        ),
        (
            r"([456][0-9]|2[2-7]|3[04-9]|8[126]|97|98)[0-9]{2}"
            r"(([ .+-][0-9]{4}){2}[ .+-][0-9]{2,4}([ .+-][0-9]{1,3})?"
            r"|[ .+-][0-9]{6}[ .+-][0-9]{4,5})"
        ),
    )
)
"""In one run, and in the groups in which cards show it: a UUID's digits are grouped otherwise."""
_CREDENTIAL: Final = (
    r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"
    r"|(sk|rk)_(live|test)_[A-Za-z0-9]"
    r"|whsec_[A-Za-z0-9]"
    r"|_secret_[A-Za-z0-9]"
)
SECRETS: Final = (*_CARD_NUMBERS, _CREDENTIAL)
"""What stands in no honest URL: the beginnings and lengths of `runtime/domain/card_issuers.py`,
without the checksum that an expression can't reckon; a JWT; the PSP's keys and client secrets."""

_DATA: Final = (
    "A payment's text is data here: nothing runs it, fetches it or shows it as HTML unescaped, and "
    "no SQL is made of it."
)
COUNTED: Final[Mapping[str, Mapping[str, str]]] = {
    "AWSManagedRulesAmazonIpReputationList": {},
    "AWSManagedRulesCommonRuleSet": {
        "NoUserAgent_HEADER": "Callers are machines with a token; many send no User-Agent.",
        "SizeRestrictions_BODY": "Our own rule judges the size: the group's would hide the "
        "handler's 413 from 8 KiB up.",
        "CrossSiteScripting_BODY": _DATA,
        "GenericLFI_BODY": _DATA,
        "GenericRFI_BODY": f"{_DATA} A callback URL in `metadata` is honest.",
    },
    "AWSManagedRulesKnownBadInputsRuleSet": {},
    "AWSManagedRulesSQLiRuleSet": {
        "SQLi_BODY": _DATA,
        "SQLiExtendedPatterns_BODY": _DATA,
    },
}
"""AWS's rule group → its rules that only count, each with the reason; all others block."""


def seen(metric: str) -> Any:
    """Each rule is counted; samples would keep paths, which nothing redacts there."""
    return {
        "cloudwatch_metrics_enabled": True,
        "sampled_requests_enabled": False,
        "metric_name": metric,
    }


def firewall_rules(rate_limit: int) -> Any:
    """The rules in the order in which they are asked; `rate_limit`: calls of one address in 300 s.

    What must not be logged comes first: a request's label is given by rules that were asked.
    """
    rules = [
        _sensitive_url(),
        _body_size(),
        _rate(rate_limit),
        *(_managed(group, counted) for group, counted in COUNTED.items()),
    ]
    return [
        {"priority": priority, "visibility_config": seen(rule["name"]), **rule}
        for priority, rule in enumerate(rules)
    ]


def _sensitive_url() -> dict[str, Any]:
    places: tuple[dict[str, Any], ...] = ({"uri_path": {}}, {"query_string": {}})
    return {
        "name": SENSITIVE_URL,
        "action": {"block": {}},
        "rule_labels": [{"name": SENSITIVE_URL}],
        "statement": {
            "or_statement": {
                "statements": [
                    {
                        "regex_match_statement": {
                            "regex_string": secret,
                            "field_to_match": place,
                            "text_transformations": [{"priority": 0, "type": "URL_DECODE"}],
                        }
                    }
                    for place in places
                    for secret in SECRETS
                ]
            }
        },
    }


def _body_size() -> dict[str, Any]:
    return {
        "name": "body-size",
        "action": {"block": {}},
        "statement": {
            "size_constraint_statement": {
                # A body longer than what the firewall inspects counts as too large.
                "field_to_match": {"body": {"oversize_handling": "MATCH"}},
                "comparison_operator": "GT",
                "size": limits.BODY_BLOCK_BYTES,
                "text_transformations": [{"priority": 0, "type": "NONE"}],
            }
        },
    }


def _rate(limit: int) -> dict[str, Any]:
    return {
        "name": "rate",
        "action": {"block": {}},
        "statement": {"rate_based_statement": {"limit": limit, "aggregate_key_type": "IP"}},
    }


def _managed(group: str, counted: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": group,
        "override_action": {"none": {}},
        "statement": {
            "managed_rule_group_statement": {
                "vendor_name": "AWS",
                "name": group,
                "rule_action_overrides": [
                    {"name": rule, "action_to_use": {"count": {}}} for rule in counted
                ],
            }
        },
    }
