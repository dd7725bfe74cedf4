"""The operators' commands against the whole stack."""

import json
from pathlib import Path

import pytest

from local.demo.scenarios import SUCCEEDS, request
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from till.__main__ import main

pytestmark = pytest.mark.emulator


def paid(client: MerchantClient, number: int) -> str:
    """The id of a payment that has succeeded, and whose mail was sent."""
    body = request(number, SUCCEEDS, "en", name="Ida")
    payment_id = str(client.pay(body, f"operating-{number}").json()["id"])
    until(lambda: client.payment(payment_id)["notification"]["status"] == "sent", 60)
    return payment_id


def exported(stack: LocalStack, table: str, path: Path) -> str:
    """A table's items as lines of a DynamoDB export."""
    pages = stack.emulator.client("dynamodb").get_paginator("scan").paginate(TableName=table)
    items = [item for page in pages for item in page["Items"]]
    path.write_text("".join(json.dumps({"Item": item}) + "\n" for item in items))
    return str(path)


def test_the_ledger_of_a_running_stack_verifies(
    acme: MerchantClient, stack: LocalStack, tmp_path: Path
) -> None:
    """What was really written passes the offline check, and fails it with one byte changed."""
    payment_id = paid(acme, 601)
    entries = exported(stack, stack.outputs["entries_table"], tmp_path / "entries.jsonl")
    assert main(["verify-ledger", entries]) == 0
    path = Path(entries)
    path.write_text(path.read_text().replace(payment_id, payment_id[:-1] + "7"))
    assert main(["verify-ledger", entries]) == 1


def test_a_dead_letter_is_looked_at_and_then_moved(
    acme: MerchantClient,
    stack: LocalStack,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The notification queue's letter would do nothing any more; with --go it is gone."""
    for name, value in {
        "AWS_ENDPOINT_URL": stack.emulator.endpoint,
        "AWS_ACCESS_KEY_ID": stack.emulator.account_id,
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": stack.emulator.region,
    }.items():
        monkeypatch.setenv(name, value)
    payment_id = paid(acme, 602)
    dead = stack.outputs["notification_dead_letter_url"]
    body = json.dumps({"v": 1, "payment_id": payment_id})
    stack.emulator.client("sqs").send_message(QueueUrl=dead, MessageBody=body)
    outputs = tmp_path / "outputs.json"
    outputs.write_text(json.dumps(stack.outputs))
    command = ["redrive", "notifications", "--outputs", str(outputs)]
    said = []
    for more in ([], [], ["--go"], []):
        assert main([*command, *more]) == 0
        said.append(" ".join(capsys.readouterr().out.split()))
    looked, again, moved, empty = said
    assert f"{payment_id} succeeded nothing" in looked
    assert "1 would be moved" in again
    assert "1 moved." in moved
    assert payment_id not in empty
