"""An `up` that is killed is finished by the next one, and nothing is left over at the end."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from local.engine.engine import FLAGS
from tests.engine.deployed_stack import QUIET, DeployedStack, deployed_stack
from tests.engine.inventory import inventory

pytestmark = pytest.mark.engine


def killed(here: DeployedStack, command: str, done: str, times: int) -> None:
    """A run whose engine and program are killed once some steps are done."""
    with here.workspace.attached(here.emulator) as env:
        run = subprocess.Popen(  # noqa: S603 - the engine
            here.workspace.command(command, *FLAGS[command], *QUIET),
            cwd=here.workspace.folder,
            env=env,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        with run, run.stdout as lines:  # type: ignore[union-attr] # it is a pipe
            steps = 0
            while steps < times:
                line = lines.readline()
                assert line, "the engine ended before it was killed"
                steps += done in line
            os.killpg(run.pid, signal.SIGKILL)
    # The worst moment: the notes beside the state are opened and not yet written.
    notes = here.workspace.folder / "state" / ".pulumi" / "stacks" / "tillstack" / "dev.json.attrs"
    notes.write_text("")


def test_the_next_run_finishes(tmp_path: Path) -> None:
    """The stack `dev`, killed in the middle of `up` and of `destroy`: each is finished, all gone.

    A killed engine has not written its state: what it made is in the journal, and what it took
    away the state still knows.
    """
    with deployed_stack(tmp_path, "dev") as here:
        before = inventory(here)
        killed(here, "up", "created", 60)
        assert here.workspace.resources == []
        assert inventory(here) != before
        here.up()
        assert here.steps() == set()
        standing = inventory(here)
        assert set(standing) > {"tables", "queues", "functions"}
        known = len(here.workspace.resources)
        killed(here, "destroy", "deleted", 250)
        assert len(here.workspace.resources) == known
        assert inventory(here) != standing
        done = here.run("destroy")
        assert done.returncode == 0, done.stdout + done.stderr
        assert inventory(here) == before
        assert here.workspace.resources == []
