"""Rules about tables: what each must report, and what it must not."""

import json
from typing import Any

import pytest

from policies.pci.framework.tokens import (
    EVENT_SOURCE_MAPPING,
    KEY,
    TABLE,
    TABLE_REPLICA,
    TABLE_RESOURCE_POLICY,
)
from policies.pci.platform import unresolved
from policies.pci.rules.tables import (
    DYNAMODB_CMK,
    DYNAMODB_DELETION_PROTECTION,
    DYNAMODB_NO_PAN,
    DYNAMODB_PITR,
    DYNAMODB_POLICY_SCOPED,
    DYNAMODB_STREAM,
    RULES,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but, said

DISPOSABLE = {"tillstack:retention": "dispose"}

OURS = "111122223333"
KEY_ARN = f"arn:aws:kms:eu-central-1:{OURS}:key/made-up"
DATA = resource(KEY, {}, "data")
TABLE_ARN = f"arn:aws:dynamodb:eu-central-1:{OURS}:table/entries"
GOOD = resource(
    TABLE,
    {
        "name": "entries",
        "hashKey": "payment_id",
        "attributes": [{"name": "payment_id", "type": "S"}],
        "serverSideEncryption": {"enabled": True, "kmsKeyArn": KEY_ARN},
        "pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": 35},
        "deletionProtectionEnabled": True,
        "replicas": [
            {
                "regionName": "eu-west-1",
                "kmsKeyArn": KEY_ARN,
                "pointInTimeRecovery": True,
                "deletionProtectionEnabled": True,
            }
        ],
    },
    made_of={"serverSideEncryption": [DATA], "replicas": [DATA]},
)
REPLICA = resource(
    TABLE_REPLICA,
    {"kmsKeyArn": KEY_ARN, "pointInTimeRecovery": True, "deletionProtectionEnabled": True},
    made_of={"kmsKeyArn": [DATA]},
)
AWS_KEY = "alias/aws/dynamodb"


@pytest.mark.parametrize("one", [GOOD, REPLICA])
def test_a_table_with_everything_is_fine(one: Any) -> None:
    """A table and a replica of its own, with our key, recovery and protection."""
    assert blamed(list(RULES), one, DATA) == []


@pytest.mark.parametrize(
    "sse",
    [
        None,
        {"enabled": True},
        {"enabled": False, "kmsKeyArn": KEY_ARN},
        {"kmsKeyArn": KEY_ARN},
        {"enabled": True, "kmsKeyArn": AWS_KEY},
        {"enabled": True, "kmsKeyArn": ""},
        {"enabled": True, "kmsKeyArn": {}},
    ],
)
def test_a_table_with_amazons_key_is_reported(sse: Any) -> None:
    """Nothing said, switched on without a key, with AWS's own, or no text at all."""
    assert blamed(DYNAMODB_CMK, but(GOOD, serverSideEncryption=sse), DATA) == ["it"]


def test_the_key_is_of_this_stack() -> None:
    """An unknown one counts when it is a key's; a known one of elsewhere, when it is listed."""
    unknown = {"enabled": True, "kmsKeyArn": UNKNOWN}
    elsewhere = resource(TABLE, {"serverSideEncryption": {"enabled": True, "kmsKeyArn": KEY_ARN}})
    first = resource(
        TABLE, {"serverSideEncryption": unknown}, made_of={"serverSideEncryption": [DATA]}
    )
    assert blamed(DYNAMODB_CMK, first, DATA) == []
    assert blamed(DYNAMODB_CMK, elsewhere, DATA) == ["it"]
    assert blamed(DYNAMODB_CMK, elsewhere, config={"externalArns": [KEY_ARN]}) == []
    nowhere = but(elsewhere, serverSideEncryption=unknown)
    assert blamed(unresolved([DYNAMODB_CMK]), nowhere) == ["it"]
    assert blamed(unresolved([DYNAMODB_CMK]), first, DATA) == []


