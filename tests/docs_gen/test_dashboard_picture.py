"""The picture of the dashboard."""

from pathlib import Path
from typing import Any

from docs_gen.dashboard_picture import PICTURE, WIDTH, figure, save, sketch, states_of
from docs_gen.dashboard_run import BEGIN
from local.alarms.series import Series, key
from policies.pci.framework.alarm_states import State
from tests.docs_gen.test_dashboard_run import declared
from tests.fakes.recorder import program

END = BEGIN + 3_600
README = (PICTURE.parents[1] / "README.md").read_text()
MOST_BYTES = 500_000


def an_hour() -> Series:
    """Payments that succeed, and nothing else."""
    series = Series()
    sent = key("Tillstack", "PaymentSucceeded", {"service": "tillstack-local-process-payment"})
    for minute in range(60):
        series.put(sent, BEGIN + minute * 60, 1)
    return series


def test_only_what_has_a_value_is_drawn_and_the_rest_is_named() -> None:
    """A section stays whole, and moves up to where the one above it ends."""
    plan = sketch(declared(), an_hour(), BEGIN, END)
    assert [row for _, row in plan.placed] == [0, 1, 1, 1]
    assert plan.rows == 7
    lower = Series()
    name = {"QueueName": "tillstack-local-payments"}
    lower.put(key("AWS/SQS", "ApproximateNumberOfMessagesVisible", name), BEGIN, 1)
    assert [row for _, row in sketch(declared(), lower, BEGIN, END).placed] == [0, 1, 1, 1]
    assert plan.left_out == [
        "Objectives and alarms", "Gateway", "Queues", "Functions", "Ledger", "Mail",
        "What is paid per use",
    ]  # fmt: skip


def test_a_line_that_has_values_is_drawn_as_the_program_declares_it() -> None:
    """Under its name; a chart without a value says so."""
    outcomes, amounts, _ = figure(declared(), an_hour(), END, {}).axes
    assert outcomes.get_title(loc="left") == "Payments by outcome"
    line: Any
    (line,) = outcomes.get_lines()
    assert line.get_label() == "succeeded"
    assert list(line.get_ydata()) == [5.0] * 12
    assert [each.get_text() for each in amounts.texts] == ["nothing was sent"]


def test_the_same_run_is_the_same_file(tmp_path: Path) -> None:
    """So the picture changes with the dashboard, not with who draws it."""
    for name in ("one.png", "two.png"):
        save(figure(declared(), an_hour(), END, {}), tmp_path / name)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_an_alarm_on_what_is_normal_has_too_little_data() -> None:
    """Two weeks are needed; each other one is evaluated."""
    states = states_of(program().resources, an_hour(), END)
    assert states["tillstack-local-traffic-gone"] is State.INSUFFICIENT_DATA
    assert states["tillstack-local-slo-latency-fast"] is State.OK


def test_the_picture_is_there_small_and_shown() -> None:
    """A PNG, in the README."""
    content = PICTURE.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(content[16:20]) == WIDTH
    assert len(content) < MOST_BYTES
    assert "](docs/dashboard.png)" in README
