"""One TLS connection to one address, with an end in time and a bound on what is read.

The standard library's client reads headers of megabytes, and begins its timeout anew with each
byte that drips: here every read and write has what is left of one deadline and of one budget.
"""

import ssl
import time
from collections.abc import Callable
from http.client import HTTPSConnection
from socket import socket
from typing import Final

from runtime.domain.public_address import Address
from runtime.domain.webhook_url import Place

LARGEST_ANSWER: Final = 16 * 1024
"""Bytes that are read of an answer, headers and body together."""

Connect = Callable[[tuple[str, int], float], socket]
"""`socket.create_connection`: an address and seconds."""


class AnswerTooLargeError(Exception):
    """The answer is longer than what is read of one."""


class Bounds:
    """What is left to one exchange."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._bytes = LARGEST_ANSWER

    def seconds(self) -> float:
        """Until the deadline.

        Raises:
            TimeoutError: it is over.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def bytes(self) -> int:
        """How many may still be read.

        Raises:
            AnswerTooLargeError: none.
        """
        if self._bytes == 0:
            raise AnswerTooLargeError
        return self._bytes

    def read(self, count: int) -> None:
        """So many were."""
        self._bytes -= count


class BoundedSocket(ssl.SSLSocket):
    """A socket whose every call has what is left; a handshake and a read are one call each."""

    bounds: Bounds

    # The types of ssl leave open what a buffer is.
    def recv_into(self, buffer, nbytes=None, flags=0):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        """What http.client reads by."""
        self.settimeout(self.bounds.seconds())
        most = min(nbytes or len(buffer), self.bounds.bytes())
        count = super().recv_into(buffer, most, flags)
        self.bounds.read(count)
        return count

    def send(self, data, flags=0):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        """What `sendall` writes by."""
        self.settimeout(self.bounds.seconds())
        return super().send(data, flags)


def trusting(ca_file: str) -> ssl.SSLContext:
    """TLS that accepts what the certificates of one file vouch for, by the name that is asked."""
    context = ssl.create_default_context(cafile=ca_file)
    context.sslsocket_class = BoundedSocket
    return context


class PinnedConnection(HTTPSConnection):
    """To the address that was checked: the name is for the certificate, SNI and `Host` alone."""

    def __init__(
        self,
        place: Place,
        address: Address,
        *,
        context: ssl.SSLContext,
        bounds: Bounds,
        connect: Connect,
    ) -> None:
        super().__init__(place.host, place.port, context=context)
        self._tls = context
        self._address = address
        self._bounds = bounds
        self._connect = connect

    def connect(self) -> None:
        """Ask no name server, and no proxy."""
        raw = self._connect((str(self._address), self.port), self._bounds.seconds())
        # From here on the socket belongs to the connection, and is closed with it.
        wrapped = self._tls.wrap_socket(
            raw, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock = wrapped
        assert isinstance(wrapped, BoundedSocket)  # noqa: S101 - `trusting` sets the class.
        wrapped.bounds = self._bounds
        wrapped.settimeout(self._bounds.seconds())
        wrapped.do_handshake()
