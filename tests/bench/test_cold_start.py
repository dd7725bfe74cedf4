"""The measurement's own parts; the measurement itself is `python -m bench.cold_start`."""

import json
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from rich.console import Console

from bench.cold_sides import HANDLERS
from bench.cold_start import Python, Start, answering_secrets, ratios, rows, started, table

STARTS = {
    "receive_webhook": {
        "ours": [Start(0.5, 600), Start(0.9, 600), Start(0.6, 600)],
        "floor": [Start(0.4, 300), Start(0.6, 300), Start(0.4, 300)],
        "naive": [Start(1.0, 700), Start(1.0, 700), Start(1.0, 700)],
    }
}


def test_a_ratio_is_of_one_round() -> None:
    """A round in which the machine was slow is slow on both sides."""
    assert ratios(STARTS["receive_webhook"], "floor") == pytest.approx([1.25, 1.5, 1.5])


def test_the_table_says_which_python_and_what_is_wanted() -> None:
    """The handler with its modules, both ratios with their spread."""
    console = Console(width=200)
    with console.capture() as shown:
        console.print(table(STARTS, "3.13.9"))
    words = " ".join(shown.get().split())
    assert "3 cold starts of each side in turn, Python 3.13.9 on all" in words
    assert all(each in words for each in ("600", "1.50 (1.25 to 1.50)", "0.60 (0.50 to 0.90)"))


def test_a_row_is_left_for_each_ratio() -> None:
    """With its bound; it is held or missed by the median."""
    floor, naive = rows(STARTS)
    assert (floor.median, floor.bound, floor.held) == (1.5, 1.4, False)
    assert (naive.median, naive.bound, naive.held) == (0.6, 0.6, True)


def test_every_question_is_answered_with_a_secret() -> None:
    """Joining the processor's ports asks for the provider's key."""
    with answering_secrets() as endpoint:
        request = Request(endpoint, data=b"{}")  # noqa: S310 - this machine
        with urlopen(request) as answer:  # noqa: S310
            assert json.load(answer)["SecretString"].startswith("sk_test_")


def test_what_joined_other_ports_is_no_result(tmp_path: Path) -> None:
    """A side that did less than the others is not measured."""
    python = Python(sys.executable, "3.11.7", tmp_path, tmp_path)
    told = json.dumps({"seconds": 1.0, "modules": 1, "made": ["dynamodb"]})
    with pytest.raises(ValueError, match=r"receive_webhook: wanted .*'sqs'.*'dynamodb'"):
        started(python, f"print({told!r})", HANDLERS[0], "http://127.0.0.1:1")
