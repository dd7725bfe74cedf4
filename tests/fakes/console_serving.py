"""The console behind a real port, over any stack."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from till.console.port import ConsoleStack
from till.console.server import listening, real_clock, server_of
from till.console.session import Session
from till.console.view import Clock

SECONDS: Final = 10


@contextmanager
def serving(stack: ConsoleStack, clock: Clock = real_clock) -> Iterator[Session]:
    """The session of a console that is up."""
    with listening(0) as listener:
        session = Session(listener.getsockname()[1])
        server = server_of(stack, session, clock)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield session
        finally:
            server.should_exit = True
            thread.join(SECONDS)
