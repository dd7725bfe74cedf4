"""Whole commands are run in both checkouts, and what an `up` leaves is taken away."""

from pathlib import Path

import pytest

from bench.older_commit import COMMANDS, HERE, OLDER, TARGETS, made, timed
from bench.rounds import WrongResultError

_SAYS = """\
.venv/.ready: ; exit 1
demo up destroy: .venv/.ready ; @echo $@ $(STACK) $(ARGS) >> said
broken: ; @echo "nothing is up" && exit 1
"""


@pytest.fixture(name="checkout")
def _checkout(tmp_path: Path) -> Path:
    (tmp_path / "Makefile").write_text(_SAYS)
    return tmp_path


def test_each_command_is_as_a_person_runs_it(checkout: Path) -> None:
    """On free ports, with the virtual environment as it is; an `up` is followed by a `destroy`."""
    taken = [timed(checkout, each) for each in COMMANDS]
    said = (checkout / "said").read_text().splitlines()
    assert said == ["demo", "up local --port 0 --psp-port 0", "destroy local"]
    assert all(each.time > 0 for each in taken)


def test_a_command_that_fails_is_no_measurement(checkout: Path) -> None:
    """What it said is in the error."""
    with pytest.raises(WrongResultError, match="nothing is up"):
        made(checkout, ["broken"])


def test_each_command_has_its_row() -> None:
    """Of this checkout, beside the older one."""
    assert [(each.side, each.beside) for each in TARGETS] == [
        (f"{each} {HERE}", f"{each} {OLDER}") for each in COMMANDS
    ]
