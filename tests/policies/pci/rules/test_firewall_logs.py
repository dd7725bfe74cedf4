"""Rules about a firewall's log: what each must report, and what it must not."""

from dataclasses import replace
from typing import Any, Final

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import BUCKET, LOG_GROUP, WEB_ACL, WEB_ACL_LOGGING
from policies.pci.rules.firewall_logs import LOGGING, NO_CREDENTIALS
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

HEADERS: Final = ["authorization", "cookie"]
ACL: Final = resource(WEB_ACL, {"name": "acl"}, "acl", outputs={"arn": "arn:aws:wafv2:acl/1"})
GROUP: Final = resource(LOG_GROUP, {"name": "aws-waf-logs-one"}, "group")


def logging(to: Any = (UNKNOWN,), of: Any = (ACL,), into: Any = (GROUP,), **more: Any) -> Declared:
    """A log of the firewall."""
    return resource(
        WEB_ACL_LOGGING,
        {"resourceArn": UNKNOWN, "logDestinationConfigs": list(to), **more},
        "log",
        made_of={"resourceArn": of, "logDestinationConfigs": into},
    )


def test_every_request_is_logged() -> None:
    """To a group or a bucket of the stack, named by edge or text, or to one that is listed."""
    bucket = resource(BUCKET, {"bucket": "logs"}, "bucket")
    text = "arn:aws:logs:eu-central-1:111122223333:log-group:aws-waf-logs-one"
    foreign = "arn:aws:s3:::aws-waf-logs-theirs"
    by_arn = but(logging(of=()), resourceArn="arn:aws:wafv2:acl/1")
    keeping = {"defaultBehavior": "KEEP", "filters": [{"behavior": "KEEP"}]}
    for fine in (logging(), logging([text], into=()), by_arn, logging(loggingFilter=keeping)):
        assert blamed(LOGGING, ACL, GROUP, fine) == []
    assert blamed(LOGGING, ACL, bucket, logging(into=[bucket])) == []
    listed = {"externalArns": [foreign]}
    assert blamed(LOGGING, ACL, logging([foreign], into=()), config=listed) == []
    assert blamed(LOGGING, ACL, logging([foreign], into=())) == ["log"]


def test_a_firewall_without_a_log_is_reported() -> None:
    """None, another's, or one that goes nowhere."""
    other = resource(WEB_ACL, {"name": "other"}, "other")
    assert blamed(LOGGING, ACL) == ["acl"]
    assert blamed(LOGGING, ACL, GROUP, logging([])) == ["acl"]
    assert blamed(LOGGING, ACL, GROUP, but(logging(), logDestinationConfigs=None)) == ["acl"]
    assert blamed(LOGGING, ACL, other, GROUP, logging(of=[other])) == ["acl"]


def test_a_log_that_drops_by_default_is_reported() -> None:
    """Whatever its filters keep."""
    wanted = {"defaultBehavior": "DROP", "filters": [{"behavior": "KEEP"}]}
    assert blamed(LOGGING, ACL, GROUP, logging(loggingFilter=wanted)) == ["log"]


def dropping(*conditions: dict[str, Any]) -> Declared:
    """A log whose filter drops what meets these conditions."""
    filters = [{"behavior": "KEEP"}, {"behavior": "DROP", "conditions": list(conditions)}]
    return logging(loggingFilter={"defaultBehavior": "KEEP", "filters": filters})


def labelled(name: str) -> dict[str, Any]:
    """A condition of a filter."""
    label = f"awswaf:111122223333:webacl:acl:{name}"
    return {"labelNameCondition": {"labelName": label}}


def labelling(*names: str, action: str = "block") -> dict[str, Any]:
    """A rule that gives labels."""
    return {"action": {action: {}}, "ruleLabels": [{"name": each} for each in names]}


def test_what_a_rule_blocks_may_be_dropped_by_its_label() -> None:
    """It has done nothing, and its URL may hold what a log must not."""
    acl = but(ACL, rules=[labelling("secret"), labelling("other", action="count")])
    assert blamed(LOGGING, acl, GROUP, dropping(labelled("secret"))) == []


