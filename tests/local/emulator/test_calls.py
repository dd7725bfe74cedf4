"""What is kept of the calls that pass."""

import os
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from local.emulator._calls import Kept, Used, call_of, used, wanted_items
from local.emulator.emulator import Emulator

KEY = {"id": {"S": "1"}}


def test_nothing_is_kept_before_somebody_counts() -> None:
    """And a new beginning forgets what was."""
    kept = Kept()
    kept.note("calls", {"operation": "A"})
    assert (kept.on, kept.told()) == (False, b'{"calls": [], "invocations": []}')
    kept.begin()
    kept.note("calls", {"operation": "B"})
    assert b'"B"' in kept.told()
    kept.begin()
    assert kept.told() == b'{"calls": [], "invocations": []}'


def test_a_request_to_the_gateway_is_named_by_its_path() -> None:
    """Whoever sends it: its own token is no signature of AWS's."""
    scope = {
        "method": "POST",
        "path": "/restapis/a/live/_user_request_/v1/payments",
        "headers": [(b"authorization", b"Bearer x")],
    }
    found = call_of(scope, b"{}")
    assert (found["service"], found["operation"]) == ("apigateway", "POST /v1/payments")


@pytest.mark.parametrize(
    ("operation", "request_", "wanted"),
    [
        ("GetItem", {"TableName": "t", "Key": KEY}, [("t", "GetItem", KEY)]),
        ("PutItem", {"TableName": "t", "Item": KEY}, [("t", "PutItem", KEY)]),
        (
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {"TableName": "t", "Item": KEY}},
                    {"Update": {"TableName": "u", "Key": KEY}},
                ]
            },
            [("t", "Put", KEY), ("u", "Update", KEY)],
        ),
        ("BatchGetItem", {"RequestItems": {"t": {"Keys": [KEY]}}}, [("t", "BatchGetItem", KEY)]),
        ("Query", {"TableName": "t"}, []),
    ],
)
def test_each_item_that_a_call_names_is_looked_at(
    operation: str, request_: dict[str, Any], wanted: list[Any]
) -> None:
    """A query names none: it is told by its answer."""
    assert list(wanted_items({"operation": operation, "request": request_})) == wanted


@pytest.mark.emulator
def test_items_are_told_before_and_after(emulator: Emulator) -> None:
    """Of writes and reads, and of what a query found."""
    client = emulator.client("dynamodb")
    client.create_table(
        TableName="told",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    emulator.keep_calls()
    one = {**KEY, "text": {"S": "one"}}
    client.put_item(TableName="told", Item=one)
    client.update_item(
        TableName="told",
        Key=KEY,
        UpdateExpression="SET more = :more",
        ExpressionAttributeValues={":more": {"N": "2"}},
    )
    client.query(
        TableName="told",
        KeyConditionExpression="id = :id",
        ExpressionAttributeValues={":id": KEY["id"]},
    )
    both = {**one, "more": {"N": "2"}}
    found = [each for each in emulator.calls()["calls"] if each["items"]]
    assert [each["operation"] for each in found] == ["PutItem", "UpdateItem", "Query"]
    states = [(each["items"][0]["before"], each["items"][0].get("after")) for each in found]
    assert states == [(None, one), (one, both), (both, None)]
    assert {(each["service"], each["caller"], each["status"]) for each in found} == {
        ("dynamodb", "", 200)
    }


def test_a_process_that_has_ended_has_used_nothing() -> None:
    """A function's worker may be taken away while it is called, and another may take its place."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert used(SimpleNamespace(_proc=None)) == used(SimpleNamespace(_proc=gone)) == Used()
    assert Used(7, 2.5).since(Used(7, 2.0)) == 0.5
    assert Used(7, 2.5).since(Used(8, 2.0)) == Used().since(Used(8, 2.0)) == 0


def test_a_process_that_lives_is_measured() -> None:
    """By its own times."""
    mine = used(SimpleNamespace(_proc=SimpleNamespace(pid=os.getpid())))
    assert mine.pid == os.getpid()
    assert mine.seconds > 0
