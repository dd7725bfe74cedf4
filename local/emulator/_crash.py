"""A power cut: what was written stays, everything that runs is gone at once.

The emulator writes its state when it ends in order, and a killed one keeps nothing; on AWS what
a call was answered to have written is written. So the cut writes first and then kills: the
calls of every service run in the loop that this holds up, so nobody is answered in between.
"""

import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import ministack.app
from ministack.core import persistence

from local.emulator.faults import CUT, App, Receive, Scope, Send

TRIES: Final = 100

StateOf = Callable[[], dict[str, Any] | None]


class Power:
    """The outermost application; it can end this process and the functions' workers."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it is the cut."""
        if scope["type"] == "http" and scope["path"] == CUT:
            if persistence.PERSIST_STATE:
                keep(ministack.app._build_persistence_save_dict(), Path(persistence.STATE_DIR))  # noqa: SLF001 - what the emulator's own end calls
            os.killpg(os.getpgrp(), signal.SIGKILL)
        await self._app(scope, receive, send)


def keep(services: Mapping[str, StateOf], folder: Path) -> None:
    """Write the state of every service into its file.

    Raises:
        RuntimeError: a service's state was not written.
    """
    for service, state_of in services.items():
        state = _steady(state_of)
        if state is None:
            continue
        file = folder / f"{service}.json"
        file.unlink(missing_ok=True)
        persistence.save_state(service, state)
        if not file.exists():
            raise RuntimeError(f"The state of {service} was not written; the log says why.")


def _steady(state_of: StateOf) -> dict[str, Any] | None:
    """The service's state; its own threads may change what is just being copied."""
    for _ in range(TRIES):
        try:
            return state_of()
        except RuntimeError:
            continue
    return state_of()