def test_a_replicas_key_is_of_this_stack() -> None:
    """In the table's own list, and of a replica that is a resource of its own."""
    inline = resource(TABLE, {"replicas": [{"kmsKeyArn": KEY_ARN}]})
    assert "replicas[0].kmsKeyArn is not made of" in str(said(DYNAMODB_CMK, inline))
    assert blamed(DYNAMODB_CMK, resource(TABLE_REPLICA, {"kmsKeyArn": KEY_ARN})) == ["it"]


@pytest.mark.parametrize(
    ("rule", "weak"),
    [
        (DYNAMODB_CMK, {"kmsKeyArn": None}),
        (DYNAMODB_CMK, {"kmsKeyArn": AWS_KEY}),
        (DYNAMODB_PITR, {"pointInTimeRecovery": None}),
        (DYNAMODB_PITR, {"pointInTimeRecovery": False}),
        (DYNAMODB_DELETION_PROTECTION, {"deletionProtectionEnabled": None}),
        (DYNAMODB_DELETION_PROTECTION, {"deletionProtectionEnabled": False}),
    ],
)
def test_a_weak_replica_is_reported(rule: Any, weak: dict[str, Any]) -> None:
    """In the table's own list, and as a resource of its own."""
    inline = {"regionName": "eu-west-1", "kmsKeyArn": KEY_ARN, "pointInTimeRecovery": True}
    inline = {k: v for k, v in {**inline, **weak}.items() if v is not None}
    assert blamed(rule, but(GOOD, replicas=[inline]), DATA) == ["it"]
    assert blamed(rule, but(REPLICA, **weak), DATA) == ["it"]


@pytest.mark.parametrize(
    "weak",
    [
        None,
        {"enabled": False, "recoveryPeriodInDays": 35},
        {"enabled": True, "recoveryPeriodInDays": 34},
        {"enabled": True, "recoveryPeriodInDays": "soon"},
    ],
)
def test_a_table_that_cannot_be_restored_is_reported(weak: Any) -> None:
    """Absent, off, too short; and said once."""
    ((_, name, _),) = said(DYNAMODB_PITR, but(GOOD, pointInTimeRecovery=weak))
    assert name == "it"


def test_unsaid_a_table_goes_back_as_far_as_it_can() -> None:
    """DynamoDB API Reference, `PointInTimeRecoverySpecification`: 35 days, if nobody says less."""
    assert blamed(DYNAMODB_PITR, but(GOOD, pointInTimeRecovery={"enabled": True})) == []


@pytest.mark.parametrize("weak", [None, False, "false", 1])
def test_a_table_can_be_deleted_only_where_the_stack_can(weak: Any) -> None:
    """Disposable data may go, except in a stack that never is."""
    table = but(GOOD, deletionProtectionEnabled=weak)
    prod = resource(TABLE, {}, stack="prod")
    assert blamed(DYNAMODB_DELETION_PROTECTION, table) == ["it"]
    assert blamed(DYNAMODB_DELETION_PROTECTION, table, settings=DISPOSABLE) == []
    assert blamed(DYNAMODB_DELETION_PROTECTION, prod, settings=DISPOSABLE) == ["it"]


STREAMED = but(GOOD, streamEnabled=True, streamViewType="NEW_AND_OLD_IMAGES")
READER = resource(
    EVENT_SOURCE_MAPPING, {"eventSourceArn": UNKNOWN}, "reader", made_of={"eventSourceArn": [GOOD]}
)


def test_a_listed_table_is_streamed_to_a_function() -> None:
    """Both images, and somebody reads them; other tables are not asked."""
    listed = {"tables": ["entries"]}
    assert blamed(DYNAMODB_STREAM, GOOD) == []
    assert blamed(DYNAMODB_STREAM, STREAMED, READER, config=listed) == []
    assert blamed(DYNAMODB_STREAM, STREAMED, config=listed) == ["it"]
    assert blamed(DYNAMODB_STREAM, STREAMED, but(READER, enabled=False), config=listed) == ["it"]
    for weak in ({"streamViewType": "KEYS_ONLY"}, {"streamEnabled": None}):
        assert blamed(DYNAMODB_STREAM, but(STREAMED, **weak), READER, config=listed) == ["it"]
    assert len(blamed(DYNAMODB_STREAM, but(STREAMED, name="renamed"), config=listed)) == 1


