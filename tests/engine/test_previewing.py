"""What `python -m bench.previewing` measures are previews of the real engine, and whole ones."""

from pathlib import Path

import pytest

from bench.previewing import STACK, Preview, bare_program, creating
from bench.rounds import WrongResultError
from local.engine.workspace import Workspace

pytestmark = pytest.mark.engine


def test_a_bare_stack_has_as_many_resources_as_are_asked_for(tmp_path: Path) -> None:
    """With the stack itself; another number is no measurement."""
    preview = Preview(Workspace(tmp_path / "bare", STACK, bare_program(tmp_path, 4)))
    assert preview.resources() == 4
    creating(preview, 4)(0)
    with pytest.raises(WrongResultError, match="4 resources, not 5"):
        creating(preview, 5)(0)


def test_a_preview_that_fails_is_no_measurement(tmp_path: Path) -> None:
    """What the engine said is in the error."""
    program = bare_program(tmp_path, 2)
    (program / "__main__.py").write_text("raise SystemExit('not today')\n")
    preview = Preview(Workspace(tmp_path / "bare", STACK, program))
    with pytest.raises(WrongResultError, match="not today"):
        preview.resources()
