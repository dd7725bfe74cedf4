"""Ctrl-C and `kill` for programs that clean up after themselves.

Python may drop an exception that is raised while a destructor or a callback runs, and with it the
interrupt; so it is noted as well, and whoever waits next heeds it.
"""

import signal
import sys
import threading
from typing import Any, Final

INTERRUPTED: Final = 130
"""The exit code of what Ctrl-C ended (128 and the signal's number)."""
_ASKED: Final = threading.Event()


def listen() -> None:
    """Ctrl-C and `kill` raise KeyboardInterrupt in the main thread.

    Also in a background job, which a shell starts deaf to Ctrl-C.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    sys.unraisablehook = _unheard


def heed() -> None:
    """Stop here if somebody asked for it.

    Raises:
        KeyboardInterrupt: somebody pressed Ctrl-C, or asked for the end with SIGTERM.
    """
    if _ASKED.is_set():
        raise KeyboardInterrupt


def _stop(*_: Any) -> None:
    _ASKED.set()
    raise KeyboardInterrupt


def _unheard(dropped: "sys.UnraisableHookArgs") -> None:
    """A dropped interrupt is noted already; of anything else a person should see the traceback."""
    if dropped.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(dropped)
