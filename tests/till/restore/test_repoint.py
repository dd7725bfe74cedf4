"""A state that names restored tables."""

import json
from pathlib import Path
from typing import Any

import pytest

from till.__main__ import main

SUFFIX = "20261128t050000z"
TABLE = "aws:dynamodb/table:Table"
POLICY = "aws:dynamodb/resourcePolicy:ResourcePolicy"
ARN = "arn:aws:dynamodb:eu-central-1:111122223333:table/"


def table(thing: str, name: str, **more: Any) -> dict[str, Any]:
    """A table as a state has it."""
    made = {"name": name, "hashKey": "payment_id"}
    return {
        "urn": f"urn:pulumi:prod::till::L${TABLE}::{thing}",
        "type": TABLE,
        "id": name,
        "inputs": made,
        "outputs": {**made, "id": name, "arn": ARN + name},
        "protect": True,
        **more,
    }


def state() -> list[dict[str, Any]]:
    """The ledger, a foreign table, and a queue whose name is that of a table."""
    return [
        table("ledger-payments", "till-prod-payments"),
        table("ledger-entries", "till-prod-entries"),
        table("other", "others"),
        {"urn": f"urn::{POLICY}::stay", "type": POLICY, "id": f"{ARN}till-prod-entries"},
        {"urn": "urn::aws:sqs/queue:Queue::q", "type": "q", "id": "till-prod-payments"},
    ]


def repoint(
    folder: Path, resources: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    """The command's answer, output and errors."""
    file = folder / "state.json"
    file.write_text(json.dumps({"version": 3, "deployment": {"resources": resources}}))
    code = main(["repoint", SUFFIX, "--file", str(file)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_only_the_ledgers_tables_are_renamed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Name, id and ARN; the entries' policy is no longer known, so that it is made anew."""
    code, out, _ = repoint(tmp_path, state(), capsys)
    made = json.loads(out)
    assert (code, made["version"]) == (0, 3)
    assert made["deployment"]["resources"] == [
        table("ledger-payments", f"till-prod-payments-{SUFFIX}"),
        table("ledger-entries", f"till-prod-entries-{SUFFIX}"),
        state()[2],
        state()[4],
    ]


def test_a_second_restore_takes_the_place_of_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The old moment does not stay in the name."""
    before = [
        table("ledger-payments", "till-prod-payments-20260101t000000z"),
        table("ledger-entries", "till-prod-entries-20260101t000000z"),
    ]
    made = json.loads(repoint(tmp_path, before, capsys)[1])["deployment"]["resources"]
    assert [one["id"] for one in made] == [
        f"till-prod-payments-{SUFFIX}",
        f"till-prod-entries-{SUFFIX}",
    ]


def test_a_policy_that_something_needs_is_not_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The engine could not read such a state."""
    needy = {**state()[4], "dependencies": [f"urn::{POLICY}::stay"]}
    assert repoint(tmp_path, [*state()[:4], needy], capsys)[::2] == (
        2,
        "Something in the state depends on a table's policy, so it can't be left out.\n",
    )


def test_another_file_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A state without the ledger, and no state at all."""
    code, out, err = repoint(tmp_path, state()[:1], capsys)
    assert (code, out) == (2, "")
    assert "it is another program's" in err
    (tmp_path / "state.json").write_text("[]")
    assert main(["repoint", SUFFIX, "--file", str(tmp_path / "state.json")]) == 2
    assert "is not what `pulumi stack export` writes" in capsys.readouterr().err
