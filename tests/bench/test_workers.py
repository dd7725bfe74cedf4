"""The measurement's own parts; the measurement itself is `python -m bench.workers`."""

import io

from rich.console import Console

from bench.workers import Throughput, table

FOUND = [Throughput("1 worker", 30, 30), Throughput("the function", 30, 10)]


def test_a_rate_is_payments_by_time() -> None:
    """Thirty in ten seconds are three a second."""
    assert [each.rate for each in FOUND] == [1, 3]


def test_each_has_a_bar_as_long_as_its_rate() -> None:
    """Three times the rate is three times the bar."""
    console = Console(width=120, file=io.StringIO(), record=True)
    console.print(table(FOUND, 3))
    lines = [line for line in console.export_text().splitlines() if "█" in line]
    assert [line.count("█") for line in lines] == [10, 30]
    assert "1.00" in lines[0]
