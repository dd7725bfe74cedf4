"""An interrupt is heeded, also where Python drops its exception."""

import subprocess
import sys

import pytest

from local.emulator import ROOT

PROGRAM = """
import os, signal, sys
from local import interrupts

class Dropped:
    def __del__(self):
        os.kill(os.getpid(), signal.{number})

interrupts.heed()
interrupts.listen()
sys.unraisablehook = lambda _: print("dropped", flush=True)
try:
    {act}
    print("went on", flush=True)
    interrupts.heed()
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("os.kill(os.getpid(), signal.{number})", ["stopped"]),
        ("Dropped()", ["dropped", "went on", "stopped"]),
    ],
    ids=["raised", "dropped"],
)
def test_whoever_waits_next_stops(number: str, act: str, said: list[str]) -> None:
    """At once where the exception gets through, and else where the program waits."""
    program = PROGRAM.format(number=number, act=act.format(number=number))
    done = subprocess.run(  # noqa: S603 - this interpreter, on the program above.
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:-1] == said
