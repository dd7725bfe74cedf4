"""Redriving as an operator does it: look first, then go."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from runtime.domain.payment import Payment, payment_id
from runtime.domain.redrive import Effect
from runtime.wire.queue_message import encode
from tests.fakes import FakeClock
from tests.fakes.payments import ID, Harness
from tests.fakes.ses_event import ADDRESS, bounce
from tests.runtime.adapters.aws import (
    AS_NOBODY,
    ENTRIES,
    PAYMENTS,
    create_tables,
    dynamodb,
    put_row,
)
from tests.till.redrive.test_dead_letters import Queues
from till.__main__ import main
from till.redrive._dead_letters import DeadLetter
from till.redrive.redrive import report
from till.redrive.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEK = 7 * 86_400


class RedriveStack(Queues):
    """Tables, queues and the file that names them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(boto3.client("sqs", **AS_NOBODY))
        self.outputs = folder / "outputs.json"
        create_tables(dynamodb())
        ends = {
            f"{prefix}_{which}_url": url
            for prefix in ("payment", "notification", "email_event", "event")
            for which, url in (("queue", self.source), ("dead_letter", self.dead))
        }
        tables = {"payments_table": PAYMENTS, "entries_table": ENTRIES, "merchants_table": "m"}
        told = {**tables, "gateway_url": "https://api.example.com", "roots_bucket": "r"}
        merchants = {"user_pool_id": "p", "token_url": "https://example.com/token"}
        events = {"events_table": "e", "webhook_key_arn": "k", "functions": {}}
        self.outputs.write_text(json.dumps({**told, **merchants, **ends, **events}))

    def hold(self, payment: Payment) -> None:
        """Write a row."""
        put_row(dynamodb(), payment)

    def redrive(self, *more: str, queue: str = "payments") -> int:
        """Run the command."""
        return main(["redrive", queue, "--outputs", str(self.outputs), *more])


@pytest.fixture(name="stack")
def _stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Iterator[RedriveStack]":
    monkeypatch.setenv("AWS_DEFAULT_REGION", str(AS_NOBODY["region_name"]))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield RedriveStack(tmp_path)


def accepted(ago: int) -> Payment:
    """A queued payment of so many seconds ago."""
    return Harness(clock=FakeClock(int(time.time()) - ago)).accepted()


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    """The output with its white space evened out."""
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(("ago", "effect"), [(60, Effect.CHARGE), (WEEK, Effect.FAIL_FOR_WINDOW)])
def test_a_dry_run_says_what_would_happen_and_changes_nothing(
    stack: RedriveStack, capsys: pytest.CaptureFixture[str], ago: int, effect: Effect
) -> None:
    """F28: what was charged a day ago at the latest would fail a week later, not be charged."""
    stack.hold(accepted(ago))
    stack.park(encode(ID))
    assert stack.redrive() == 0
    said = printed(capsys)
    assert f"{ID} queued {effect}" in said
    assert "1 would be moved: nothing was changed" in said
    assert stack.lying(stack.dead) == [encode(ID)]
    assert stack.lying(stack.source) == []


def test_go_moves_what_can_be_read_and_leaves_the_rest(
    stack: RedriveStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each readable letter is in the source once; the other lies where it lay."""
    stack.hold(accepted(60))
    unknown = payment_id("nobody", "key")
    stack.park("{}", encode(ID), encode(unknown))
    assert stack.redrive("--go") == 0
    said = printed(capsys)
    assert "2 moved." in said
    assert "1 can't be read" in said
    assert f"{unknown} unknown nothing" in said
    assert sorted(stack.lying(stack.source)) == sorted([encode(ID), encode(unknown)])
    assert stack.lying(stack.dead) == ["{}"]


def test_the_mails_letters_are_forecast_as_mails(
    stack: RedriveStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """The notification queue's letters ask for a mail, and for nothing else."""
    harness = Harness(clock=FakeClock(int(time.time()) - 60))
    stack.hold(harness.succeeded())
    stack.park(encode(ID))
    assert stack.redrive(queue="notifications") == 0
    assert f"{ID} succeeded mail" in printed(capsys)


def test_what_ses_said_is_moved_as_it_is_and_never_shown(
    stack: RedriveStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """The letter holds the payer's address; a person sees whose mail it is about."""
    payment = Harness(clock=FakeClock(int(time.time()) - 60)).told()
    stack.hold(payment)
    event = bounce(notification=payment.notification.id or "", message="ses-1")
    stack.park(event, "{}")
    assert stack.redrive("--go", queue="email-events") == 0
    answer = capsys.readouterr()
    said = " ".join(answer.out.split())
    assert f"{ID} succeeded {Effect.MARK_MAIL}" in said
    assert "1 moved." in said
    assert "1 can't be read" in said
    assert ADDRESS not in answer.out + answer.err
    assert stack.lying(stack.source) == [event]
    assert stack.lying(stack.dead) == ["{}"]


def test_letters_that_are_being_processed_are_told_of(
    stack: RedriveStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty list is no proof that there are none."""
    stack.park(encode(ID))
    list(stack.dead_letters.take(1))
    assert stack.redrive() == 0
    assert "1 more are taken by somebody else" in printed(capsys)


def test_a_ledger_that_cant_be_read_is_one_sentence_and_nothing_is_moved(
    stack: RedriveStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """The letters go back."""
    stack.park(encode(ID))
    dynamodb().delete_table(TableName=PAYMENTS)
    assert stack.redrive("--go") == 3
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert stack.lying(stack.dead) == [encode(ID)]
    assert stack.lying(stack.source) == []


def test_the_oldest_letter_comes_first() -> None:
    """Its age is in days, from when its message was first sent."""
    dead_letters = [DeadLetter(f"m{age}", -age * 86_400, ID, "r", "") for age in (1, 3, 2)]
    section = report([Seen(each, None, Effect.NOTHING) for each in dead_letters], 0, 0, go=False)
    assert [row[0] for row in section.rows] == ["3.0", "2.0", "1.0"]
