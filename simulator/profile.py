"""Where the simulator's time goes: a look, every few milliseconds, at the task that runs.

All tasks run in the thread that plays. (The standard library's profiler loses its count of calls
and returns where one task gives way to another.)
"""

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

OURS: Final = f"{Path(__file__).parents[1]}/"
PACKAGES: Final = "/.venv/"
EVERY_S: Final = 0.002
SWITCH_S: Final = 0.000_01
NOTHING_OF_OURS: Final = "nothing of ours"


@contextmanager
def sampled() -> Iterator[Counter[str]]:
    """Counts, by the innermost function of ours, how often it was found at work."""
    places: Counter[str] = Counter()
    over = threading.Event()
    plays = threading.get_ident()

    def sample() -> None:
        while not over.wait(EVERY_S):
            frames = sys._current_frames()  # noqa: SLF001 - documented, in spite of its name
            places[_place(frames.get(plays))] += 1

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


def _place(frame: FrameType | None) -> str:
    """The innermost function of ours, as `room/file.py function`."""
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(OURS) and PACKAGES not in code.co_filename:
            return f"{code.co_filename.removeprefix(OURS)} {code.co_name}"
        frame = frame.f_back
    return NOTHING_OF_OURS
