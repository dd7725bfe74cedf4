"""An `up` that is killed is finished by the next one, and nothing is left over at the end."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from local.engine.engine import FLAGS
from local.engine.workspace import Workspace
from tests.engine.deployed_stack import QUIET, DeployedStack, deployed_stack
from tests.engine.inventory import inventory

pytestmark = pytest.mark.engine

ENOUGH = 60


def killed_up(here: DeployedStack) -> None:
    """An `up` whose engine and program are killed once some resources are made."""
    with here.workspace.attached(here.emulator) as env:
        run = subprocess.Popen(  # noqa: S603 - the engine
            here.workspace.command("up", *FLAGS["up"], *QUIET),
            cwd=here.workspace.folder,
            env=env,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        with run, run.stdout as lines:  # type: ignore[union-attr] # it is a pipe
            made = 0
            while made < ENOUGH:
                line = lines.readline()
                assert line, "the engine ended before it was killed"
                made += "created" in line
            os.killpg(run.pid, signal.SIGKILL)
    # The worst moment: the notes beside the state are opened and not yet written.
    notes = here.workspace.folder / "state" / ".pulumi" / "stacks" / "tillstack" / "dev.json.attrs"
    notes.write_text("")


def test_the_next_up_finishes(tmp_path: Path) -> None:
    """The stack `dev`, killed in the middle, comes up, stays unchanged, and leaves nothing."""
    with deployed_stack(tmp_path, "dev", kind=Workspace) as here:
        before = inventory(here)
        killed_up(here)
        known = len(here.workspace.resources)
        assert 0 < known < ENOUGH * 3
        here.up()
        assert here.steps() == set()
        assert set(inventory(here)) > {"tables", "queues", "functions"}
        done = here.run("destroy")
        assert done.returncode == 0, done.stdout + done.stderr
        assert inventory(here) == before
        assert here.workspace.resources == []
