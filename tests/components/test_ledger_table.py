"""The two tables and what each function may do with them, and with what they make due."""

import json
import re

import pulumi_aws as aws
import pytest

from tests._policies import allows, grants, role_allows, statements
from tests.fakes.recorder import ACCOUNT, REGION, program, record_program

TABLES = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/tillstack-local"
PAYMENTS = f"{TABLES}-payments"
ENTRIES = f"{TABLES}-entries"
EVENTS = f"{TABLES}-events"
SUFFIX = "20261128t050000z"
ACTIONS = [
    "BatchGetItem",
    "BatchWriteItem",
    "ConditionCheckItem",
    "DeleteItem",
    "GetItem",
    "PutItem",
    "Query",
    "Scan",
    "UpdateItem",
]


def allowed(role: str, arn: str) -> str:
    """What a role may do with a table or index."""
    may = (each for each in ACTIONS if role_allows(program(), role, f"dynamodb:{each}", arn))
    return " ".join(may)


@pytest.mark.parametrize(
    ("handler", "payments", "entries", "indexes"),
    [
        ("accept-payment", "BatchGetItem PutItem", "PutItem", ""),
        ("read-payments", "BatchGetItem GetItem", "Query", "by_day by_reference"),
        ("cancel-payment", "BatchGetItem PutItem", "PutItem", ""),
        ("receive-webhook", "GetItem", "", ""),
        ("process-payment", "BatchGetItem GetItem PutItem UpdateItem", "PutItem Query", ""),
        ("process-dead-letter", "BatchGetItem GetItem PutItem UpdateItem", "PutItem Query", ""),
        ("notify-customer", "BatchGetItem PutItem UpdateItem", "PutItem Query", ""),
        ("sweep-payments", "GetItem", "", "open"),
        ("reconcile-payments", "BatchGetItem GetItem", "Query", "by_day"),
        ("expire-payers", "BatchGetItem GetItem PutItem", "PutItem Query", "by_day"),
        ("sign-ledger", "BatchGetItem", "", "by_day"),
        ("deliver-events", "GetItem", "Query", ""),
        ("sweep-events", "", "", ""),
    ],
)
def test_a_grant_is_exactly_what_its_function_does(
    handler: str, payments: str, entries: str, indexes: str
) -> None:
    """Each function has these actions on these tables and indexes, and no other."""
    role = f"tillstack-local-{handler}"
    places = {
        PAYMENTS: payments,
        ENTRIES: entries,
        **{
            f"{PAYMENTS}/index/{index}": "Query" if index in indexes.split() else ""
            for index in ("open", "by_day", "by_reference")
        },
    }
    assert {arn: allowed(role, arn) for arn in places} == places


def test_who_appends_an_entry_may_make_an_event_due_and_do_nothing_else_with_it() -> None:
    """Both are one transaction; of an erasure by the clock nobody is told.

    Who reads payments reads deliveries too; who delivers moves them; who sweeps looks,
    and writes that a contact was told.
    """
    found = {
        name.removeprefix("tillstack-local-"): may
        for name in (each.inputs["name"] for each in program().of(aws.iam.Role))
        if (may := allowed(name, EVENTS))
    }
    writers = {
        name.removeprefix("tillstack-local-")
        for name in (each.inputs["name"] for each in program().of(aws.iam.Role))
        if "PutItem" in allowed(name, ENTRIES)
    }
    others = {
        "read-payments": "BatchGetItem Query",
        "deliver-events": "DeleteItem GetItem PutItem Query",
        "sweep-events": "GetItem PutItem Query",
    }
    assert len(writers) > 5
    assert found == dict.fromkeys(writers - {"expire-payers"}, "PutItem") | others


