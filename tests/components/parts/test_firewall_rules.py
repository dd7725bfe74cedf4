"""The rules of the web ACL, as the program declares them."""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote_plus, unquote_plus

import pulumi_aws as aws
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.parts.firewall_rules import COUNTED, SECRETS
from runtime.domain.card_issuers import BRANDS, HEAD, heads
from tests.fakes.recorder import program

BODY_RULES: Final = re.compile(r"_BODY$|^NoUserAgent_HEADER$")


def rules() -> dict[str, Any]:
    """The firewall's rules by name, in the order in which they are asked."""
    (acl,) = program().of(aws.wafv2.WebAcl)
    return {
        each["name"]: each for each in sorted(acl.inputs["rules"], key=lambda one: one["priority"])
    }


def test_the_managed_groups_block() -> None:
    """Reputation, common, bad inputs and SQL injection (PCI DSS 6.4.2); none counts as a whole."""
    managed = {
        name: rule["statement"]["managedRuleGroupStatement"]
        for name, rule in rules().items()
        if "managedRuleGroupStatement" in rule["statement"]
    }
    assert set(managed) == {
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesSQLiRuleSet",
    }
    assert all(rules()[name]["overrideAction"] == {"none": {}} for name in managed)
    counted = {
        name: [each["name"] for each in group.get("ruleActionOverrides") or ()]
        for name, group in managed.items()
    }
    assert counted == {name: list(group) for name, group in COUNTED.items()}


def test_what_only_counts_judges_bodies_or_the_user_agent() -> None:
    """Paths, query strings, cookies and headers are judged by every rule of AWS's."""
    assert all(BODY_RULES.search(rule) for group in COUNTED.values() for rule in group)


def test_a_body_over_64_kib_is_blocked() -> None:
    """Also one that is longer than what the firewall inspects, which is as much."""
    rule = rules()["body-size"]
    size = rule["statement"]["sizeConstraintStatement"]
    assert rule["action"] == {"block": {}}
    assert (size["comparisonOperator"], size["size"]) == ("GT", 65_536)
    assert size["fieldToMatch"] == {"body": {"oversizeHandling": "MATCH"}}
    (acl,) = program().of(aws.wafv2.WebAcl)
    (inspected,) = acl.inputs["associationConfig"]["requestBodies"]
    assert inspected == {"apiGateway": {"defaultSizeInspectionLimit": "KB_64"}}


def test_one_address_can_t_call_without_end() -> None:
    """The rate rule blocks by address, with the stack's own limit."""
    rule = rules()["rate"]
    assert rule["action"] == {"block": {}}
    assert rule["statement"]["rateBasedStatement"] == {"limit": 20_000, "aggregateKeyType": "IP"}


def test_each_rule_has_its_own_place_is_counted_and_shows_no_request() -> None:
    """Priorities are distinct; samples would keep paths that nothing redacts."""
    assert [each["priority"] for each in rules().values()] == list(range(7))
    for rule in rules().values():
        assert rule["visibilityConfig"]["cloudwatchMetricsEnabled"] is True
        assert rule["visibilityConfig"]["sampledRequestsEnabled"] is False


def test_a_secret_in_a_url_is_blocked_first_and_labelled() -> None:
    """Before any rule that would log it; in the path and in the query string, decoded."""
    rule = next(iter(rules().values()))
    assert rule["name"] == "sensitive-url"
    assert rule["action"] == {"block": {}}
    assert rule["ruleLabels"] == [{"name": "sensitive-url"}]
    statements = [
        each["regexMatchStatement"] for each in rule["statement"]["orStatement"]["statements"]
    ]
    assert {(str(each["fieldToMatch"]), each["regexString"]) for each in statements} == {
        (place, secret)
        for place in ("{'uriPath': {}}", "{'queryString': {}}")
        for secret in SECRETS
    }
    assert all(
        each["textTransformations"] == [{"priority": 0, "type": "URL_DECODE"}]
        for each in statements
    )


def blocked(url: str) -> bool:
    """Whether the rule about secrets matches a URL, as AWS decodes it."""
    return any(re.search(secret, unquote_plus(url)) for secret in SECRETS)


def numbers() -> Iterator[str]:
    """A number of each beginning, at each length, of each issuer."""
    for brand in BRANDS.values():
        for ends in heads(brand):
            for head in ends:
                for length in brand.lengths:
                    yield f"{head:0{HEAD}}{'0' * (length - HEAD)}"


def in_three_groups(number: str) -> bool:
    """Whether cards show a number of this length in three groups."""
    return len(number) in {14, 15}


def test_a_number_of_any_issuer_is_blocked() -> None:
    """At every edge of `card_issuers.py`, in a path, in a query string, in groups."""
    for number in numbers():
        groups = [number[at : at + 4] for at in range(0, len(number), 4)]
        as_shown = [number[:4], number[4:10], number[10:]] if in_three_groups(number) else groups
        for written in (number, *(gap.join(groups) for gap in " -."), " ".join(as_shown)):
            assert blocked(f"/v1/payments/{quote_plus(written)}"), written
            assert blocked(f"reference={quote_plus(written)}&limit=5"), written


@pytest.mark.parametrize(
    "url",
    [
        "/v1/payments/eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.",
        "token=eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.x",
        "key=sk_live_nobody",
        "key=rk_test_nobody",
        "secret=whsec_nobody",
        "client_secret=pi_1_secret_nobody",
    ],
)
def test_a_credential_in_a_url_is_blocked(url: str) -> None:
    """A bearer token, the PSP's keys, a webhook's secret, a client secret."""
    assert blocked(url)


@given(
    seconds=st.integers(978_307_200, 4_102_444_800),
    name=st.from_regex(r"pay_[a-z2-7]{26}", fullmatch=True),
    uuid=st.uuids(version=4),
)
def test_an_honest_url_is_not_blocked(seconds: int, name: str, uuid: object) -> None:
    """Ids of payments, times in any unit, dated order numbers and UUIDs."""
    assert not blocked(f"/v1/payments/{name}/entries")
    for unit in ("", "000", "000000", "000000000"):
        if seconds < 2_000_000_000 or len(unit) < 6:
            assert not blocked(f"created[gte]={seconds}{unit}&starting_after={name}")
    assert not blocked(f"reference=order-{uuid}")
    for honest in ("20261128-000123-4567", "INV-20260926153153", "4006381333931"):
        assert not blocked(f"reference={honest}")


def test_each_expression_is_one_that_the_firewall_takes() -> None:
    """512 characters at the most (AWS WAF quotas), and nothing that looks back or ahead."""
    for secret in SECRETS:
        assert len(secret) <= 512
        assert not re.search(r"\(\?|\\[0-9bBCRKk]", secret)
