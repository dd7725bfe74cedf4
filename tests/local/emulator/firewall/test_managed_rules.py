"""AWS's managed rules by the examples that AWS publishes, and honest requests beside them."""

from dataclasses import replace
from typing import Any, Final

import pytest

from components.parts.firewall_rules import COUNTED
from local.emulator.firewall.asked import Asked
from local.emulator.firewall.managed_rules import RULES, blocking

COMMON: Final = "AWSManagedRulesCommonRuleSet"
BAD: Final = "AWSManagedRulesKnownBadInputsRuleSet"
SQL: Final = "AWSManagedRulesSQLiRuleSet"
HONEST: Final = Asked(
    "POST",
    "/v1/payments",
    "reference=order-7+and+8&limit=10",
    {"user-agent": "shop/1.0", "cookie": "", "content-type": "application/json"},
    b'{"description": "Select one or 2 of O\'Neill\'s shirts; -- union rate"}',
)
HARMFUL: Final[dict[str, dict[str, dict[str, Any]]]] = {
    COMMON: {
        "NoUserAgent_HEADER": {"headers": {}},
        "UserAgent_BadBots_HEADER": {"headers": {"user-agent": "Nmap Scripting Engine"}},
        "SizeRestrictions_QUERYSTRING": {"query": "a" * 2_049},
        "SizeRestrictions_Cookie_HEADER": {"headers": {"user-agent": "x", "cookie": "a" * 10_241}},
        "SizeRestrictions_BODY": {"body": b"a" * 8_193},
        "SizeRestrictions_URIPATH": {"path": "/" + "a" * 1_024},
        "EC2MetaDataSSRF_BODY": {"body": b"http://169.254.169.254/latest"},
        "EC2MetaDataSSRF_COOKIE": {"headers": {"user-agent": "x", "cookie": "169.254.169.254"}},
        "EC2MetaDataSSRF_URIPATH": {"path": "/169.254.169.254/latest"},
        "EC2MetaDataSSRF_QUERYARGUMENTS": {"query": "u=169.254.169.254"},
        "GenericLFI_QUERYARGUMENTS": {"query": "f=..%2F..%2Fetc"},
        "GenericLFI_URIPATH": {"path": "/v1/..%2f..%2fetc"},
        "GenericLFI_BODY": {"body": b"../../etc"},
        "RestrictedExtensions_URIPATH": {"path": "/payments.ini"},
        "RestrictedExtensions_QUERYARGUMENTS": {"query": "f=a.log"},
        "GenericRFI_QUERYARGUMENTS": {"query": "u=http://203.0.113.7/x"},
        "GenericRFI_BODY": {"body": b"ftp://203.0.113.7/x"},
        "GenericRFI_URIPATH": {"path": "/http://203.0.113.7/x"},
        "CrossSiteScripting_COOKIE": {
            "headers": {"user-agent": "x", "cookie": "<script>alert(1)</script>"}
        },
        "CrossSiteScripting_QUERYARGUMENTS": {"query": "q=%3Cscript%3Ealert(1)"},
        "CrossSiteScripting_BODY": {"body": b"<img src=x onerror=alert(1)>"},
        "CrossSiteScripting_URIPATH": {"path": "/%3Cscript%3E"},
    },
    BAD: {
        "JavaDeserializationRCE_HEADER": {"headers": {"x": "(java.lang.Runtime).getRuntime()"}},
        "JavaDeserializationRCE_BODY": {"body": b"(java.lang.Runtime).getRuntime()"},
        "JavaDeserializationRCE_URIPATH": {"path": "/(java.lang.Runtime)"},
        "JavaDeserializationRCE_QUERYSTRING": {"query": "q=(java.lang.Runtime)"},
        "PROPFIND_METHOD": {"method": "PROPFIND"},
        "ExploitablePaths_URIPATH": {"path": "/WEB-INF/web.xml"},
        "Log4JRCE_HEADER": {"headers": {"x": "${jndi:ldap://example.com/}"}},
        "Log4JRCE_QUERYSTRING": {"query": "q=%24%7Bjndi:ldap"},
        "Log4JRCE_BODY": {"body": b"${jndi:ldap://example.com/}"},
        "Log4JRCE_URIPATH": {"path": "/${jndi:ldap"},
    },
    SQL: {
        "SQLi_QUERYARGUMENTS": {"query": "reference=1'+or+'1'%3D'1"},
        "SQLi_BODY": {"body": b"1; drop table payments"},
        "SQLi_COOKIE": {"headers": {"cookie": "1 union all select 2"}},
        "SQLi_URIPATH": {"path": "/1' or '1'='1"},
        "SQLiExtendedPatterns_QUERYARGUMENTS": {"query": "q=having+1=1"},
        "SQLiExtendedPatterns_BODY": {"body": b"having 1=1"},
    },
}
EACH: Final = [(group, rule) for group, rules in HARMFUL.items() for rule in rules]


def test_every_rule_has_an_example() -> None:
    """No rule is played that was never seen to block; every group of ours is written down."""
    assert {group: set(rules) for group, rules in HARMFUL.items()} == {
        group: set(rules) for group, rules in RULES.items() if rules
    }
    assert set(RULES) == set(COUNTED)


@pytest.mark.parametrize(("group", "rule"), EACH)
def test_a_rule_blocks_its_example_unless_it_only_counts(group: str, rule: str) -> None:
    """By its own name; among the ones that count it lets through."""
    asked = replace(HONEST, **HARMFUL[group][rule])
    assert blocking(group, frozenset(), asked) == rule
    assert blocking(group, frozenset({rule}), asked) != rule


@pytest.mark.parametrize("group", RULES)
def test_an_honest_payment_is_let_through(group: str) -> None:
    """Words of SQL's in a sentence, a quote in a name, a reference with blanks."""
    assert blocking(group, frozenset(), HONEST) == ""


def test_what_only_counts_here_is_known() -> None:
    """A rule that our firewall counts and nobody plays would be a promise without a test."""
    assert {rule for rules in COUNTED.values() for rule in rules} <= {rule for _, rule in EACH}


def test_a_group_that_nobody_wrote_down_is_an_error() -> None:
    """It would let through what AWS blocks."""
    with pytest.raises(KeyError, match="Linux"):
        blocking("AWSManagedRulesLinuxRuleSet", frozenset(), HONEST)
