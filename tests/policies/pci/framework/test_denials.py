"""A Deny that counts really denies: tried on requests, by IAM's own logic of conditions."""

import itertools
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.actions import _GLOBAL_KEYS
from policies.pci.framework.tokens import BUCKET, QUEUE, REST_API, TOPIC
from policies.pci.rules.bucket_policies import S3_TLS_ONLY
from policies.pci.rules.gateway_documents import POLICY_NOT_OPEN
from policies.pci.rules.queues import SQS_TLS_ONLY
from policies.pci.rules.topics import SNS_TLS_ONLY
from policy_proof import iam_oracle
from policy_proof.resources import resource
from tests.policies.case import said

OURS, THEIRS = "111122223333", "444455556666"
ROLE = f"arn:aws:iam::{OURS}:role/worker"
PINNED = {"region": "eu-central-1", "allowedAccountIds": json.dumps([OURS])}
TLS = {"Bool": {"aws:SecureTransport": "false"}}
KEYS = sorted(_GLOBAL_KEYS - {"aws:securetransport"})

OPERATORS = (
    *(f"String{each}" for each in ("Equals", "NotEquals", "EqualsIgnoreCase",
                                   "NotEqualsIgnoreCase", "Like", "NotLike")),
    *(f"Numeric{each}" for each in ("Equals", "NotEquals", "LessThan", "LessThanEquals",
                                    "GreaterThan", "GreaterThanEquals")),
    *(f"Date{each}" for each in ("Equals", "NotEquals", "LessThan", "LessThanEquals",
                                 "GreaterThan", "GreaterThanEquals")),
    *(f"Arn{each}" for each in ("Equals", "NotEquals", "Like", "NotLike")),
    "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "Null",
)  # fmt: skip
"""IAM: "IAM JSON policy elements: Condition operators"."""
SETS = ("", "ForAllValues:", "ForAnyValue:")
WRITTEN = tuple(
    f"{before}{operator}{after}"
    for before, operator, after in itertools.product(SETS, OPERATORS, ("", "IfExists"))
    if operator != "Null" or not (before or after)
)


REQUESTS = [
    {"aws:securetransport": ["false"], **more}
    for more in (
        {},
        {key: ["something"] for key in KEYS},
        {key: ["1", "true"] for key in KEYS},
        {"aws:sourceip": ["203.0.113.7"], "aws:principalaccount": [THEIRS]},
    )
]
PEOPLE = (ROLE, f"arn:aws:iam::{THEIRS}:role/thief", "anonymous")


def denied(statement: Mapping[str, Any], who: str, what: str, context: Mapping[str, Any]) -> bool:
    """IAM's evaluation of one Deny: everything in it must hold."""
    account = who.split(":")[4] if who.startswith("arn:") else ""
    names = {who, account, f"arn:aws:iam::{account}:root", "*"}
    return (
        statement["Effect"] == "Deny"
        and iam_oracle.about_who(statement, {("AWS", each) for each in names})
        and iam_oracle.about_which(statement, what)
        and iam_oracle.holds(statement, context)
    )


def denies_all(statement: Mapping[str, Any], what: str) -> bool:
    """Whether nobody gets through in clear text."""
    return all(denied(statement, who, what, context) for who in PEOPLE for context in REQUESTS)


KINDS = {
    QUEUE: (SQS_TLS_ONLY, {"name": "jobs"}, f"arn:aws:sqs:eu-central-1:{OURS}:jobs", "sqs:*"),
    TOPIC: (SNS_TLS_ONLY, {"name": "jobs"}, f"arn:aws:sns:eu-central-1:{OURS}:jobs", "sns:Publish"),
    BUCKET: (S3_TLS_ONLY, {"bucket": "jobs"}, "arn:aws:s3:::jobs", "s3:*"),
}


def accepted(kind: str, statement: Mapping[str, Any], *, known: bool = True) -> bool:
    """Whether the rule is content with a thing that has this statement for its Deny."""
    rule, inputs, arn, _ = KINDS[kind]
    statements = [statement]
    if kind == BUCKET:
        newer = {"NumericLessThan": {"s3:TlsVersion": "1.2"}}
        sound = {**deny(kind), "Condition": newer}
        halves = [arn, f"{arn}/*"]
        statements = [{**({} if "NotResource" in statement else {"Resource": halves}),
                       **statement}, sound]  # fmt: skip
    one: Declared = resource(
        kind,
        {**inputs, "policy": json.dumps({"Version": "2012-10-17", "Statement": statements})},
        outputs={"arn": arn} if known else None,
    )
    return said(rule, one, provider=PINNED) == []


def deny(kind: str) -> dict[str, Any]:
    """The Deny that the rule asks for."""
    arn, action = KINDS[kind][2:]
    resources = [arn, f"{arn}/*"] if kind == BUCKET else arn
    return {
        "Effect": "Deny", "Principal": "*", "Action": action, "Resource": resources,
        "Condition": TLS,
    }  # fmt: skip


