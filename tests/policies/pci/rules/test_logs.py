"""Rules about log groups: what each must report, and what it must not."""

import json
from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.rule import Rule
from policies.pci.framework.tokens import FUNCTION, KEY, LOG_GROUP, LOG_RESOURCE_POLICY
from policies.pci.rules.logs import (
    LAMBDA_LOG_GROUP,
    LOGS_CMK,
    LOGS_NO_SKIP_DESTROY,
    LOGS_RESOURCE_POLICY,
    LOGS_RETENTION,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but, said

KMS = resource(KEY, {}, "key")
INPUTS = {"name": "/aws/lambda/f", "kmsKeyId": UNKNOWN, "retentionInDays": 365}
GROUP = resource(LOG_GROUP, INPUTS, "group", made_of={"kmsKeyId": [KMS]})
FUNC = resource(
    FUNCTION,
    {"name": "f", "loggingConfig": {"logFormat": "JSON", "logGroup": "/aws/lambda/f"}},
    "f",
)
RULES = (LAMBDA_LOG_GROUP, LOGS_CMK, LOGS_RETENTION, LOGS_NO_SKIP_DESTROY)


@pytest.mark.parametrize(
    "fine",
    [
        FUNC,
        but(FUNC, loggingConfig={"logFormat": "JSON"}),
        resource(
            FUNCTION,
            {"loggingConfig": {"logFormat": "JSON", "logGroup": UNKNOWN}},
            "f",
            made_of={"loggingConfig": [GROUP]},
        ),
    ],
)
def test_a_managed_group_is_fine(fine: Declared) -> None:
    """Named, by Lambda's own convention, or by an edge."""
    assert said(RULES, fine, GROUP, KMS) == []
    assert said(RULES, fine, but(GROUP, retentionInDays=3653, logGroupClass="STANDARD"), KMS) == []


@pytest.mark.parametrize(
    "wrong",
    [
        but(FUNC, loggingConfig={"logFormat": "JSON", "logGroup": "elsewhere"}),
        but(FUNC, name="g", loggingConfig={"logFormat": "JSON"}),
        but(FUNC, name=None, loggingConfig={"logFormat": "JSON"}),
        but(FUNC, loggingConfig={"logFormat": "Text", "logGroup": "/aws/lambda/f"}),
        but(FUNC, loggingConfig=None),
    ],
)
def test_a_group_that_lambda_makes_by_itself_is_reported(wrong: Declared) -> None:
    """Such a group has no key and is kept for ever; text lines can't be searched."""
    assert blamed(LAMBDA_LOG_GROUP, wrong, GROUP) == ["f"]


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        (LOGS_CMK, {"kmsKeyId": None}),
        (LOGS_CMK, {"kmsKeyId": ""}),
        (LOGS_RETENTION, {"retentionInDays": None}),
        (LOGS_RETENTION, {"retentionInDays": 0}),
        (LOGS_RETENTION, {"retentionInDays": 180}),
        (LOGS_RETENTION, {"retentionInDays": [365]}),
        (LOGS_NO_SKIP_DESTROY, {"skipDestroy": True}),
        (LOGS_NO_SKIP_DESTROY, {"logGroupClass": "INFREQUENT_ACCESS"}),
    ],
)
def test_a_weak_group_is_reported_by_its_rule_alone(rule: Rule, wrong: dict[str, Any]) -> None:
    """Without our key, for less than a year, for ever, left behind, or not to be watched."""
    found = said(RULES, but(GROUP, **wrong), FUNC, KMS)
    assert {(name, who) for name, who, _ in found} == {(rule.name, "group")}


def test_a_key_of_nowhere_is_reported() -> None:
    """Made of no key of this stack."""
    elsewhere = "arn:aws:kms:eu-central-1:111122223333:key/elsewhere"
    stranger = resource(LOG_GROUP, {**INPUTS, "kmsKeyId": elsewhere}, "group")
    assert blamed(LOGS_CMK, stranger, KMS) == ["group"]


def test_an_audit_group_may_stay_and_for_ever_may_be_allowed() -> None:
    """Each by the configuration."""
    kept = but(GROUP, skipDestroy=True, retentionInDays=0)
    assert blamed(LOGS_NO_SKIP_DESTROY, kept, config={"audit": ["/aws/lambda/*"]}) == []
    assert blamed(LOGS_RETENTION, kept, config={"allowNever": True}) == []


def policy(statement: dict[str, Any], **more: Any) -> Declared:
    """A resource policy with this one statement, changed by `more`."""
    document = {"Version": "2012-10-17", "Statement": [{**statement, **more}]}
    return resource(LOG_RESOURCE_POLICY, {"policyDocument": json.dumps(document)}, "policy")


SERVICE = {
    "Effect": "Allow",
    "Principal": {"Service": "delivery.logs.amazonaws.com"},
    "Action": ["logs:PutLogEvents"],
    "Resource": "arn:aws:logs:eu-central-1:111122223333:log-group:audit:*",
    "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
}


def test_a_service_that_writes_for_us_is_fine() -> None:
    """Also as an object, or as a refusal of everybody."""
    assert blamed(LOGS_RESOURCE_POLICY, policy(SERVICE)) == []
    document = {"statement": {key.lower(): value for key, value in SERVICE.items()}}
    as_object = resource(LOG_RESOURCE_POLICY, {"policyDocument": document}, "policy")
    assert blamed(LOGS_RESOURCE_POLICY, as_object) == []
    refusal = {"Effect": "Deny", "Principal": "*", "Action": "logs:*", "Resource": "*"}
    assert blamed(LOGS_RESOURCE_POLICY, policy(refusal)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"Condition": {}},
        {"Condition": {"StringLike": {"aws:SourceArn": "*"}}},
        {"Condition": {"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}},
        {"Principal": "*"},
        {"Principal": {"AWS": "444455556666"}},
        {"Action": "logs:*"},
        {"Effect": "Perhaps"},
    ],
)
def test_an_open_resource_policy_is_reported(wrong: dict[str, Any]) -> None:
    """For anybody, on anybody's behalf, for everything, or not to be read."""
    assert blamed(LOGS_RESOURCE_POLICY, policy(SERVICE, **wrong)) == ["policy"]


@pytest.mark.parametrize(
    ("level", "found"),
    [("TRACE", []), ("INFO", []), ("WARN", ["f"]), ("ERROR", ["f"]), ("FATAL", ["f"])],
)
def test_a_function_says_what_it_does(level: str, found: list[str]) -> None:
    """Above INFO, who did what is not written down."""
    told = {"logFormat": "JSON", "applicationLogLevel": level}
    assert blamed(LAMBDA_LOG_GROUP, but(FUNC, loggingConfig=told), GROUP, KMS) == found


def test_logs_are_kept_for_ten_years_at_most() -> None:
    """CloudWatch takes no more, so that a larger number is a mistake."""
    assert blamed(LOGS_RETENTION, but(GROUP, retentionInDays=3653)) == []
    assert blamed(LOGS_RETENTION, but(GROUP, retentionInDays=3654)) == ["group"]