@pytest.mark.parametrize(
    ("rules", "conditions"),
    [
        ([], []),
        ([], [labelled("secret")]),
        ([labelling("secret")], []),
        ([labelling("secret")], [{"actionCondition": {"action": "ALLOW"}}]),
        ([labelling("secret")], [labelled("secret"), labelled("other")]),
        (
            [labelling("secret")],
            [labelled("secret"), {"actionCondition": {"action": "ALLOW"}}],
        ),
        ([labelling("secret", action="count")], [labelled("secret")]),
        ([labelling("secret"), labelling("secret", action="count")], [labelled("secret")]),
    ],
)
def test_a_log_that_drops_anything_else_is_reported(
    rules: list[dict[str, Any]], conditions: list[dict[str, Any]]
) -> None:
    """By nothing, by an action, by a label that is nobody's, or that a request may pass with."""
    assert blamed(LOGGING, but(ACL, rules=rules), GROUP, dropping(*conditions)) == ["acl"]


def redacting(*names: str, fields: tuple[str, ...] = ("uriPath", "queryString")) -> Declared:
    """A log without these headers and fields."""
    headers = [{"singleHeader": {"name": each}} for each in names]
    return logging(redactedFields=[*headers, *({each: {}} for each in fields)])


def hiding(
    keys: Any = HEADERS,
    kind: str = "SINGLE_HEADER",
    action: str = "HASH",
    fields: tuple[str, ...] = ("QUERY_STRING", "BODY"),
) -> Declared:
    """A firewall whose every output is without these headers and fields."""
    hidden = [
        {"field": {"fieldType": kind, "fieldKeys": keys}, "action": action},
        *({"field": {"fieldType": each}, "action": action} for each in fields),
    ]
    return but(ACL, dataProtectionConfig={"dataProtections": hidden})


def test_credentials_are_hidden() -> None:
    """In the log and in the samples, in whatever case."""
    assert blamed(NO_CREDENTIALS, hiding(), redacting("Authorization", "Cookie", "x")) == []
    assert blamed(NO_CREDENTIALS, hiding(action="SUBSTITUTION"), redacting(*HEADERS)) == []


@pytest.mark.parametrize(
    "broken",
    [
        ACL,
        hiding(["cookie"]),
        hiding(kind="SINGLE_COOKIE"),
        hiding(action="LOOK"),
        hiding("authorization"),
        logging(),
        redacting(),
        redacting("authorization"),
        logging(redactedFields=[{"method": {}}, {"uriPath": {}}]),
        redacting(*HEADERS, fields=("uriPath",)),
        redacting(*HEADERS, fields=("queryString",)),
        hiding(fields=("BODY",)),
        hiding(fields=("QUERY_STRING",)),
        logging(redactedFields="all"),
    ],
)
def test_credentials_in_sight_are_reported(broken: Declared) -> None:
    """Nothing hidden, one of two, another kind of field, no action, an odd shape."""
    assert blamed(NO_CREDENTIALS, broken) == [broken.name]


def test_what_the_firewall_hides_its_log_hides_too() -> None:
    """A header that is ours alone, of this firewall and of no other."""
    acl = hiding([*HEADERS, "Shop-Signature"])
    assert blamed(NO_CREDENTIALS, acl, redacting(*HEADERS, "shop-signature")) == []
    assert blamed(NO_CREDENTIALS, acl, redacting(*HEADERS)) == ["log"]
    other = but(redacting(*HEADERS), resourceArn="arn:aws:wafv2:acl/2")
    assert blamed(NO_CREDENTIALS, acl, replace(other, property_dependencies={})) == []


def test_an_unknown_redaction_gives_no_verdict() -> None:
    """Rule 0.6 reports it."""
    assert blamed(NO_CREDENTIALS, logging(redactedFields=UNKNOWN)) == []


@pytest.mark.parametrize("which", ["excludeRateBasedDetails", "excludeRuleMatchDetails"])
def test_a_header_that_is_shown_in_details_is_reported(which: str) -> None:
    """Hidden in the request and shown beside it, it is not hidden."""
    hidden = {
        "action": "SUBSTITUTION",
        "field": {"fieldType": "SINGLE_HEADER", "fieldKeys": HEADERS},
    }
    for value, found in ((True, ["acl"]), (False, [])):
        whole = (
            {"action": "HASH", "field": {"fieldType": each}} for each in ("QUERY_STRING", "BODY")
        )
        protections = [{**hidden, which: value}, *whole]
        one = but(ACL, dataProtectionConfig={"dataProtections": protections})
        assert blamed(NO_CREDENTIALS, one) == found
