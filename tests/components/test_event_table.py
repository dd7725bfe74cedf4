"""The table of events that are due, and of what became of them."""

import pulumi_aws as aws

from tests._policies import allows, statements
from tests.fakes.recorder import program

ARN = "arn:aws:dynamodb:eu-central-1:111122223333:table/tillstack-local-events"


def test_the_table_is_kept_like_the_ledger_and_forgets_by_itself() -> None:
    """A customer key, recovery of 35 days, no index; what has expired DynamoDB takes away."""
    inputs = program().named("event-table-events").inputs
    assert (inputs["hashKey"], inputs["rangeKey"]) == ("pk", "sk")
    assert {each["type"] for each in inputs["attributes"]} == {"S"}
    assert inputs["ttl"] == {"enabled": True, "attributeName": "expires_at"}
    assert (
        inputs["serverSideEncryption"]["kmsKeyArn"] == (program().named("keys-data").outputs["arn"])
    )
    assert inputs["pointInTimeRecovery"] == {"enabled": True, "recoveryPeriodInDays": 35}
    assert "globalSecondaryIndexes" not in inputs


def test_no_other_table_forgets() -> None:
    """Payments, entries and merchants stay until somebody decides."""
    forgetting = {each.name for each in program().of(aws.dynamodb.Table) if "ttl" in each.inputs}
    assert forgetting == {"event-table-events"}


def test_the_table_is_for_tls_only() -> None:
    """Whoever may do anything is refused without TLS."""
    inputs = program().named("event-table-over-tls").inputs
    assert inputs["resourceArn"] == ARN
    granted = [{"Effect": "Allow", "Action": "*", "Resource": "*"}, *statements(inputs["policy"])]
    for secure, allowed in (("true", True), ("false", False)):
        context = {"aws:SecureTransport": secure}
        assert allows(granted, "dynamodb:Query", ARN, context) is allowed


def test_the_name_is_known_where_it_is_used() -> None:
    """By every function that may do something with it, and as an export."""
    knowing = {
        each.inputs["handler"].split(".")[2]
        for each in program().of(aws.lambda_.Function)
        if each.inputs["environment"]["variables"].get("EVENTS_TABLE") == "tillstack-local-events"
    }
    assert {"accept_payment", "read_payments", "deliver_events", "sweep_events"} <= knowing
    assert not {"receive_webhook", "sweep_payments", "sign_ledger"} & knowing
    assert program().exports["events_table"] == "tillstack-local-events"
