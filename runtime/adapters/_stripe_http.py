"""How a call travels to Stripe: one pool, two timeouts, no redirects, a bounded JSON answer.

The library's own clients can't tell "nothing was sent" from "no answer came", follow
redirects and read without a bound; the difference decides whether money may have moved.
"""

import json
import time
from collections.abc import Mapping
from typing import Any, Final

import stripe
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

LARGEST_ANSWER: Final = 1024 * 1024
CHUNK: Final = 64 * 1024
CONNECTIONS: Final = 10
"""One for each record of a batch."""


class TransportError(Exception):
    """A call that brought no answer to be interpreted."""


class NothingSentError(TransportError):
    """The connection was never made: name, refusal, TLS or the connect timeout."""


class NoAnswerError(TransportError):
    """The call may have arrived: the read timeout passed, or the connection broke."""


class UnreadableAnswerError(TransportError):
    """An answer came that is no JSON object of the expected shape and a sane size."""


class _Plain(HTTPConnection):
    def connect(self) -> None:
        try:
            super().connect()
        except (HTTPError, OSError) as error:
            raise NothingSentError(type(error).__name__) from error


class _Tls(HTTPSConnection):
    def connect(self) -> None:
        try:
            super().connect()
        except (HTTPError, OSError) as error:
            raise NothingSentError(type(error).__name__) from error


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _Tls


class HttpClient(stripe.HTTPClient):
    """Stripe's transport over urllib3; safe to share between threads."""

    name = "urllib3"

    def __init__(self, connect: float, read: float) -> None:
        """Both timeouts in seconds; a whole answer takes at most `read` after its first byte."""
        super().__init__()
        self._read = read
        self._pool = urllib3.PoolManager(
            maxsize=CONNECTIONS,
            timeout=urllib3.Timeout(connect=connect, read=read),
            retries=False,  # And no redirect is followed.
            ca_certs=stripe.ca_bundle_path,
        )
        self._pool.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        """One call.

        Raises:
            NothingSentError: surely nothing happened.
            UnreadableAnswerError: something happened.
            NoAnswerError: nobody knows.
        """
        try:
            response = self._pool.request(
                method,
                url,
                headers=dict(headers or {}),
                body=post_data,
                preload_content=False,
            )
            body = self._body(response)
        except (HTTPError, OSError) as error:
            raise NoAnswerError(type(error).__name__) from error
        return body, response.status, response.headers

    def _body(self, response: urllib3.BaseHTTPResponse) -> str:
        """The answer as JSON text of one object, whose `error`, if any, is an object too.

        Raises:
            UnreadableAnswerError: it is none.
        """
        try:
            raw = self._whole(response)
        finally:
            response.close()
        try:
            text = raw.decode()
            answer = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise UnreadableAnswerError from error
        if not isinstance(answer, dict) or not isinstance(answer.get("error", {}), dict):
            raise UnreadableAnswerError
        return text

    def _whole(self, response: urllib3.BaseHTTPResponse) -> bytes:
        deadline = time.monotonic() + self._read
        raw = b""
        while chunk := response.read1(CHUNK):
            raw += chunk
            if len(raw) > LARGEST_ANSWER or time.monotonic() > deadline:
                raise UnreadableAnswerError
        return raw

    def close(self) -> None:
        """Close every pooled connection."""
        self._pool.clear()
