"""The process itself: it starts without a network, and ends as it is told to."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from runtime.worker.worker import LONG_POLL_SECONDS
from tests._wait import until
from tests.runtime.test_bootstrap import ENVIRONMENT, ROOT


@contextmanager
def process(tmp_path: Path, **settings: str) -> Iterator["subprocess.Popen[str]"]:
    """`python -m runtime.worker` with an SQS that takes its call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        told = {
            **ENVIRONMENT,
            "HEALTH_FILE": str(tmp_path / "health"),
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{silent.getsockname()[1]}",
            **settings,
        }
        with subprocess.Popen(
            [sys.executable, "-m", "runtime.worker"],
            cwd=ROOT,
            env=told,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as child:
            try:
                yield child
            finally:
                child.kill()


def test_sigterm_ends_an_idle_worker_at_once(tmp_path: Path) -> None:
    """Its poll of 20 s is still waiting, and holds nobody up: 0, and two lines."""
    with process(tmp_path) as child:
        until((tmp_path / "health").exists, 30)
        began = monotonic()
        child.send_signal(signal.SIGTERM)
        out, _ = child.communicate(timeout=30)
        assert monotonic() - began < LONG_POLL_SECONDS / 4
    assert child.returncode == 0
    assert [json.loads(line)["message"] for line in out.splitlines()] == [
        "worker.started",
        "worker.stopped",
    ]


def test_a_worker_that_ends_by_itself_has_failed(tmp_path: Path) -> None:
    """Without a place for its sign of life it takes nothing: 1, and whoever runs it sees why."""
    with process(tmp_path, HEALTH_FILE=str(tmp_path / "nowhere" / "health")) as child:
        out, _ = child.communicate(timeout=30)
    assert child.returncode == 1
    lines = [json.loads(line) for line in out.splitlines()]
    assert {"worker.poll", "worker.stopped"} <= {line["message"] for line in lines}


def test_a_missing_variable_is_named(tmp_path: Path) -> None:
    """Nothing starts without all of them."""
    with process(tmp_path, IN_FLIGHT="11") as child:
        out, _ = child.communicate(timeout=30)
    assert child.returncode == 1
    assert "IN_FLIGHT" in out
