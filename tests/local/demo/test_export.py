"""The entries of a running stack as an export, which the offline check reads."""

import json
from pathlib import Path

import pytest

from local.demo.export import main
from local.demo.scenarios import SUCCEEDS, request
from local.stack.stack import LocalStack
from till.__main__ import main as till


@pytest.mark.emulator
def test_the_entries_are_exported(
    stack: LocalStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each entry that is there is a line, and the check finds the ledger sound."""
    for name, value in {
        "AWS_ENDPOINT_URL": stack.emulator.endpoint,
        "AWS_ACCESS_KEY_ID": stack.emulator.account_id,
        "AWS_SECRET_ACCESS_KEY": stack.emulator.secret_key,
        "AWS_DEFAULT_REGION": stack.emulator.region,
    }.items():
        monkeypatch.setenv(name, value)
    client = stack.merchant("acme")
    paid = client.accepted(client.pay(request(1, SUCCEEDS, "en", name="Ida"), "exported"))
    client.close()
    outputs, entries = tmp_path / "outputs.json", tmp_path / "entries.jsonl"
    outputs.write_text(json.dumps(stack.outputs))
    assert main([str(outputs), str(entries)]) == 0
    assert paid in entries.read_text()
    assert till(["verify-ledger", str(entries)]) == 0


def test_what_are_no_outputs_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, the file and what it should be; one that is not there is named too."""
    wrong = tmp_path / "outputs.json"
    wrong.write_text("{}")
    for file, said in ((wrong, "is not what `pulumi stack output"), (tmp_path / "no", "No such")):
        assert main([str(file), str(tmp_path / "entries.jsonl")]) == 2
        problem = capsys.readouterr().err
        assert str(file) in problem
        assert said in problem
