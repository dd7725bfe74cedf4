"""The drill as an operator runs it, against moto's account and a PSP over HTTP."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from moto import mock_aws
from rich.console import Console

from local import psp
from runtime.adapters.dynamodb_drill import DynamoDbDrill
from runtime.domain.restore_drill import LastDrill
from tests.fakes.payments import ID, Harness
from tests.fakes.system import FakeClock
from tests.runtime.adapters.aws import AS_NOBODY, ENTRIES, PAYMENTS, dynamodb
from tests.till._account import FUNCTIONS, client, populate
from tests.till.lib.test_input import GIVEN
from till.__main__ import main
from till.restore.drill import Drill
from till.restore.plan import Plan, StackTables
from till.restore.point_in_time import PointInTime
from till.restore.restore_drill import STOPPED, moment, watched

STEPS = {"Waiting", "Reading", "Deletin"}
TABLES = {"payments_table": PAYMENTS, "entries_table": ENTRIES, "functions": FUNCTIONS}


@pytest.fixture(name="file")
def _file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The outputs of a stack that holds one payment, accepted just now."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", str(AS_NOBODY["region_name"]))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({**GIVEN, **TABLES}))
    with mock_aws(), psp.running() as provider:
        harness = Harness(FakeClock(int(datetime.now(UTC).timestamp())))
        harness.accepted()
        populate(harness, provider.base_url, provider.key)
        yield file


def run(file: Path, *more: str) -> int:
    """The command."""
    return main(["restore-drill", "--outputs", str(file), *more])


def tables() -> list[str]:
    """Every table of the account."""
    return dynamodb().list_tables()["TableNames"]


def last() -> LastDrill:
    """The drill that is recorded."""
    return DynamoDbDrill(dynamodb(), PAYMENTS).get()


def test_a_drill_of_the_latest_moment_leaves_two_tables_and_names_them(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is sound and recorded as such, and the tables are there to be looked at."""
    before = int(time.time())
    assert run(file) == 0
    assert before <= last().at <= time.time()
    printed = capsys.readouterr().out
    assert "Chains, steps and postings hold." in printed
    assert "0 objects of the PSP were compared." in printed
    made = sorted(set(tables()) - {PAYMENTS, ENTRIES})
    assert len(made) == 2
    assert all(f"aws dynamodb delete-table --table-name {table}" in printed for table in made)


def test_the_new_tables_are_deleted_only_when_asked(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And then nothing is left to be named."""
    assert run(file, "--delete") == 0
    assert sorted(tables()) == sorted([PAYMENTS, ENTRIES])
    assert "exists, or will" not in capsys.readouterr().out


def test_a_broken_ledger_is_told_by_the_exit_code(file: Path) -> None:
    """For a job that runs the drill every month; it is no drill that counts."""
    dynamodb().delete_item(TableName=ENTRIES, Key={"payment_id": {"S": ID}, "seq": {"N": "1"}})
    assert run(file, "--delete") == 1
    assert last() == LastDrill()


def test_a_moment_that_can_t_be_had_makes_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence with the moments that can."""
    assert run(file, "--at", "2020-01-01T00:00:00Z") == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "can't be brought back of 2020-01-01T00:00:00Z: choose a moment from" in said
    assert sorted(tables()) == sorted([PAYMENTS, ENTRIES])


def test_a_second_drill_of_the_same_moment_says_what_is_in_its_way(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table of the first one is not touched."""
    at = dynamodb().describe_continuous_backups(TableName=PAYMENTS)
    told = at["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    latest = told["LatestRestorableDateTime"].astimezone(UTC) - timedelta(seconds=10)
    text = latest.strftime("%Y-%m-%dT%H:%M:%SZ")
    first = run(file, "--at", text)
    assert (first, run(file, "--at", text)) == (0, 2)
    assert "exists already" in capsys.readouterr().err


def test_outputs_of_another_account_are_one_sentence(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table that is not there is named."""
    file.write_text(json.dumps({**GIVEN, **TABLES, "payments_table": "elsewhere-payments"}))
    assert run(file) == 2
    assert "There is no table elsewhere-payments" in capsys.readouterr().err


def test_a_file_that_is_no_outputs_is_one_sentence(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what is lacking."""
    file.write_text("{}")
    assert run(file) == 2
    assert "it lacks payments_table" in capsys.readouterr().err


def test_ctrl_c_says_what_is_there(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """AWS goes on making a table that was asked for, so it is named with the line that ends it."""
    assert file.exists()
    plan = Plan(PAYMENTS, ENTRIES, datetime.now(UTC))
    one = Drill(client, StackTables(PAYMENTS, ENTRIES, FUNCTIONS), plan)

    def impatient() -> int:
        one.restore(PointInTime(dynamodb()), lambda _: None)
        raise KeyboardInterrupt

    assert watched(Console(), one, impatient) == STOPPED
    printed = capsys.readouterr().out
    assert "Stopped" in printed
    assert all(f"--table-name {each}" in printed for each in (plan.new_payments, plan.new_entries))


def test_where_nobody_watches_each_step_is_one_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log tells what is done, and is not filled by what is counted."""
    assert run(file, "--delete") == 0
    steps = [line for line in capsys.readouterr().out.splitlines() if line[:7] in STEPS]
    assert len(steps) == len(set(steps)) == 4
    assert "Reading both new tables" in steps


def test_what_is_piped_keeps_an_id_in_one_piece(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is searched later."""
    dynamodb().delete_item(TableName=PAYMENTS, Key={"payment_id": {"S": ID}})
    assert run(file, "--delete") == 0
    assert f"{ID}    none    queued" in capsys.readouterr().out


def test_a_moment_is_written_in_one_way() -> None:
    """In UTC, and to the second."""
    assert moment("2026-11-28T05:00:00Z") == datetime(2026, 11, 28, 5, tzinfo=UTC)
    with pytest.raises(typer.BadParameter, match="is not a moment in UTC like"):
        moment("yesterday")
