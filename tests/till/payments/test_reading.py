"""What goes wrong when a payment is looked for is one sentence with the next step."""

from collections.abc import Callable

import pytest

from runtime.invocation.http import HttpResponse
from tests.fakes.payments import ID, Harness
from tests.till.gateway import Gateway, canned
from till.payments.reading import PAGE, PAGES

Types = Callable[..., int]
MISSING = f"pay_{'a' * 26}"


@pytest.mark.parametrize("command", ["get", "explain", "tail"])
def test_an_unknown_id_is_not_found(
    types: Types, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """3, and whom to doubt."""
    assert types(command, MISSING) == 3
    said = capsys.readouterr().err
    assert f"The stack knows no payment {MISSING}: look at the id" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("part", [ID[:10], ID.upper(), "acme", ""])
def test_a_part_of_an_id_is_none(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str], part: str
) -> None:
    """2 without a call: the table's key is the whole id, and finding a beginning would scan it."""
    assert types("get", part) == 2
    assert "no whole id" in capsys.readouterr().err
    assert gateway.calls == []


@pytest.mark.parametrize(
    ("answer", "code", "step"),
    [
        (
            canned(403, {"message": "The security token included in the request is expired"}),
            4,
            "sign in",
        ),
        (canned(401, {"code": "token_invalid", "detail": "Sign anew."}), 4, "sign in"),
        (
            canned(403, {"Message": "User: x is not authorized to perform: execute-api:Invoke"}),
            4,
            "docs/till.md has the policy",
        ),
        (canned(503, {"code": "service_unavailable", "detail": "Away."}), 5, "safe to"),
        (canned(504, {"code": "timeout", "detail": "Late."}), 5, "safe to"),
        (canned(502, "<html>"), 5, "safe to"),
    ],
)
def test_who_may_not_or_gets_no_answer_learns_what_next(
    gateway: Gateway,
    types: Types,
    capsys: pytest.CaptureFixture[str],
    answer: HttpResponse,
    code: int,
    step: str,
) -> None:
    """Expired credentials, a missing permission, and a stack that is away are told apart."""
    gateway.canned = [answer]
    assert types("get", ID) == code
    said = capsys.readouterr().err
    assert step in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("command", ["get", "explain"])
def test_a_payment_of_a_future_schema_asks_for_a_newer_command(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """6: nothing of it is guessed."""
    gateway.canned = [canned(200, {"object": "ledger_row", "v": 9, "payment_id": ID})]
    assert types(command, ID) == 6
    assert "schema 9, and this `till` reads up to 2" in capsys.readouterr().err


def test_an_entry_of_a_future_schema_asks_for_a_newer_command(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """Though its row is of today's."""
    gateway.harness.told()
    types("get", ID, "--json")
    row = capsys.readouterr().out
    gateway.canned = [canned(200, row), canned(200, {"data": [{"v": 5}]})]
    assert types("explain", ID) == 6
    assert "schema 5" in capsys.readouterr().err


def test_a_list_ends_after_so_many_pages(gateway: Gateway, types: Types) -> None:
    """Nobody waits for ever, and the cursor goes on."""
    empty = {"object": "list", "url": "/", "has_more": True, "next_cursor": "bQ", "data": []}
    gateway.canned = [canned(200, empty) for _ in range(PAGES + 5)]
    assert types("list") == 0
    assert len(gateway.calls) == PAGES
    assert f"limit={min(PAGE, 20)}" in gateway.calls[-1][1]


def test_nobody_answers(types: Types, tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    """5: there is nothing at the address."""
    del tmp_path
    harness = Harness()
    harness.told()
    assert types("get", ID, given="/nowhere/outputs.json") == 2
    assert "/nowhere/outputs.json" in capsys.readouterr().err