PRINCIPALS: tuple[Mapping[str, Any], ...] = (
    {"Principal": "*"},
    {"Principal": {"AWS": "*"}},
    {"Principal": {"AWS": []}},
    {"Principal": {}},
    {"Principal": {"AWS": ROLE}},
    {"Principal": {"AWS": f"arn:aws:iam::{OURS}:role/made-up"}},
    {"Principal": {"AWS": [ROLE, OURS]}},
    {"Principal": {"Service": "*"}},
    {"Principal": {"Federated": "*"}},
    {"Principal": {"CanonicalUser": "*"}},
    {"NotPrincipal": "*"},
    {"NotPrincipal": {"AWS": "*"}},
    {"NotPrincipal": {"AWS": ROLE}},
    {"NotPrincipal": {"AWS": f"arn:aws:iam::{THEIRS}:role/thief"}},
)


def places(kind: str) -> Iterator[Mapping[str, Any]]:
    """Resources: this one, others of its name, others, and all but this one."""
    arn = KINDS[kind][2]
    for text in (
        arn,
        arn.replace(OURS, THEIRS),
        arn.replace("eu-central-1", "us-east-1"),
        arn.replace(":jobs", ":other"),
        arn.replace("sqs", "sns") if kind == QUEUE else arn.replace("sns", "sqs"),
        arn.replace("arn:aws", "x:aws"),
        f"{arn}-more",
        f"arn:aws:s3:::more-{arn}",
        "jobs",
    ):
        resources = [text, f"{text}/*"] if kind == BUCKET else text
        yield {"Resource": resources}
        yield {"NotResource": resources}
    yield {"Resource": "*"}
    yield {"NotResource": "*"}
    yield {"Resource": []}


def variants(kind: str) -> Iterator[dict[str, Any]]:
    """Every principal with every resource, and every operator with every key."""
    for who, what in itertools.product(PRINCIPALS, places(kind)):
        base = {key: value for key, value in deny(kind).items()
                if key not in {"Principal", "Resource"}}  # fmt: skip
        yield {**base, **who, **what}


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_a_deny_that_counts_denies_everybody(kind: str, known: bool) -> None:  # noqa: FBT001 - a parameter
    """Whoever is named and whatever is: it is accepted only if no request gets through."""
    arn = KINDS[kind][2]
    what = f"{arn}/object" if kind == BUCKET else arn
    every = list(variants(kind))
    wrongly = [
        each for each in every if accepted(kind, each, known=known) and not denies_all(each, what)
    ]
    assert wrongly == []
    assert accepted(kind, deny(kind), known=known)
    assert accepted(kind, {**deny(kind), "Resource": "*", "Principal": {"AWS": "*"}}, known=known)


@pytest.mark.parametrize("written", WRITTEN)
def test_a_condition_that_counts_holds_without_tls(written: str) -> None:
    """Each operator of IAM on each global key, alone and beside the right condition."""
    arn = KINDS[QUEUE][2]
    for key, value in itertools.product(
        ("aws:SecureTransport", "aws:PrincipalArn", "aws:SourceIp", "aws:MultiFactorAuthAge",
         "aws:CurrentTime", "aws:PrincipalIsAWSService"),
        ("false", "true", [], ["true", "false"], "*", "0", "203.0.113.0/24"),
    ):  # fmt: skip
        for condition in ({written: {key: value}}, {**TLS, written: {key: value}}):
            one = {**deny(QUEUE), "Condition": condition}
            if accepted(QUEUE, one):
                assert denies_all(one, arn), condition


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("principal", [*PRINCIPALS[:2], *PRINCIPALS[-4:-1]], ids=json.dumps)
def test_a_deny_that_closes_an_api_denies_the_internet(
    written: str, principal: Mapping[str, Any]
) -> None:
    """Beside an Allow for everybody: who comes from elsewhere has no key of ours, or another."""
    strangers: tuple[dict[str, list[str]], ...] = (
        {"aws:sourceip": ["203.0.113.7"]},
        {"aws:sourceip": ["203.0.113.7"], "aws:principalaccount": [THEIRS]},
        {"aws:sourceip": ["203.0.113.7"], "aws:sourcevpce": ["vpce-theirs"]},
    )
    anybody = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*",
    }
    for key, value in (
        ("aws:SourceVpce", "vpce-ours"),
        ("aws:SourceIp", "198.51.100.0/24"),
        ("aws:PrincipalAccount", OURS),
        ("aws:SourceVpce", ["vpce-ours", "*"]),
        ("aws:SourceVpce", []),
    ):
        one = {**anybody, **principal, "Effect": "Deny", "Condition": {written: {key: value}}}
        one = {k: v for k, v in one.items() if k != "Principal" or "Principal" in principal}
        document = json.dumps({"Statement": [anybody, one]})
        if said(POLICY_NOT_OPEN, resource(REST_API, {"policy": document})) == []:
            assert all(
                denied(one, "anonymous", "execute-api:/*", context) for context in strangers
            ), one
