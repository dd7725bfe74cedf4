"""Our own web ACL and others, asked for requests."""

from dataclasses import replace
from typing import Any, Final

import pytest

from components.parts.firewall_rules import firewall_rules
from local.emulator.firewall.asked import Asked
from local.emulator.firewall.web_acl import blocked

FINE: Final = Asked("GET", "/v1/payments", "reference=order-7", {}, b"")
REGEX: Final = {
    "RegexMatchStatement": {
        "RegexString": "x",
        "FieldToMatch": {"UriPath": {}},
        "TextTransformations": [{"Type": "NONE"}],
    }
}


def api(value: Any) -> Any:
    """What the program declares, as AWS's API says it."""
    if isinstance(value, dict):
        return {key.title().replace("_", ""): api(each) for key, each in value.items()}
    return [api(each) for each in value] if isinstance(value, list) else value


def acl(*rules: Any, default: str = "Allow") -> dict[str, Any]:
    """A web ACL of these rules."""
    return {"Rules": list(rules), "DefaultAction": {default: {}}}


def rule(name: str, priority: int, statement: Any, action: str = "Block") -> dict[str, Any]:
    """One rule."""
    return {
        "Name": name, "Priority": priority, "Statement": statement, "Action": {action: {}}
    }  # fmt: skip


OURS: Final = acl(*api(firewall_rules(100)))


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (FINE, ""),
        (replace(FINE, query="reference=4000%2D0000%2D0000%2D0002"), "sensitive-url"),
        (replace(FINE, path="/v1/payments/sk_test_a"), "sensitive-url"),
        (replace(FINE, body=b"a" * 65_537), "body-size"),
        (replace(FINE, body=b"a" * 65_536), ""),
        (replace(FINE, query="reference=1'+or+'1'%3D'1"), "AWSManagedRulesSQLiRuleSet"),
        (replace(FINE, path="/v1/..%2f..%2f"), "AWSManagedRulesCommonRuleSet"),
        (replace(FINE, method="PROPFIND"), "AWSManagedRulesKnownBadInputsRuleSet"),
        (replace(FINE, body=b"<script>http://203.0.113.7/ ../ 1' or '1'='1"), ""),
    ],
)
def test_our_rules_are_asked_as_declared(asked: Asked, name: str) -> None:
    """A secret in a URL, a size, AWS's groups; what only counts is let through."""
    assert blocked(OURS, asked) == name


def test_the_first_by_priority_speaks_and_what_only_counts_does_not() -> None:
    """As AWS evaluates a web ACL."""
    asked = replace(FINE, path="/x")
    assert blocked(acl(rule("b", 2, REGEX), rule("a", 1, REGEX)), asked) == "a"
    assert blocked(acl(rule("b", 2, REGEX), rule("a", 1, REGEX, "Count")), asked) == "b"


def test_what_no_rule_speaks_of_meets_the_default() -> None:
    """Allow, or block."""
    assert blocked(acl(rule("a", 1, REGEX)), FINE) == ""
    assert blocked(acl(rule("a", 1, REGEX), default="Block"), FINE) == "the default action"


@pytest.mark.parametrize(
    "statement",
    [
        {"GeoMatchStatement": {}},
        {"RegexMatchStatement": {**REGEX["RegexMatchStatement"], "FieldToMatch": {"Method": {}}}},
        {"RegexMatchStatement": {
            **REGEX["RegexMatchStatement"], "TextTransformations": [{"Type": "LOWERCASE"}]
        }},
    ],
)  # fmt: skip
def test_what_is_not_played_is_an_error(statement: Any) -> None:
    """A rule that is passed over would be taken for one that was asked."""
    with pytest.raises(KeyError):
        blocked(acl(rule("a", 1, statement)), FINE)
