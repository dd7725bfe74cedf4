"""The console behind a port of this machine, until somebody ends it."""

import os
import socket
import time
from collections.abc import Callable
from typing import Final

import uvicorn

from till.console.app import application
from till.console.port import ConsoleStack
from till.console.session import HOST, Session
from till.console.view import Clock
from till.lib.exits import CommandError, Exit

MOST_AT_ONCE: Final = 32


def listening(port: int) -> socket.socket:
    """A socket that listens on the loopback; 0 is any free port.

    Raises:
        CommandError: the port can't be had.
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            # A port that was in use a moment ago is free; elsewhere this would share one in use.
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOST, port))
        # So whoever opens the link is answered, however soon.
        found.listen()
    except OSError as error:
        found.close()
        message = f"Port {port} can't be used ({error.strerror}): name another one with --port."
        raise CommandError(Exit.MISUSED, message) from None
    return found


def real_clock() -> int:
    """Unix seconds."""
    return int(time.time())


def server_of(stack: ConsoleStack, session: Session, clock: Clock = real_clock) -> uvicorn.Server:
    """The server; it writes no line of a request, for the first one holds the link's token."""
    return uvicorn.Server(
        uvicorn.Config(
            application(stack, session, clock),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="off",
            ws="none",
            limit_concurrency=MOST_AT_ONCE,
            timeout_graceful_shutdown=1,
        )
    )


def serve(stack: ConsoleStack, port: int, say: Callable[[str], None]) -> None:
    """Until Ctrl-C.

    Raises:
        CommandError: the port can't be had.
    """
    with listening(port) as listener:
        session = Session(listener.getsockname()[1])
        server = server_of(stack, session)
        try:
            say(
                f"The console of {stack.name} is up, with your own AWS credentials. Open this "
                "link; it opens the console once, in one browser. Ctrl-C ends it.\n"
                f"{session.link}\n"
            )
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            say("The console has ended.\n")
