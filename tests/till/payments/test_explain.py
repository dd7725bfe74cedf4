"""`till get` and `till explain`, as they are typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.invocation.http import HttpResponse
from tests.fakes.payments import ID
from tests.till.gateway import Gateway, canned
from tests.till.lib.test_input import GIVEN
from tests.till.payments.documents import printed

Types = Callable[..., int]
GROUP = f"/aws/lambda/{GIVEN['functions']['sweep_payments']}"
FLEET = "/aws/ec2/tillstack-local-workers"


def fleeted(gateway: Gateway, folder: Path) -> str:
    """The outputs of a stack with a fleet, in a file."""
    file = folder / "fleeted.json"
    told = {**GIVEN, "gateway_url": gateway.url, "worker_log_group": FLEET}
    file.write_text(json.dumps(told))
    return str(file)


def test_a_payment_is_shown_as_the_ledger_holds_it(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every field that holds something, and nothing that is sealed."""
    row = gateway.harness.told()
    assert types("get", ID, "--json") == 0
    document = printed("get", capsys)
    assert (document["last_hash"], document["status"]) == (row.last_hash, "succeeded")
    assert "sealed" not in document
    assert types("get", ID) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "status succeeded" in said
    assert "provider name fake" in said


def test_what_happened_is_told_in_words(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it stands first, then each step with who and why."""
    gateway.harness.told()
    assert types("explain", ID) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "25.00 EUR for acme: succeeded after 1 attempts; the mail is sent." in said
    assert "Attempt 1 may leave" in said
    assert "the provider's record passed every check" in said
    assert "Logs" not in said


def test_a_program_gets_the_same_steps(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """By their numbers; `log` is null where nobody asked."""
    row = gateway.harness.told()
    assert types("explain", ID, "--json") == 0
    document = printed("explain", capsys)
    assert [each["seq"] for each in document["steps"]] == list(range(1, row.version + 1))
    assert (document["status"], document["log"]) == ("succeeded", None)


def test_the_lines_of_the_logs_stand_beside(
    gateway: Gateway,
    types: Types,
    capsys: pytest.CaptureFixture[str],
    services: list[HttpResponse],
) -> None:
    """Those that name the payment; a line that is no JSON is said to be one."""
    gateway.harness.told()
    line = {"message": "psp.charge", "payment_id": ID, "outcome": "succeeded", "duration_ms": 7}
    texts = [json.dumps(line), json.dumps({"payment_id": "other"}), f"REPORT {ID}"]
    events = [{"timestamp": 1_795_348_800_000, "message": text} for text in texts]
    services.append(canned(200, {"events": events}))
    assert types("explain", ID, "--logs", "--json") == 0
    assert printed("explain", capsys)["log"] == [
        {"at": 1_795_348_800, "function": "sweep_payments", "what": what}
        for what in ("a line that is no JSON", "psp.charge, outcome succeeded, duration_ms 7")
    ]
    services.append(canned(200, {"events": []}))
    assert types("explain", ID, "--logs") == 0
    assert "No line names it" in capsys.readouterr().out


def test_a_log_group_that_is_gone_is_named(
    gateway: Gateway,
    types: Types,
    capsys: pytest.CaptureFixture[str],
    services: list[HttpResponse],
) -> None:
    """3, and how to go on without it."""
    gateway.harness.told()
    services.append(canned(400, {"__type": "ResourceNotFoundException", "message": "None."}))
    assert types("explain", ID, "--logs") == 3
    said = capsys.readouterr().err
    assert f"The log group {GROUP} is gone" in said
    assert "leave --logs out" in said


def test_what_a_worker_did_stands_between_the_functions_lines(
    gateway: Gateway,
    types: Types,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    services: list[HttpResponse],
) -> None:
    """By time, from the one group of all instances."""
    gateway.harness.told()
    given = fleeted(gateway, tmp_path)
    lines = {"accept": 1, "charge": 2, "sweep": 3}
    accept, charge, sweep = (
        {"timestamp": 1_000 * at, "message": json.dumps({"message": said, "payment_id": ID})}
        for said, at in lines.items()
    )
    services.append(canned(200, {"events": [accept, sweep]}))
    services.append(canned(200, {"events": [charge]}))
    assert types("explain", ID, "--logs", "--json", given=given) == 0
    assert [(each["function"], each["what"]) for each in printed("explain", capsys)["log"]] == [
        ("sweep_payments", "accept"),
        ("worker", "charge"),
        ("sweep_payments", "sweep"),
    ]


def test_a_fleet_s_log_group_that_is_gone_is_named(
    gateway: Gateway,
    types: Types,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    services: list[HttpResponse],
) -> None:
    """3, as for a function's."""
    gateway.harness.told()
    services.append(canned(200, {"events": []}))
    services.append(canned(400, {"__type": "ResourceNotFoundException", "message": "None."}))
    assert types("explain", ID, "--logs", given=fleeted(gateway, tmp_path)) == 3
    assert f"The log group {FLEET} is gone" in capsys.readouterr().err


def test_who_may_not_read_logs_learns_what_to_ask_for(
    gateway: Gateway,
    types: Types,
    capsys: pytest.CaptureFixture[str],
    services: list[HttpResponse],
) -> None:
    """4, and what may be read all the same is read without the option."""
    gateway.harness.told()
    services.append(canned(400, {"__type": "AccessDeniedException", "message": "No."}))
    assert types("explain", ID, "--logs") == 4
    assert "docs/till.md has the policy" in capsys.readouterr().err
