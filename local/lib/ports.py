"""Ports on loopback: bound before anything is started, so "in use" is known at once."""

import socket

HOST = "127.0.0.1"


class PortInUseError(Exception):
    """The port that was asked for can't be had, most often because somebody listens on it."""

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(
            f"Port {port} on {HOST} can't be used ({reason.lower()}). Name another one, "
            f"for example {port + 1}, with ARGS: --port is the emulator's, --psp-port the PSP's."
        )
        self.port = port


def listen(port: int | None = None) -> socket.socket:
    """A socket that listens on `port` of 127.0.0.1, or on any free one.

    Raises:
        PortInUseError: the port can't be had.
    """
    # asyncio switches Nagle's delay off only where the protocol is named.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # A port that was in use a moment ago is free; one that somebody listens on is not.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((HOST, port or 0))
        sock.listen(128)
    except OSError as error:
        sock.close()
        raise PortInUseError(port or 0, error.strerror or str(error)) from error
    return sock
