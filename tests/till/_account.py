"""An account, as moto plays it, that holds what a drill looks at."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any, Final

import boto3
from moto.dynamodb.models import dynamodb_backends

from runtime.adapters.dynamodb_entries import commit_item
from tests.fakes.payments import ID, Harness
from tests.runtime.adapters.aws import (
    AS_NOBODY,
    ENTRIES,
    PAYMENTS,
    REGION,
    create_tables,
    dynamodb,
    put_row,
)

FUNCTIONS: Final = {
    "reconcile_payments": "tillstack-test-reconcile-payments",
    "notify_customer": "tillstack-test-notify-customer",
}

ACCOUNT: Final = "123456789012"
"""Moto's."""

HOUR: Final = 3600
"""Seconds that recovery has been on when a test begins."""


def client(service: str) -> Any:
    """A client of moto's account."""
    return boto3.client(service, **AS_NOBODY)  # type: ignore[call-overload] # chosen at run time


def populate(harness: Harness, psp_url: str = "http://127.0.0.1:1", key: str = "sk_test_x") -> None:
    """Both tables with `harness`'s payment, recovery on, and two functions that use them."""
    create_tables(dynamodb())
    for table in (PAYMENTS, ENTRIES):
        dynamodb().update_continuous_backups(
            TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )
        held = dynamodb_backends[ACCOUNT][REGION].tables[table].continuous_backups
        held["PointInTimeRecoveryDescription"]["EarliestRestorableDateTime"] -= HOUR
    write(harness)
    secret = client("secretsmanager").create_secret(Name="tillstack-test-psp", SecretString=key)
    psp = {"PSP_API_BASE": psp_url, "PSP_SECRET_ARN": secret["ARN"], "LIVEMODE": "false"}
    _function("reconcile_payments", {"PAYMENTS_TABLE": PAYMENTS, **psp}, [PAYMENTS])
    both = {"PAYMENTS_TABLE": PAYMENTS, "ENTRIES_TABLE": ENTRIES}
    _function("notify_customer", both, [PAYMENTS, ENTRIES])


def write(harness: Harness) -> None:
    """The payment as it is in `harness` now."""
    if ID in harness.ledger.rows:
        put_row(dynamodb(), harness.row())
        for entry in harness.ledger.lines[ID]:
            dynamodb().put_item(TableName=ENTRIES, Item=commit_item([entry]))


def _function(handler: str, variables: Mapping[str, str], tables: list[str]) -> None:
    iam, functions, name = client("iam"), client("lambda"), FUNCTIONS[handler]
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
    role = iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{**trust, "Action": "sts:AssumeRole"}]}
        ),
    )["Role"]
    arns = [f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}" for table in tables]
    allow = {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": arns}
    iam.put_role_policy(
        RoleName=name,
        PolicyName=f"{handler}-ledger",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allow]}),
    )
    queries = io.BytesIO()
    with zipfile.ZipFile(queries, "w") as file:
        file.writestr("main.py", "")
    functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Role=role["Arn"],
        Handler="main.handler",
        Code={"ZipFile": queries.getvalue()},
        Environment={"Variables": dict(variables)},
        Publish=True,
    )
    functions.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
