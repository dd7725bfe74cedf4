"""`till erase`, as it is typed."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.domain.erasure import held_by
from runtime.domain.payment import Status
from tests.fakes.payments import ID
from tests.till.gateway import Gateway
from tests.till.lib.test_input import GIVEN
from till.__main__ import main

Types = Callable[..., int]
MISSING = f"pay_{'a' * 26}"


@pytest.fixture(name="types")
def _types(gateway: Gateway, tmp_path: Path) -> Types:
    outputs = tmp_path / "outputs.json"
    outputs.write_text(json.dumps({**GIVEN, "gateway_url": gateway.url}))

    def types(*words: str, reason: str = "TICKET-1", given: str = str(outputs)) -> int:
        return main(["erase", *words, "--reason", reason, "--outputs", given])

    return types


def test_what_goes_is_shown_and_then_gone(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """With `--yes` nobody is asked; twice is told, and is no mistake."""
    gateway.harness.told()
    assert types(ID, ID, "--yes") == 0
    said = capsys.readouterr().out
    assert "customer, payment_method, email_masked, locale" in said
    assert f"{ID}: erased" in said
    assert "backups hold every state for 35 days" in said
    assert held_by(gateway.harness.row()) == []
    written = len(gateway.harness.ledger.changes)
    assert types(ID, "--yes") == 0
    assert "nothing: it is erased already" in capsys.readouterr().out
    assert len(gateway.harness.ledger.changes) == written


@pytest.mark.parametrize(("typed", "code"), [("erase\n", 0), ("yes\n", 1), ("", 1)])
def test_a_person_is_asked_first(
    gateway: Gateway, types: Types, monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    """Only the whole word erases; the end of the input is no word."""
    before = gateway.harness.told()
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert types(ID) == code
    assert (gateway.harness.row() == before) is bool(code)
    assert [method for method, *_ in gateway.calls] == ["GET", "POST"][: 2 - code]


@pytest.mark.parametrize("status", [Status.QUEUED, Status.REQUIRES_REVIEW])
def test_one_that_is_not_final_stops_all(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str], status: Status
) -> None:
    """It says what to do, and nothing is written."""
    before = gateway.harness.in_status(status)
    assert types(ID, "--yes") == 1
    said = capsys.readouterr()
    assert "not final: cancel it, resolve it, or wait" in said.out
    assert said.err == "Nothing was erased: take these ids out, or do what is said of them.\n"
    assert gateway.harness.row() == before


def test_one_that_is_missing_stops_all(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the API's words."""
    before = gateway.harness.told()
    assert types(ID, MISSING, "--yes") == 1
    assert "404 resource_missing" in capsys.readouterr().out
    assert gateway.harness.row() == before


def test_what_is_refused_at_last_is_told(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reason that holds a card: the API alone looks for those."""
    gateway.harness.told()
    assert types(ID, "--yes", reason="card 4242 4242 4242 4242") == 1
    said = capsys.readouterr()
    assert said.err == f"{ID}: 400 card_data_not_accepted: The ledger never holds card data.\n"


@pytest.mark.parametrize(
    ("payment", "reason", "sentence"),
    [
        ("pay_1", "TICKET-1", "'pay_1' is no id of a payment: pay_ and 26 characters"),
        (ID, "", "at least 1 character"),
        (ID, "for jane@example.com", "no e-mail address"),
    ],
)
def test_bad_input_is_one_sentence_and_no_call(
    gateway: Gateway,
    types: Types,
    capsys: pytest.CaptureFixture[str],
    payment: str,
    reason: str,
    sentence: str,
) -> None:
    """Exit code 2; the address is not repeated."""
    assert types(payment, "--yes", reason=reason) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "jane" not in said
    assert gateway.calls == []


def test_who_gives_the_outputs_by_a_pipe_can_not_be_asked(
    gateway: Gateway,
    types: Types,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The sentence says what to do."""
    outputs = json.dumps({**GIVEN, "gateway_url": gateway.url})
    monkeypatch.setattr("sys.stdin", io.StringIO(outputs))
    assert types(ID, given="-") == 2
    assert "say --yes" in capsys.readouterr().err
    assert gateway.calls == []
    monkeypatch.setattr("sys.stdin", io.StringIO(outputs))
    gateway.harness.told()
    assert types(ID, "--yes", given="-") == 0
