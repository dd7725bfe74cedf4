"""Every command of `till` once, against a whole stack, by whoever operates it."""

import json
import time
from collections.abc import Callable, Sequence

import pytest

from docs_gen.till import commands
from local.stack.stack import LocalStack
from runtime.domain.delivery import Lane
from runtime.domain.payment import day_of
from runtime.wire.lane_message import encode_lane
from tests._wait import until
from tests.journey.shell import Shell
from tests.till.engine_events import step, summary, text
from till.__main__ import main

pytestmark = pytest.mark.emulator

SAID = ("--reason", "The merchant agrees.", "--evidence", "TICKET-9")
SHOP = "corner-shop"


def pays(shell: Shell, *more: str) -> str:
    """The id of a payment that has come to rest."""
    paid = shell.stack("pay", "2500", "--email", "till@example.com", *more)
    shell.stack("tail", paid["payment_id"], "--for", "120")
    return str(paid["payment_id"])


def logging(shell: Shell, one: str) -> set[str]:
    """The functions whose lines of a payment are shown."""
    return {line["function"] for line in shell.stack("explain", one, "--logs")["log"]}


def _a_payment_is_made_and_explained(shell: Shell, _: LocalStack) -> None:
    one = pays(shell, "--merchant", "acme", "--reference", "till-1")
    assert shell.stack("get", one)["status"] == "succeeded"
    explained = shell.stack("explain", one, "--logs")
    assert explained["steps"][0]["what"].startswith("Accepted 25.00 EUR for acme")
    # A function's lines come when its invocation is over, which may be after the mail.
    until(lambda: {"accept_payment", "process_payment"} <= logging(shell, one), 60)
    found = shell.stack("list", "--merchant", "acme", "--reference", "till-1")["payments"]
    assert [row["payment_id"] for row in found] == [one]
    assert shell.stack("inbox", "--to", "till@example.com")["mails"]
    assert shell.stack("notify resend", one, "--yes")["mail"] == "due"
    shell.stack("tail", one)
    assert shell.stack("erase", one, "--reason", "TICKET-9", "--yes")["payments"][0]["erased"]


def _a_person_decides(shell: Shell, _: LocalStack) -> None:
    one = pays(shell, "--merchant", "acme", "--method", "pm_local_wrong_amount")
    waiting = shell.stack("review list", "--merchant", "acme")["payments"]
    assert one in {row["payment_id"] for row in waiting}
    assert shell.stack("review resolve", one, "succeeded", *SAID, "--yes")["status"] == "succeeded"


def _dead_letters_are_moved(shell: Shell, stack: LocalStack) -> None:
    one = pays(shell, "--merchant", "acme")
    body = json.dumps({"v": 1, "payment_id": one})
    url = stack.outputs["notification_dead_letter_url"]
    for _ in range(2):
        stack.emulator.client("sqs").send_message(QueueUrl=url, MessageBody=body)
    queue = "notifications"
    assert len(shell.stack("dead-letters list", queue)["letters"]) == 2
    assert shell.stack("dead-letters show", queue, one)["letters"][0]["payment_id"] == one
    assert shell.stack("redrive", queue, "--most", "1", "--go")["letters"][0]["moved"]
    assert shell.stack("dead-letters redrive", queue, "--yes")["letters"][0]["moved"]
    assert shell.stack("dead-letters list", queue)["letters"] == []


def _the_stack_is_looked_at(shell: Shell, _: LocalStack) -> None:
    assert shell.stack("psp status")["state"] == "closed"
    assert shell.stack("health")["gateway"] == "ok"
    # Whether one rings is not this test's business.
    assert shell.stack("alarms", "--all", codes=(0, 1))["alarms"]
    assert shell.stack("slo", codes=(0, 1))["objectives"]


def _the_ledger_is_exported_and_verified(shell: Shell, _: LocalStack) -> None:
    folder = str(shell.folder / "export")
    days = ("--from", "2026-01-01", "--to", "2027-01-01")
    entries, rows = shell.stack("export", *days, "--folder", folder)["files"]
    assert shell("verify-ledger", entries, "--payments", rows)["faults"] == []


