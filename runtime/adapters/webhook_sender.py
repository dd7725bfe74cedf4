"""The way out to merchants' endpoints: an address that others choose, so nothing of it is trusted.

A name is resolved once, each of its addresses must be public, and the connection is to one of
those: whatever the name server says next changes nothing. No redirect is followed and no proxy
asked; what is read of an answer is thrown away, all but its status.
"""

import socket
import ssl
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import closing, suppress
from http.client import HTTPException
from ipaddress import ip_address
from threading import Thread
from typing import Any, Final

from botocore.httpsession import where

from runtime.adapters.webhook_wire import (
    AnswerTooLargeError,
    Bounds,
    Connect,
    PinnedConnection,
    trusting,
)
from runtime.domain.public_address import Address, is_this_machine, may_be_posted_to
from runtime.domain.webhook_ports import WebhookAnswer
from runtime.domain.webhook_url import Place, place, url_fault

SECONDS: Final = 10.0
"""A whole exchange: name, connection, TLS, event and answer."""

CHUNK: Final = 4096

Resolve = Callable[[str, int], list[tuple[Any, ...]]]
"""`socket.getaddrinfo`."""


class _NoAnswerError(Exception):
    """There is none; the first argument is one of FAILURES."""


class HttpsWebhookSender:
    """The WebhookSender port; safe to share between threads."""

    def __init__(
        self,
        *,
        loopback: bool,
        ca_file: str | None = None,
        resolve: Resolve = socket.getaddrinfo,
        connect: Connect = socket.create_connection,
        seconds: float = SECONDS,
    ) -> None:
        """What it trusts, and what it asks.

        Args:
            loopback: whether an endpoint may be on this machine besides.
            ca_file: PEM of the certificates that vouch for endpoints on this machine, and for no
                others; None: those that vouch for public ones.
            resolve: what asks the name servers.
            connect: what makes a TCP connection.
            seconds: for a whole exchange.
        """
        self._loopback = loopback
        self._resolve = resolve
        self._connect = connect
        self._seconds = seconds
        self._public = trusting(where())
        self._at_home = trusting(ca_file) if ca_file else self._public

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> WebhookAnswer:
        """One attempt; whatever the endpoint does is an answer, and nothing is raised."""
        try:
            return WebhookAnswer(self._post(url, headers, body))
        except _NoAnswerError as error:
            return WebhookAnswer(None, error.args[0])
        except (AnswerTooLargeError, HTTPException, OSError) as error:
            return WebhookAnswer(None, _failure(error))

    def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        if url_fault(url, loopback=self._loopback):
            raise _NoAnswerError("address_refused")
        where_to, bounds = place(url), Bounds(self._seconds)
        address = self._address(where_to, bounds)
        connection = PinnedConnection(
            where_to,
            address,
            context=self._at_home if is_this_machine(address) else self._public,
            bounds=bounds,
            connect=self._connect,
        )
        with closing(connection):
            connection.request("POST", where_to.target, body, {**headers, "Connection": "close"})
            with closing(connection.getresponse()) as response:
                # The status is the answer. An endpoint that is still writing is let finish, so
                # that it sees no broken connection; what comes of the rest changes nothing.
                with suppress(OSError, HTTPException, AnswerTooLargeError):
                    while response.read1(CHUNK):
                        pass
                return response.status

    def _address(self, where_to: Place, bounds: Bounds) -> Address:
        """The one that is posted to; every one that the name has must be allowed."""
        found = [where_to.address] if where_to.address else self._resolved(where_to, bounds)
        if not found:
            raise _NoAnswerError("name_unknown")
        if not all(may_be_posted_to(each, loopback=self._loopback) for each in found):
            raise _NoAnswerError("address_refused")
        # A function outside of a network has no way out by IPv6.
        return min(found, key=lambda each: each.version)

    def _resolved(self, where_to: Place, bounds: Bounds) -> list[Address]:
        # A look-up has no end of its own: a slow name server would hold everybody's lane.
        answer: Future[list[tuple[Any, ...]]] = Future()

        def ask() -> None:
            try:
                answer.set_result(self._resolve(where_to.host, where_to.port))
            except (OSError, UnicodeError) as error:
                answer.set_exception(error)

        Thread(target=ask, daemon=True).start()
        try:
            infos = answer.result(bounds.seconds())
        except TimeoutError:
            raise
        except (OSError, UnicodeError) as error:
            raise _NoAnswerError("name_unknown") from error
        return [ip_address(info[4][0]) for info in infos]


def _failure(error: Exception) -> str:
    return next(word for kind, word in _WORDS if isinstance(error, kind))


# The first that fits: an error of TLS and a timeout are errors of the system too, and a server
# that left without a word gave no answer that could be read.
_WORDS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (TimeoutError, "timeout"),
    (ssl.SSLError, "tls_failed"),
    (OSError, "connection_failed"),
    (Exception, "answer_unreadable"),
)
