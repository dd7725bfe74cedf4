"""The command: the table, the JSON, the exit codes, and what `make` asks first."""

import io
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from local.emulator.emulator import Emulator
from tests._ports import free_ports
from tests.fakes.doctor import CONFIG, KEY, case, engine, export
from till.__main__ import main
from till.doctor.checks import Check, Needed, Row
from till.doctor.command import as_document, may_go_on, progress, show, summary
from till.doctor.finding import Finding, Status, ready
from till.lib.input import InputError

Machine = Callable[[Mapping[str, str | int]], None]


def row(finding: Finding, name: str = "x") -> Row:
    """A row with this finding."""
    return Row(Check(name, Needed.UP, lambda _: finding), finding)


def printed(rows: list[Row], width: int = 100) -> str:
    """The table as text."""
    paper = Console(file=io.StringIO(), width=width)
    show(paper, "dev", rows)
    file = paper.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A function that gives this process an engine with these answers, and nobody as AWS."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{next(iter(free_ports()))}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nobody")

    def give(answers: Mapping[str, str | int]) -> None:
        found = engine(
            tmp_path, {"config": json.dumps(CONFIG), "stack export": export([]), **answers}
        )
        monkeypatch.setenv("PATH", f"{found.path}{os.pathsep}{os.environ['PATH']}")

    return give


def test_a_row_says_status_name_finding_and_next_step() -> None:
    """Long text is folded, never cut."""
    command = "`aws " + "--option value " * 12 + "`"
    text = printed([row(Finding(Status.NOT_READY, "too few", command), "Lambda")])
    assert "not\u00a0ready" in text
    assert "Lambda" in text
    assert text.count("--option") == 12


def test_markup_in_a_finding_stays_text() -> None:
    """A name with brackets is shown as it is."""
    assert "aws:allowedAccountIds[0]" in printed([row(ready("aws:allowedAccountIds[0]"))])


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([Status.READY], "Nothing is known that would make `make up STACK=dev` fail."),
        ([Status.NOT_READY, Status.READY], "would fail: 1 of 2 are not ready."),
        ([Status.NOT_KNOWN], "1 not known, which is not ready."),
        ([Status.TO_DO, Status.TO_DO], "2 to do before payments and mails flow."),
    ],
)
def test_the_last_line_says_what_it_comes_to(found: list[Status], words: str) -> None:
    """Whether `up` would fail, what is not known, and what is to do after it."""
    assert words in summary("dev", [row(Finding(each, "x")) for each in found])


def test_the_json_has_every_detail() -> None:
    """Status, text, next step, and every single thing that a row counts."""
    told = as_document(
        case(), [row(Finding(Status.NOT_READY, "w", "n", ("one", "two")), "permissions")]
    )
    assert json.loads(json.dumps(told)) == {
        "stack": "dev",
        "ready": False,
        "checks": [
            {
                "name": "permissions",
                "needed_for": "up",
                "status": "not ready",
                "what": "w",
                "next": "n",
                "details": ["one", "two"],
            }
        ],
    }


@pytest.mark.parametrize(("terminal", "words"), [(False, "Asking Pulumi"), (True, "Waiting for")])
def test_what_is_waited_for_is_told(words: str, *, terminal: bool) -> None:
    """Where nobody watches one line says what happens; on a terminal one that changes says more."""
    paper = Console(file=io.StringIO(), force_terminal=terminal, width=80)
    with progress(paper) as say:
        say("permissions")
    assert isinstance(paper.file, io.StringIO)
    assert words in paper.file.getvalue()


def test_a_stack_that_is_none_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    """2 and one sentence with the stacks that there are."""
    assert main(["doctor", "--stack", "moon"]) == 2
    said = capsys.readouterr()
    assert said.err.strip().endswith("choose one of dev, prod, staging with STACK=.")
    assert said.out == ""
    assert main(["doctor"]) == 2
    assert "Missing option '--stack'" in capsys.readouterr().err


def test_without_a_network_the_account_is_not_known_and_nothing_fails(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fake credentials and nobody who answers: 0, and each row of the account says why."""
    machine({})
    assert main(["doctor", "--stack", "dev", "--json"]) == 0
    said = capsys.readouterr()
    found = {each["name"]: each for each in json.loads(said.out)["checks"]}
    assert {each["status"] for each in found.values()} == {"ready", "not known"}
    assert "no answer from AWS" in found["account"]["what"]
    assert found["Lambda concurrency"]["status"] == "not known"
    assert found["program"]["status"] == "ready"
    assert KEY not in said.out + said.err


def test_without_a_login_nothing_begins(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command is stopped, by a table on the standard error."""
    machine({"whoami": 1})
    assert not any(may_go_on(each, "dev") for each in ("preview", "up", "refresh", "destroy"))
    said = capsys.readouterr()
    assert said.out == ""
    assert "make doctor STACK=dev" in said.err
    assert "pulumi login" in said.err


def test_wrong_settings_stop_what_runs_the_program(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    """A preview is stopped, with the settings' own sentence; a destruction is not."""
    config = {**CONFIG, "tillstack:currencies": {"value": "[]", "secret": False}}
    machine({"config": json.dumps(config)})
    assert not may_go_on("preview", "dev")
    assert "currencies[0]" in capsys.readouterr().err
    assert may_go_on("destroy", "dev")
    assert "currencies" not in capsys.readouterr().err


@pytest.mark.emulator
def test_what_only_up_needs_does_not_stop_a_preview(
    machine: Machine,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An account whose gateway has no role to log with: a preview shows it and goes on."""
    machine({})
    monkeypatch.setenv("AWS_ENDPOINT_URL", emulator.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", emulator.account_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    assert may_go_on("preview", "dev")
    assert "ownsApiGatewayAccount" in capsys.readouterr().err
    assert main(["doctor", "--stack", "dev", "--json"]) == 1
    told: Mapping[str, Any] = json.loads(capsys.readouterr().out)
    wrong = {
        each["name"]: each["needed_for"] for each in told["checks"] if each["status"] == "not ready"
    }
    assert wrong == {"API Gateway logging": "up"}


def test_a_stack_that_is_none_goes_nowhere() -> None:
    """The caller tells the sentence."""
    with pytest.raises(InputError, match="choose one of"):
        may_go_on("up", "moon")