def policy(**statement: Any) -> Any:
    """A policy on the table, of one statement."""
    whole = {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": TABLE_ARN, **statement}
    return resource(TABLE_RESOURCE_POLICY, {"policy": json.dumps({"Statement": whole})})


FINE: list[dict[str, Any]] = [
    {"Principal": {"AWS": f"arn:aws:iam::{OURS}:role/reader"}},
    {"Effect": "Deny", "Principal": "*", "Action": "dynamodb:*"},
    {"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalAccount": OURS}}},
    {
        "Principal": {"Service": "redshift.amazonaws.com"},
        "Condition": {"StringEquals": {"aws:SourceAccount": OURS}},
    },
]
WRONG: list[dict[str, Any]] = [
    {"Principal": "*"},
    {"principal": {"AWS": ["*"]}},
    {"NotPrincipal": {"AWS": OURS}},
    {"Principal": {"AWS": OURS}, "Action": "dynamodb:*"},
    {"Principal": {"Service": "redshift.amazonaws.com"}},
    {"Principal": "*", "Condition": {"StringLike": {"aws:PrincipalAccount": "*"}}},
]


@pytest.mark.parametrize("statement", FINE)
def test_a_policy_for_ourselves_is_fine(statement: dict[str, Any]) -> None:
    """Named, denied, or bound to our account."""
    assert blamed(DYNAMODB_POLICY_SCOPED, policy(**statement)) == []


@pytest.mark.parametrize("statement", WRONG)
def test_a_policy_for_everybody_is_reported(statement: dict[str, Any]) -> None:
    """Everybody, every action, a service on anybody's behalf."""
    assert blamed(DYNAMODB_POLICY_SCOPED, policy(**statement)) == ["it"]


def test_a_policy_that_is_no_policy_is_reported() -> None:
    """A document that IAM can't read is judged by nobody."""
    assert blamed(DYNAMODB_POLICY_SCOPED, but(policy(), policy="{")) == ["it"]


@pytest.mark.parametrize("name", ["pan", "cardNumber", "payer_card_number", "CVV2", "theTrackData"])
def test_card_data_by_name_is_reported(name: str) -> None:
    """As an attribute, a key of an index, or a projection."""
    indexes: list[dict[str, Any]] = [
        {"hashKey": name}, {"keySchemas": [{"attributeName": name}]}, {"nonKeyAttributes": [name]},
    ]  # fmt: skip
    assert blamed(DYNAMODB_NO_PAN, but(GOOD, attributes=[{"name": name}])) == ["it"]
    for each in indexes:
        assert blamed(DYNAMODB_NO_PAN, but(GOOD, globalSecondaryIndexes=[each])) == ["it"]


@pytest.mark.parametrize("name", ["company", "spans", "shipping", "tracking_number", "payment_id"])
def test_a_word_that_holds_another_is_no_card_data(name: str) -> None:
    """Words count, not letters."""
    assert blamed(DYNAMODB_NO_PAN, but(GOOD, attributes=[{"name": name}])) == []


def test_a_policy_may_not_lock_its_author_out() -> None:
    """DynamoDB would refuse it, unless it is told not to."""
    open_ = policy(Principal={"AWS": f"arn:aws:iam::{OURS}:role/reader"})
    assert blamed(DYNAMODB_POLICY_SCOPED, but(open_, confirmRemoveSelfResourceAccess=True)) == [
        open_.name
    ]
    assert blamed(DYNAMODB_POLICY_SCOPED, but(open_, confirmRemoveSelfResourceAccess=False)) == []
