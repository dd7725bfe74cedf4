"""`till dead-letters`, as it is typed."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto import mock_aws

from runtime.wire.queue_message import encode
from tests.fakes.payments import ID
from tests.runtime.adapters.aws import AS_NOBODY
from tests.till.payments.documents import printed
from tests.till.redrive.test_redrive import RedriveStack, accepted
from till.__main__ import main


@pytest.fixture(name="stack")
def _stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedriveStack]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", str(AS_NOBODY["region_name"]))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        stack = RedriveStack(tmp_path)
        stack.hold(accepted(60))
        stack.park(encode(ID))
        yield stack


def letters(stack: RedriveStack, *words: str) -> int:
    """Run the command."""
    return main(["dead-letters", *words, "--outputs", str(stack.outputs)])


def test_what_lies_there_is_listed(stack: RedriveStack, capsys: pytest.CaptureFixture[str]) -> None:
    """With what it would do, and it stays."""
    assert letters(stack, "list", "payments", "--json") == 0
    (letter,) = printed("dead-letters list", capsys)["letters"]
    assert (letter["payment_id"], letter["status"], letter["moved"]) == (ID, "queued", False)
    assert letter["would"]
    assert stack.lying(stack.dead) == [encode(ID)]


def test_one_is_shown_with_its_payment(
    stack: RedriveStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its payment's id or its own; all others are given back."""
    stack.park(encode(f"pay_{'b' * 26}"))
    assert letters(stack, "show", "payments", ID) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"{ID} is queued since 20" in said
    assert "till explain says how it came to be." in said
    assert letters(stack, "show", "payments", ID, "--json") == 0
    (letter,) = printed("dead-letters show", capsys)["letters"]
    assert letters(stack, "show", "payments", letter["message_id"]) == 0
    assert len(stack.lying(stack.dead)) == 2


def test_one_that_is_not_there_is_not_found(
    stack: RedriveStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """3, and what lists them all."""
    assert letters(stack, "show", "payments", "nothing") == 3
    said = capsys.readouterr().err
    assert "`till dead-letters list payments` has all" in said
    assert "somebody else" not in said


def test_one_that_somebody_else_has_may_be_it(
    stack: RedriveStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever looks at letters hides them, so a letter that is not found may be there."""
    list(stack.dead_letters.take(1))
    assert letters(stack, "show", "payments", ID) == 3
    said = capsys.readouterr().err
    assert "1 more are taken by somebody else just now: look again in 2 minutes." in said


def test_a_person_is_shown_and_asked_before_they_move(
    stack: RedriveStack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the word they stay."""
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    assert letters(stack, "redrive", "payments") == 1
    assert "1 would be moved" in " ".join(capsys.readouterr().out.split())
    assert stack.lying(stack.dead) == [encode(ID)]
    monkeypatch.setattr("sys.stdin", io.StringIO("redrive\n"))
    assert letters(stack, "redrive", "payments") == 0
    assert stack.lying(stack.dead) == []
    assert stack.lying(stack.source) == [encode(ID)]


def test_a_script_says_yes(stack: RedriveStack, capsys: pytest.CaptureFixture[str]) -> None:
    """And gets what was moved."""
    assert letters(stack, "redrive", "payments", "--json") == 2
    assert letters(stack, "redrive", "payments", "--yes", "--json") == 0
    (letter,) = printed("dead-letters redrive", capsys)["letters"]
    assert letter["moved"] is True
    assert stack.lying(stack.dead) == []
