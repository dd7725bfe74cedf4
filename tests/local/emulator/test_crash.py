"""The end of everything that runs, with what was written on the disk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.emulator._crash import TRIES, keep
from local.emulator.emulator import running
from tests._wait import until
from tests.local.emulator.test_emulator import refuses


@pytest.mark.emulator
def test_a_cut_leaves_what_was_written_and_nobody_who_runs(tmp_path: Path) -> None:
    """The state is in its folder, nobody listens, and the next one goes on with it."""
    state = tmp_path / "state"
    with running(log_dir=tmp_path, state=state) as emulator:
        emulator.client("sqs").create_queue(QueueName="kept")
        emulator.crash()
        assert until(lambda: refuses(emulator.port))
        assert (state / "sqs.json").is_file()
    with running(emulator.port, log_dir=tmp_path, state=state) as again:
        (url,) = again.client("sqs").list_queues()["QueueUrls"]
        assert url.endswith("/kept")


@pytest.mark.emulator
def test_a_cut_ends_an_emulator_that_keeps_nothing(tmp_path: Path) -> None:
    """Without a folder there is nothing to write, and it is gone all the same."""
    with running(log_dir=tmp_path) as emulator:
        emulator.client("sqs").create_queue(QueueName="lost")
        emulator.crash()
        assert until(lambda: refuses(emulator.port))


def test_a_state_that_is_not_written_stops_the_cut(tmp_path: Path) -> None:
    """The emulator only logs that; a cut that lost something would prove nothing."""
    (tmp_path / "sqs.json").write_text("of yesterday")
    with pytest.raises(RuntimeError, match="The state of sqs was not written"):
        keep({"sqs": lambda: {"queues": {}}}, tmp_path)


def test_a_service_without_a_state_is_left_alone(tmp_path: Path) -> None:
    """One that never loaded must not lose what an earlier run kept."""
    (tmp_path / "s3.json").write_text("kept")
    keep({"s3": lambda: None}, tmp_path)
    assert (tmp_path / "s3.json").read_text() == "kept"


def test_a_state_that_changes_while_it_is_copied_is_copied_again(tmp_path: Path) -> None:
    """Threads of the emulator go on; one that never holds still is an error."""

    def moving(times: int) -> Iterator[bool]:
        yield from [True] * times + [False]

    def state(changes: Iterator[bool]) -> dict[str, Any] | None:
        if next(changes):
            raise RuntimeError("dictionary changed size during iteration")
        return None

    few, many = moving(3), moving(TRIES + 1)
    keep({"sqs": lambda: state(few)}, tmp_path)
    with pytest.raises(RuntimeError, match="changed size"):
        keep({"sqs": lambda: state(many)}, tmp_path)
