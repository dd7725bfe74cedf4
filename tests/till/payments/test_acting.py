"""`till review` and `till notify`, as they are typed."""

import io
from collections.abc import Callable

import pytest

from runtime.domain.payment import Status
from tests.fakes.payments import ID, REF
from tests.till.gateway import Gateway, canned
from tests.till.payments.documents import printed

Types = Callable[..., int]
SAID = ("--reason", "The merchant agrees.", "--evidence", "TICKET-1")


def resolve(types: Types, *more: str, resolution: str = "succeeded") -> int:
    """The command with its reason and evidence."""
    return types("review", "resolve", ID, resolution, *SAID, *more)


def test_what_waits_for_a_person_is_listed(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what is wrong with it; of one merchant where one is named."""
    gateway.harness.parked()
    assert types("review", "list", "--merchant", "acme", "--json") == 0
    (row,) = printed("review list", capsys)["payments"]
    assert (row["payment_id"], row["error"]["code"]) == (ID, "verification_timeout")
    assert types("review", "list", "--merchant", "other") == 0
    assert "0 found" in capsys.readouterr().out


def test_a_person_sees_the_story_and_then_decides(
    gateway: Gateway,
    types: Types,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The word is the resolution itself; reason and evidence stand in the ledger."""
    gateway.harness.parked()
    gateway.harness.psp.take(REF)
    monkeypatch.setattr("sys.stdin", io.StringIO("succeeded\n"))
    assert resolve(types) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "A person must decide; the provider's record could not be read in time" in said
    assert f"{ID} becomes succeeded for ever, and its payer is told so." in said
    assert "Resolved; the payer's mail is on its way." in said
    entry = gateway.harness.ledger.lines[ID][-1]
    assert (entry.data["reason"], entry.data["evidence"]) == ("The merchant agrees.", "TICKET-1")


def test_who_does_not_agree_changes_nothing(
    gateway: Gateway, types: Types, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1, and no call that writes."""
    before = gateway.harness.parked()
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    assert resolve(types) == 1
    assert gateway.harness.row() == before
    assert {method for method, *_ in gateway.calls} == {"GET"}


def test_a_word_against_the_providers_record_is_refused(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """1, in the API's words."""
    before = gateway.harness.parked()
    assert resolve(types, "--yes") == 1
    said = capsys.readouterr().err
    assert "409 resolution_contradicted" in said
    assert "Nothing was changed." in said
    assert gateway.harness.row() == before


def test_what_is_in_no_review_is_not_resolved(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says where the payment stands."""
    gateway.harness.told()
    assert resolve(types, "--yes") == 1
    assert f"{ID} is succeeded, so there is nothing to resolve." in capsys.readouterr().err


def test_a_reason_that_holds_an_address_is_misuse(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """The parameter is named, and the address is not repeated."""
    gateway.harness.parked()
    reason = ("--reason", "for jane@example.com", "--evidence", "T", "--yes")
    assert types("review", "resolve", ID, "failed", *reason) == 2
    said = capsys.readouterr().err
    assert said.startswith("reason: ")
    assert "jane" not in said


@pytest.mark.parametrize("answer", [{"proposed": True}, None])
def test_a_proposal_waits_for_a_second_person(
    gateway: Gateway,
    types: Types,
    capsys: pytest.CaptureFixture[str],
    answer: dict[str, object] | None,
) -> None:
    """Where a stack asks for four eyes it answers 202, with its row or without."""
    gateway.harness.parked()
    assert types("get", ID, "--json") == 0
    row = capsys.readouterr().out
    proposed = canned(202, row if answer is None else answer)
    gateway.canned = [canned(200, row), proposed]
    assert resolve(types, "--yes", "--json") == 0
    document = printed("review resolve", capsys)
    assert (document["answered"], document["status"]) == (202, Status.REQUIRES_REVIEW)
    assert "until a second person says the same" in document["said"]


def test_a_mail_leaves_once_more(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """To whom, only as far as anybody may see."""
    gateway.harness.told()
    assert types("notify", "resend", ID, "--yes", "--json") == 0
    document = printed("notify resend", capsys)
    assert (document["answered"], document["mail"]) == (202, "due")


def test_a_mail_is_asked_for_first(
    gateway: Gateway,
    types: Types,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What it is about and whom it reaches."""
    gateway.harness.told()
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert types("notify", "resend", ID) == 1
    said = capsys.readouterr().out
    assert f"The mail about {ID} (succeeded) is sent." in said
    assert "once more, to j…@…" in said


def test_a_mail_that_is_under_way_is_not_sent_again(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """1, in the API's words."""
    gateway.harness.accepted()
    assert types("notify", "resend", ID, "--yes") == 1
    assert "409 notification_not_resendable" in capsys.readouterr().err


def test_a_program_must_say_yes(gateway: Gateway, types: Types) -> None:
    """2: nobody can be asked."""
    before = gateway.harness.parked()
    assert resolve(types, "--json") == 2
    assert gateway.harness.row() == before
