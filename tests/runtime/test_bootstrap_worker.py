"""The worker is joined to the processor's own ports."""

import json
import subprocess
import sys
from pathlib import Path

from tests.runtime.test_bootstrap import ENVIRONMENT, ROOT

PROGRAM = """
import json, socket
def refuse(*_):
    raise AssertionError("a socket")
socket.socket.connect = refuse
from runtime import bootstrap_worker
worker = bootstrap_worker.worker()
print(json.dumps([
    type(worker._source).__name__, worker._in_flight.room(), worker._times.longest,
]))
"""


def test_a_worker_is_built_without_a_call(tmp_path: Path) -> None:
    """It takes as many at a time as it is told, and works as long as an invocation may."""
    settings = {"IN_FLIGHT": "3", "HEALTH_FILE": str(tmp_path / "health")}
    answer = subprocess.run(  # noqa: S603 - this interpreter, on the program above.
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**ENVIRONMENT, **settings},
        check=True,
        capture_output=True,
        text=True,
    )
    assert json.loads(answer.stdout) == ["SqsMessageSource", 3, 45]
