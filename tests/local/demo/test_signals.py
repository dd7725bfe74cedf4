"""An interrupt is heeded, also where Python drops its exception."""

import subprocess
import sys

import pytest

from local.emulator.emulator import ROOT

PROGRAM = """
import os, signal, sys
from local.demo import signals as stop

class Dropped:
    def __del__(self):
        os.kill(os.getpid(), signal.{number})

stop.heed()
stop.listen()
try:
    {act}
    print("went on", flush=True)
    stop.heed()
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("os.kill(os.getpid(), signal.{number})", ["stopped"]),
        ("Dropped()", ["went on", "stopped"]),
    ],
    ids=["raised", "dropped"],
)
def test_whoever_waits_next_stops(number: str, act: str, said: list[str]) -> None:
    """At once where the exception gets through, and else where the program waits."""
    program = PROGRAM.format(number=number, act=act.format(number=number))
    done = subprocess.run(  # noqa: S603 - this interpreter, on the program above.
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (done.stdout.splitlines(), done.stderr) == (said, "")


def test_what_else_is_dropped_is_shown() -> None:
    """A mistake in a destructor is no interrupt."""
    program = PROGRAM.format(number="SIGINT", act="Dropped()").replace("os.kill(", "os.missing(")
    done = subprocess.run(  # noqa: S603 - as above.
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["went on"]
    assert "AttributeError" in done.stderr
