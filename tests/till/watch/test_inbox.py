"""`till inbox`, as it is typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.invocation.http import HttpResponse
from tests.till.gateway import Gateway, canned
from tests.till.lib.test_input import GIVEN
from tests.till.payments.documents import printed
from till.__main__ import main

Types = Callable[..., int]


def mail(to: str, subject: str) -> dict[str, object]:
    """One mail, as the emulator keeps it."""
    return {"To": [to], "Subject": subject, "BodyText": "Thank you.", "More": 1}


@pytest.mark.usefixtures("services")
def test_mails_of_a_local_stack_are_read(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """The latest, and of one payer where an address is given."""
    kept = [mail("a@example.com", "One"), mail("b@example.com", "Two")]
    answer = canned(200, {"messages": {"111122223333": kept}})
    gateway.canned = [answer] * 3
    assert types("inbox", "--json") == 0
    found = printed("inbox", capsys)["mails"]
    assert [each["subject"] for each in found] == ["One", "Two"]
    assert types("inbox", "--to", "a@", "--json") == 0
    assert [each["to"] for each in printed("inbox", capsys)["mails"]] == [["a@example.com"]]
    assert types("inbox", "--most", "1") == 0
    said = capsys.readouterr().out
    assert ("Two" in said, "One" in said, "To: b@example.com" in said) == (True, False, True)
    assert gateway.calls[-1][1] == "/_ministack/ses/messages"


@pytest.mark.usefixtures("services")
def test_an_empty_inbox_is_said(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """0, and no mail is made up."""
    gateway.canned = [canned(200, {"messages": {}})]
    assert types("inbox") == 0
    assert "No such mail." in capsys.readouterr().out


def test_a_deployed_stack_keeps_no_mail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], services: list[HttpResponse]
) -> None:
    """2, and where to look instead."""
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(GIVEN))
    assert main(["inbox", "--outputs", str(file)]) == 2
    assert "`till get` says where a payment's mail stands" in capsys.readouterr().err
    assert services == []
