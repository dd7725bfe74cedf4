"""The make targets as a person uses them: up, no change, the demo on what is up, destroy."""

import os
import subprocess
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from local.lib.ports import listen
from tests._ports import free_ports
from tests.engine.newcomer import project

pytestmark = pytest.mark.engine

Make = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(name="make")
def _make(tmp_path: Path) -> Iterator[Make]:
    """`make` in a copy of the project, so that no stack of a developer's is touched."""
    copy = project(tmp_path)

    def make(target: str, arguments: str = "") -> subprocess.CompletedProcess[str]:
        # The virtual environment is the project's own: a newer copy of the lock must not sync it.
        line = ["make", "-o", ".venv/.ready", target, "STACK=local", f"ARGS={arguments}"]
        # This make is nobody's child: the outer one's variables are not its own.
        env = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
        return subprocess.run(  # noqa: S603 - our own targets
            line, cwd=copy, env=env, text=True, capture_output=True, check=False
        )

    yield make
    make("destroy")


def test_what_is_up_stays_as_it_is_and_takes_payments(make: Make) -> None:
    """`up`, a preview without a change, the demo's payments on that stack, `destroy`."""
    ports = list(islice(free_ports(), 2))
    up = make("up", f"--port {ports[0]} --psp-port {ports[1]} --gateway-limit 60")
    assert up.returncode == 0, up.stdout + up.stderr
    same = make("preview", "--expect-no-changes")
    assert same.returncode == 0, same.stdout + same.stderr
    paid = make("demo", "--payments 10 --clients 5")
    assert paid.returncode == 0, paid.stdout + paid.stderr
    again = make("demo", "--payments 10 --clients 5")
    assert again.returncode == 0, again.stdout + again.stderr
    gone = make("destroy")
    assert gone.returncode == 0, gone.stdout + gone.stderr
    for port in ports:
        listen(port).close()


def test_a_demo_needs_a_stack_that_is_up(make: Make) -> None:
    """One sentence with the remedy, and a non-zero exit."""
    refused = make("demo")
    assert refused.returncode != 0
    assert "make up STACK=local" in refused.stdout