@pytest.mark.parametrize(
    ("more", "returned", "allowed"),
    [
        ([], "NONE", True),
        (["status"], "NONE", False),
        (["amount"], "NONE", False),
        (["last_hash"], "NONE", False),
        ([], "ALL_NEW", False),
        ([], "ALL_OLD", False),
    ],
)
def test_the_sweeper_changes_its_own_attributes_alone(
    more: list[str],
    returned: str,
    allowed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """The due date, its shard and the sweeps, found by key and version; nothing comes back."""
    own = ["payment_id", "due_at", "open_shard", "sweeps", "version"]
    asked = {"dynamodb:Attributes": [*own, *more], "dynamodb:ReturnValues": returned}
    role, action = "tillstack-local-sweep-payments", "dynamodb:UpdateItem"
    assert role_allows(program(), role, action, PAYMENTS, asked) is allowed
    assert not role_allows(program(), role, action, ENTRIES, asked)


def test_the_reader_has_no_key_for_writing() -> None:
    """The read API can decrypt rows and encrypt none."""
    granted = grants(program(), "tillstack-local-read-payments")["read-payments"]
    assert granted[-1]["Action"] == ["kms:Decrypt", "kms:DescribeKey"]


@pytest.mark.fault("F54")
@pytest.mark.parametrize(
    "action",
    [
        "UpdateItem",
        "DeleteItem",
        "BatchWriteItem",
        "PartiQLUpdate",
        "PartiQLDelete",
        "PartiQLInsert",
    ],
)
def test_nobody_may_change_an_entry(action: str) -> None:
    """The entries' own policy denies it to everybody, whatever a role allows (reliability: I6)."""
    policy = program().named("ledger-entries-stay")
    assert policy.inputs["resourceArn"] == ENTRIES
    statement, _ = statements(policy.inputs["policy"])
    assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
    everything = {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}
    assert not allows([statement, everything], f"dynamodb:{action}", ENTRIES, {})
    assert allows([statement, everything], "dynamodb:PutItem", ENTRIES, {})


@pytest.mark.parametrize("policy", ["payments-over-tls", "entries-stay"])
def test_a_table_and_its_indexes_are_for_tls_only(policy: str) -> None:
    """DynamoDB listens without TLS too: who may do anything is refused there, reading included."""
    inputs = program().named(f"ledger-{policy}").inputs
    granted = [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        *statements(inputs["policy"]),
    ]
    table = inputs["resourceArn"]
    for place, action in ((table, "GetItem"), (f"{table}/index/open", "Query"), (table, "PutItem")):
        for secure, allowed in (("true", True), ("false", False)):
            context = {"aws:SecureTransport": secure}
            assert allows(granted, f"dynamodb:{action}", place, context) is allowed


@pytest.mark.parametrize("table", ["payments", "entries"])
def test_a_table_is_encrypted_and_recoverable(table: str) -> None:
    """Customer key, and recovery to any second of 35 days."""
    inputs = program().named(f"ledger-{table}").inputs
    assert inputs["serverSideEncryption"] == {
        "enabled": True,
        "kmsKeyArn": program().named("keys-data").outputs["arn"],
    }
    assert inputs["pointInTimeRecovery"] == {"enabled": True, "recoveryPeriodInDays": 35}
    assert inputs["billingMode"] == "PAY_PER_REQUEST"


def test_the_keys_are_those_of_the_ledger() -> None:
    """Payments by id, entries by id and sequence number, three indexes of keys only."""
    payments = program().named("ledger-payments").inputs
    entries = program().named("ledger-entries").inputs
    assert (payments["hashKey"], "rangeKey" in payments) == ("payment_id", False)
    assert (entries["hashKey"], entries["rangeKey"]) == ("payment_id", "seq")
    assert {
        each["name"]: [key["attributeName"] for key in each["keySchemas"]]
        for each in payments["globalSecondaryIndexes"]
        if each["projectionType"] == "KEYS_ONLY"
    } == {
        "open": ["open_shard", "due_at"],
        "by_day": ["day_key", "created_key"],
        "by_reference": ["reference_key", "created_key"],
    }
    numbers = {each["name"] for each in payments["attributes"] if each["type"] == "N"}
    assert numbers == {"open_shard", "due_at"}
    assert {"name": "seq", "type": "N"} in entries["attributes"]


def test_a_suffix_names_both_tables_everywhere() -> None:
    """Tables, environments and grants name the restored tables, and nothing the old ones.

    Merchants and what they are told of are no part of the ledger, and keep their names.
    """
    recording = record_program("local", {"ledgerSuffix": SUFFIX})
    ledger = {f"tillstack-local-{short_name}-{SUFFIX}" for short_name in ("payments", "entries")}
    wanted = {*ledger, "tillstack-local-merchants", "tillstack-local-events"}
    variables = [
        each.inputs["environment"]["variables"] for each in recording.of(aws.lambda_.Function)
    ]
    grants = json.dumps([each.inputs["policy"] for each in recording.of(aws.iam.RolePolicy)])
    assert {each.inputs["name"] for each in recording.of(aws.dynamodb.Table)} == wanted
    assert {
        value for each in variables for name, value in each.items() if "_TABLE" in name
    } == wanted
    assert set(re.findall(r":table/([a-z0-9-]+)", grants)) == wanted
