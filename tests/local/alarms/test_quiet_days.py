"""The result of the quiet days says of which alarms it is."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from local.alarms.declared import Alarm, Composite
from local.alarms.quiet_days import PREFIX, RESULT, Run, declared, digest, main, rung
from tests.local.alarms.cases import one


def test_an_alarm_that_rings_otherwise_is_another_one() -> None:
    """Whatever decides when it rings is in its digest; its text is not."""
    alarm = one()
    assert isinstance(alarm, Alarm)
    assert digest(alarm) == digest(replace(alarm, description="Another text."))
    for other in (
        one(threshold=5),
        one(period=300),
        one(statistic="Sum"),
        one(dimensions={"of": "others"}),
        one(treatMissingData="breaching"),
        replace(alarm, expressions={"e": "m1 * 2"}),
    ):
        assert digest(other) != digest(alarm)
    assert digest(Composite("both", "", "ALARM(a)")) != digest(Composite("both", "", "ALARM(b)"))


def test_a_run_is_the_same_each_time() -> None:
    """It is made from its seed; no day, no call."""
    assert not rung(Run(3, 0))


def test_the_result_names_every_alarm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With nothing played all are there, and nobody was called."""
    result = tmp_path / "result.json"
    assert main(["--days", "0", "--result", str(result)]) == 0
    found = json.loads(result.read_text())
    assert found["alarms"].keys() == {each.name.removeprefix(PREFIX) for each in declared()}
    assert capsys.readouterr().out == "0 calls on 0 quiet days.\n"


def test_nobody_was_called_on_the_quiet_days() -> None:
    """The kept result; `make quiet-days` makes it anew after an alarm was changed."""
    kept = json.loads(RESULT.read_text())
    assert kept["days"] >= 100
    assert {name for name, (_, often) in kept["alarms"].items() if often} == set()
