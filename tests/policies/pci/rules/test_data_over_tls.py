"""Rules about what also listens without TLS: what each must report, and what it must not."""

import json
from typing import Any, Final

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.rule import Rule
from policies.pci.framework.tokens import SECRET, SECRET_POLICY, TABLE, TABLE_RESOURCE_POLICY
from policies.pci.rules.data_over_tls import DYNAMODB_TLS_ONLY, SECRET_TLS_ONLY
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

HOME: Final = "eu-central-1:111122223333"
TABLE_ARN: Final = f"arn:aws:dynamodb:{HOME}:table/rows"
SECRET_ARN: Final = f"arn:aws:secretsmanager:{HOME}:secret:word-AbCdEf"
ROWS: Final = resource(TABLE, {"name": "rows", "arn": TABLE_ARN}, "rows")
INDEXED: Final = but(ROWS, globalSecondaryIndexes=[{"name": "open", "hashKey": "at"}])
WORD: Final = resource(SECRET, {"name": "word", "arn": SECRET_ARN}, "word")
KINDS: Final = [
    (DYNAMODB_TLS_ONLY, ROWS, TABLE_RESOURCE_POLICY, "resourceArn", "dynamodb:*"),
    (SECRET_TLS_ONLY, WORD, SECRET_POLICY, "secretArn", "secretsmanager:*"),
]
Kind = tuple[Rule, Declared, str, str, str]


def guard(kind: Kind, **more: Any) -> Declared:
    """The thing's own policy, which denies all without TLS."""
    _, thing, policy, naming, action = kind
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": thing.inputs["arn"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [{**deny, **more}]})
    made = {naming: thing.inputs["arn"], "policy": document}
    return resource(policy, made, "guard", made_of={naming: [thing]})


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_refused_without_tls_is_fine(kind: Kind) -> None:
    """By the thing's ARN, or by `*`, which is that thing in its own policy."""
    for fine in (guard(kind), guard(kind, Resource="*"), guard(kind, Action="*")):
        assert blamed(kind[0], kind[1], fine) == []


@pytest.mark.parametrize(
    "more",
    [
        {"Effect": "Allow"},
        {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
        {"Principal": {"Service": "lambda.amazonaws.com"}},
        {"Action": ["dynamodb:GetItem", "secretsmanager:GetSecretValue"]},
        {"Resource": "arn:aws:s3:::rows"},
        {"Resource": f"arn:aws:dynamodb:{HOME}:table/others"},
        {"Resource": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:word-AbCdEf"},
        {"Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        {"Condition": {}},
        {"Condition": {"Bool": {"aws:SecureTransport": "false", "aws:ViaAWSService": "false"}}},
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_denial_that_lets_one_past_is_reported(kind: Kind, more: dict[str, Any]) -> None:
    """Another effect, somebody, some actions, another thing, or one condition more."""
    assert blamed(kind[0], kind[1], guard(kind, **more)) == [kind[1].name]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_at_all_is_reported(kind: Kind) -> None:
    """Both services answer without TLS when nobody forbids it."""
    assert blamed(kind[0], kind[1]) == [kind[1].name]


def test_a_table_s_indexes_are_asked_too() -> None:
    """A query of an index is about the index's ARN, which the table's does not cover."""
    kind = KINDS[0]
    both = [TABLE_ARN, f"{TABLE_ARN}/index/*"]
    assert blamed(DYNAMODB_TLS_ONLY, INDEXED, guard(kind)) == ["rows"]
    assert blamed(DYNAMODB_TLS_ONLY, INDEXED, guard(kind, Resource=both)) == []
    assert blamed(DYNAMODB_TLS_ONLY, INDEXED, guard(kind, Resource=f"{TABLE_ARN}*")) == []


def test_a_secret_is_named_by_the_pattern_of_its_ending() -> None:
    """At the first preview nobody knows the six letters that Secrets Manager adds."""
    new = but(WORD, arn=UNKNOWN)
    pattern = f"arn:aws:secretsmanager:{HOME}:secret:word-??????"
    assert blamed(SECRET_TLS_ONLY, new, guard(KINDS[1], Resource=pattern)) == []
    assert blamed(SECRET_TLS_ONLY, new, guard(KINDS[1], Resource="*")) == []
