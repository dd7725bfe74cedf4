"""`till cost`, as it is typed."""

import json
from pathlib import Path

import pytest

from tests.till.cost.test_fleet import resources
from tests.till.cost.test_state import STATE
from till.__main__ import main
from till.cost.bill import bill
from till.cost.command import Costs


@pytest.fixture(name="state")
def _state(tmp_path: Path) -> str:
    """The file of a stack's state."""
    file = tmp_path / "state.json"
    file.write_text(json.dumps(STATE))
    return str(file)


def test_a_person_sees_services_lines_and_assumptions(
    state: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the three largest parts, and what is beside the sum."""
    assert main(["cost", "--state", state, "--payments-per-month", "250000"]) == 0
    said = capsys.readouterr().out
    assert "a month with 250,000" in said
    assert f"the largest parts are {', '.join(bill([]).largest)}." in said
    assert "Beside that: 100.00 for a million mails" in said
    assert "psp_ms" in said


def test_a_program_gets_all_of_it(state: str, capsys: pytest.CaptureFixture[str]) -> None:
    """By the schema, and the sums are those of the lines."""
    assert main(["cost", "--state", state, "--payments-per-month", "250000", "--json"]) == 0
    found = Costs.model_validate_json(capsys.readouterr().out)
    assert found.payments_per_month == 250_000
    assert found.per_million_usd == pytest.approx(sum(e.usd for e in found.per_million), abs=0.01)
    assert found.fixed_usd == pytest.approx(sum(e.usd for e in found.fixed), abs=0.01)
    assert len(found.largest) == 3


def test_a_fleet_without_a_price_is_said_before_the_sums(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """To a person and to a program."""
    file = tmp_path / "fleet.json"
    made = [
        {"type": each.type, "custom": True, "inputs": each.inputs}
        for each in resources(instanceType="x9g.large")
    ]
    file.write_text(json.dumps({"deployment": {"resources": made}}))
    assert main(["cost", "--state", str(file)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.index("!! Not priced: 1,460 hours of x9g.large") < said.index("together")
    assert main(["cost", "--state", str(file), "--json"]) == 0
    (sentence,) = Costs.model_validate_json(capsys.readouterr().out).not_priced
    assert sentence.startswith("Not priced: 1,460 hours of x9g.large")


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "many", "1e6", "", "²", "1" + "0" * 12])
def test_a_number_that_is_none_is_one_sentence(
    given: str, state: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Zero, negative, broken or text: with the value, and what to give instead."""
    assert main(["cost", "--state", state, f"--payments-per-month={given}"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(
        f"--payments-per-month is {given!r}: give a whole number above zero, "
        "of at most 12 digits, as 250000."
    )


def test_a_number_without_end_is_shown_by_its_beginning(
    state: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """More digits than a program reads as a number are refused like any other."""
    assert main(["cost", "--state", state, "--payments-per-month", "9" * 5_000]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"--payments-per-month is {'9' * 40!r}: give" in line


def test_a_file_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """As of every command."""
    assert main(["cost", "--state", "/nowhere/state.json"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
