"""The measurement's own parts; the measurement itself is `python -m bench.step_lines`."""

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table

from bench.step_lines import added, edged, lives, ratio, until_mailed, written_into

SECONDS = {"with lines": [0.030, 0.011, 0.012], "without": [0.010, 0.011, 0.009]}


def shown(table: Table) -> str:
    """A table as words."""
    console = Console(width=160)
    with console.capture() as said:
        console.print(table)
    return " ".join(said.get().split())


def test_the_ratio_is_of_the_medians() -> None:
    """One slow payment changes nothing."""
    assert ratio(SECONDS) == pytest.approx(1.2)
    assert "1.200 of the time without (at most 1.05); 100 bytes each" in shown(added(SECONDS, 1300))


def test_the_lines_are_those_of_the_functions(tmp_path: Path) -> None:
    """One JSON object per request, with the ids that CloudWatch shows."""
    with written_into(tmp_path / "lines") as path:
        assert edged(str.upper)("key-1") == "KEY-1"
    (line,) = [json.loads(each) for each in path.read_text().splitlines()]
    assert (line["message"], line["request_id"], line["status"]) == ("request", "key-1", 202)


def test_a_payment_is_read_when_its_mail_has_gone() -> None:
    """Not before: its last lines would be missing."""
    answers: list[list[dict[str, Any]]] = [
        [{"payment_id": "pay_1", "message": "request", "bytes": 300}],
        [
            {"payment_id": "pay_1", "message": "request", "bytes": 300},
            {"payment_id": "pay_2", "message": "mail.send", "bytes": 5},
            {"payment_id": "pay_1", "message": "mail.send", "bytes": 200},
            {"message": "health", "bytes": 7},
        ],
    ]
    found = until_mailed(lambda: answers.pop(0), ["pay_1"])
    assert [each["bytes"] for each in found["pay_1"]] == [300, 200]


def test_the_table_is_of_one_payment() -> None:
    """Lines and bytes of each step, on average, and of all."""
    line = {"message": "psp.charge", "bytes": 200}
    words = shown(lives({"pay_1": [line, line], "pay_2": [{**line, "bytes": 800}]}))
    assert "Lines of 2 payments" in words
    assert "psp.charge │ 1.5 │ 600" in words
    assert "all │ 1.5 │ 600" in words
