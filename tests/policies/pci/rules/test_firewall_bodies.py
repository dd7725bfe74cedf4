"""Rules about long bodies: what each must report, and what it must not."""

from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import WEB_ACL
from policies.pci.rules.firewall_bodies import BODIES_READ
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed


def acl(kilobytes: int | None = 64, action: str = "block", **size: Any) -> Declared:
    """A firewall that reads so much of a body, with one rule on its size."""
    statement = {
        "comparisonOperator": "GT",
        "size": 65_536,
        "fieldToMatch": {"body": {"oversizeHandling": "MATCH"}},
        **size,
    }
    rule = {"statement": {"sizeConstraintStatement": statement}, "action": {action: {}}}
    limit = {"apiGateway": {"defaultSizeInspectionLimit": f"KB_{kilobytes}"}}
    reads = {"associationConfig": {"requestBodies": [limit]}} if kilobytes else {}
    return resource(WEB_ACL, {"rules": [rule], **reads}, "acl")


@pytest.mark.parametrize(
    "fine",
    [
        acl(),
        acl(comparisonOperator="GE"),
        acl(size=8_192),
        acl(16, size=16_384),
        acl(None, size=16_384),
        # Shorter than what is read, nothing is too long to be measured.
        acl(size=8_192, fieldToMatch={"body": {"oversizeHandling": "CONTINUE"}}),
    ],
)
def test_what_is_longer_than_what_is_read_is_blocked(fine: Declared) -> None:
    """At the bound or below it, as AWS reads it or as the firewall says."""
    assert blamed(BODIES_READ, fine) == []


@pytest.mark.parametrize(
    "wrong",
    [
        acl(16),
        acl(None),
        acl(action="count"),
        acl(comparisonOperator="LT"),
        acl(comparisonOperator="EQ"),
        acl(size=65_537),
        acl(size=-1),
        acl(size=None),
        acl(fieldToMatch={"queryString": {}}),
        acl(fieldToMatch={"body": {"oversizeHandling": "NO_MATCH"}}),
        resource(WEB_ACL, {"rules": []}, "acl"),
        resource(WEB_ACL, {}, "acl"),
    ],
)
def test_a_body_whose_end_nobody_reads_is_reported(wrong: Declared) -> None:
    """An attack behind the first kilobytes would pass every group of AWS's."""
    assert blamed(BODIES_READ, wrong) == ["acl"]


def test_an_unknown_gives_no_verdict() -> None:
    """Rule 0.6 asks for it."""
    assert blamed(BODIES_READ, acl(size=UNKNOWN)) == []
