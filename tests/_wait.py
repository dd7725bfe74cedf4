"""Waiting on a condition, never for a time."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

Found = TypeVar("Found")
_PAUSE_S = 0.02
PATIENT_S: Final = 60
"""What the gateways of tests wait for a function, so that a busy machine fails no test.

`tests/local/emulator/mends/test_timeouts.py` plays the real limit.
"""


def until(condition: Callable[[], Found], seconds: float = 10) -> Found:
    """The condition's first true answer.

    Raises:
        TimeoutError: there was none within `seconds`.
    """
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            message = f"Not true within {seconds} s."
            raise TimeoutError(message)
        time.sleep(_PAUSE_S)
    return found
