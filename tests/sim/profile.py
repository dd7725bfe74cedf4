"""Where the simulator's time goes: a look, every few milliseconds, at the task that runs.

Only one thread at a time holds the baton, so a look at all of them finds one that works, or none
while the baton changes hands. (The standard library's profiler follows threads differently from
Python to Python.)
"""

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

OURS: Final = f"{Path(__file__).parents[2]}/"
PACKAGES: Final = "/.venv/"
STAGE: Final = "tests/sim/stage.py"
EVERY_S: Final = 0.002
SWITCH_S: Final = 0.000_01
HANDS_OVER: Final = "the baton changes hands"
WAITS: Final = frozenset({"pause", "_hand_to", "run"})
"""Functions of the stage whose own lines are a lock that the thread waits for."""


@contextmanager
def sampled() -> Iterator[Counter[str]]:
    """Counts, by the innermost function of ours, how often it was found at work.

    Other threads that run already are nobody's task: a server of the same process, for example.
    """
    places: Counter[str] = Counter()
    over = threading.Event()
    strangers = set(sys._current_frames()) - {threading.get_ident()}

    def sample() -> None:
        not_ours = strangers | {threading.get_ident()}
        while not over.wait(EVERY_S):
            frames = sys._current_frames()
            at_work = (_place(frame) for thread, frame in frames.items() if thread not in not_ours)
            places[next(filter(None, at_work), HANDS_OVER)] += 1

    sampler = threading.Thread(target=sample, daemon=True)
    before = sys.getswitchinterval()
    # With the usual 5 ms it would get its look only when a task gives up the interpreter itself.
    sys.setswitchinterval(SWITCH_S)
    sampler.start()
    try:
        yield places
    finally:
        sys.setswitchinterval(before)
        over.set()
        sampler.join()


def _place(frame: FrameType | None) -> str | None:
    """The innermost function of ours, as `room/file.py function`; None where it waits."""
    innermost = True
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(OURS) and PACKAGES not in code.co_filename:
            path = code.co_filename.removeprefix(OURS)
            waits = innermost and path == STAGE and code.co_name in WAITS
            return None if waits else f"{path} {code.co_name}"
        innermost = False
        frame = frame.f_back
    return None
