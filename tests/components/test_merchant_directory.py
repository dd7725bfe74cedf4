"""The directory: who reads it, and that no function writes it."""

import json

import pulumi_aws as aws

from runtime.adapters.dynamodb_directory import FULL_AT, KEY
from tests._policies import allows
from tests.fakes.recorder import program

TABLE = "tillstack-local-merchants"
ARN = f"arn:aws:dynamodb:eu-central-1:111122223333:table/{TABLE}"


def grants() -> dict[str, set[str]]:
    """Role → what it may do with the table."""
    found: dict[str, set[str]] = {}
    for each in program().of(aws.iam.RolePolicy):
        for statement in json.loads(each.inputs["policy"])["Statement"]:
            if ARN in statement["Resource"]:
                found.setdefault(each.inputs["role"], set()).update(statement["Action"])
    return found


def test_the_table_is_kept_like_the_ledger() -> None:
    """A customer key, recovery of 35 days, and one key: a client's or a merchant's id."""
    (table,) = [each for each in program().of(aws.dynamodb.Table) if each.inputs["name"] == TABLE]
    assert table.inputs["hashKey"] == "id"
    assert table.inputs["serverSideEncryption"]["kmsKeyArn"]
    assert table.inputs["pointInTimeRecovery"] == {"enabled": True, "recoveryPeriodInDays": 35}


def test_the_table_is_for_tls_only() -> None:
    """Whoever may do anything is refused without TLS, reading included."""
    inputs = program().named("directory-over-tls").inputs
    assert inputs["resourceArn"] == ARN
    granted = [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        *json.loads(inputs["policy"])["Statement"],
    ]
    for secure, allowed in (("true", True), ("false", False)):
        context = {"aws:SecureTransport": secure}
        assert allows(granted, "dynamodb:GetItem", ARN, context) is allowed


def test_who_answers_merchants_looks_up_and_who_goes_through_days_lists() -> None:
    """Nobody else reads it."""
    callers = ("accept-payment", "cancel-payment", "read-payments")
    look = {"dynamodb:GetItem", "dynamodb:UpdateItem"}
    assert grants() == {
        **{f"tillstack-local-{each}": look for each in callers},
        "tillstack-local-deliver-events": {"dynamodb:GetItem"},
        "tillstack-local-expire-payers": {"dynamodb:Scan"},
        "tillstack-local-operate-payments": {"dynamodb:Scan"},
        "tillstack-local-reconcile-payments": {"dynamodb:Scan"},
        "tillstack-local-sign-ledger": {"dynamodb:Scan"},
        "tillstack-local-sweep-events": {"dynamodb:Scan"},
    }


def test_a_function_may_move_a_bucket_and_can_let_nobody_in() -> None:
    """Its update may name a merchant's key and its bucket, and no other attribute."""
    conditions = [
        statement.get("Condition")
        for each in program().of(aws.iam.RolePolicy)
        for statement in json.loads(each.inputs["policy"])["Statement"]
        if ARN in statement["Resource"] and "dynamodb:UpdateItem" in statement["Action"]
    ]
    assert conditions == 3 * [
        {"ForAllValues:StringEquals": {"dynamodb:Attributes": [KEY, FULL_AT]}}
    ]


def test_functions_know_the_table_by_its_name() -> None:
    """Whoever may read it, and no other."""
    knowing = {
        each.inputs["name"]
        for each in program().of(aws.lambda_.Function)
        if each.inputs["environment"]["variables"].get("MERCHANTS_TABLE") == TABLE
    }
    assert knowing == grants().keys()
    assert program().exports["merchants_table"] == TABLE