def _a_merchant_comes_and_goes(shell: Shell, _: LocalStack) -> None:
    client = str(shell.stack("merchants add", SHOP)["client_id"])
    secrets = shell.folder / "shop.json"
    shell.stack("merchants credentials", SHOP, "--client", client, "--to", str(secrets))
    paid = shell.stack("pay", "700", "--credentials", str(secrets))
    assert shell.stack("get", paid["payment_id"])["merchant"] == SHOP
    shell.stack("merchants limit", SHOP, "--rate", "5", "--burst", "9")
    shell.stack("merchants bodies", SHOP, "--client", client, "--encrypted")
    assert "no signature" in shell.stack("merchants signatures", SHOP, "--client", client)["done"]
    second = shell.stack("merchants rotate", SHOP)["client_id"]
    assert shell.stack("merchants disable", SHOP, "--client", client)["ended"] == [client]
    (shop,) = (each for each in shell.stack("merchants list")["merchants"] if each["name"] == SHOP)
    assert [one["client_id"] for one in shop["clients"] if one["live"]] == [second]
    shell.stack("merchants disable", SHOP)


def _a_merchant_is_told(shell: Shell, stack: LocalStack) -> None:
    name = "told-shop"
    shell.stack("merchants add", name)
    made = shell.stack("merchants webhook set", name, "--url", "https://127.0.0.1:9/hook")
    file = shell.folder / "told-shop.secret"
    shell.stack("merchants webhook secret", name, "--to", str(file))
    assert file.read_text().startswith("whsec_")
    second = shell.stack("merchants webhook rotate", name)["secret_id"]
    shell.stack("merchants webhook end", name, "--secret", made["secret_id"])
    shown = shell.stack("merchants webhook show", name)
    assert [each["id"] for each in shown["secrets"]] == [second]
    event = f"evt_{pays(shell, '--merchant', name).removeprefix('pay_')}_1"
    assert shell.stack("events resend", event)["type"] == "payment.accepted"
    days = ("--from", day_of(int(time.time()) - 86_400), "--to", day_of(int(time.time()) + 86_400))
    assert shell.stack("events replay", name, *days)["events"]["payment.succeeded"] == 1
    told = shell.stack("events list", name)["events"]
    assert event in {each["event_id"] for each in told}
    assert shell.stack("merchants webhook resume", name)["url"] == made["url"]
    stack.emulator.client("sqs").send_message(
        QueueUrl=stack.outputs["event_dead_letter_url"],
        MessageBody=encode_lane(Lane(name, 0)),
        MessageGroupId=f"{name}#0",
        MessageDeduplicationId=event,
    )
    assert shell.stack("redrive", "events", "--go")["letters"][0]["moved"]
    assert shell.stack("merchants webhook off", name)["url"] is None
    shell.stack("merchants disable", name)


def _a_deployer_asks(shell: Shell, _: LocalStack) -> None:
    file = shell.folder / "preview.json"
    file.write_text(text([step("create", "aws:sqs/queue:Queue", "q", None, {}), summary()]))
    assert shell("preview", "--file", str(file))["sections"]
    state = shell.folder / "state.json"
    state.write_text('{"deployment": {"resources": []}}')
    assert shell("cost", "--state", str(state))["services"]
    shell.typed |= {"doctor", "repoint"}
    assert main(["doctor", "--stack", "moon", "--json"]) == 2
    assert main(["repoint", "x", "--file", str(file)]) == 2
    # A restore reaches back to the tables' creation, so it may have to wait for its first seconds.
    shell.typed.add("restore-drill")
    drill = ["restore-drill", *shell.outputs, "--delete", "--json"]
    until(lambda: main(drill) == 0, 60)


PARTS: Sequence[Callable[[Shell, LocalStack], None]] = (
    _a_payment_is_made_and_explained,
    _a_person_decides,
    _dead_letters_are_moved,
    _the_stack_is_looked_at,
    _the_ledger_is_exported_and_verified,
    _a_merchant_comes_and_goes,
    _a_merchant_is_told,
    _a_deployer_asks,
)


def test_every_command_works_on_a_running_stack(shell: Shell, stack: LocalStack) -> None:
    """Each ends as it should and prints a document of its schema; none is left out."""
    for part in PARTS:
        part(shell, stack)
    # The console is a page; tests/till/console types it.
    assert shell.typed == {name for name, _ in commands()} - {"console"}
