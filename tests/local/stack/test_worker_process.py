"""A worker ends with whoever started it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests._wait import until
from tests.runtime.test_bootstrap import ENVIRONMENT, ROOT

NOBODY = "http://127.0.0.1:9"
"""Where no SQS listens."""


@pytest.mark.parametrize("how", ["closed", "told"])
def test_it_is_stopped_in_order(how: str, tmp_path: Path) -> None:
    """By the end of its standard input as by SIGTERM: 0, as the worker itself ends."""
    health = tmp_path / "health"
    told = {**ENVIRONMENT, "HEALTH_FILE": str(health), "AWS_ENDPOINT_URL": NOBODY}
    with subprocess.Popen(
        [sys.executable, "-m", "local.stack._worker_process"],
        cwd=ROOT,
        env=told,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as child:
        until(health.exists, 30)
        if how == "told":
            child.send_signal(signal.SIGTERM)
            child.wait(30)
        out, _ = child.communicate(timeout=30)
    assert child.returncode == 0, out
    assert '"worker.stopped"' in out
