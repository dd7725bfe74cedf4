"""Who may use a console: whoever opened it with the link that was printed once."""

from hmac import compare_digest
from secrets import token_urlsafe
from typing import Final

HOST: Final = "127.0.0.1"
BYTES: Final = 32
"""Of each secret: no shorter than the cookies of RFC 6265 need to be unguessable."""


class Session:
    """The secrets of one process: they are made when it starts, and end with it.

    The room is a part of every path, and the cookie is sent below it only. A cookie knows no port,
    so without it another program's page on this machine could be sent the cookie.
    """

    def __init__(self, port: int) -> None:
        self.host = f"{HOST}:{port}"
        self.origin = f"http://{self.host}"
        self.base = f"/{token_urlsafe(BYTES)}"
        self.cookie_name = f"till_console_{port}"
        self.cookie = token_urlsafe(BYTES)
        self.form_token = token_urlsafe(BYTES)
        """In every form."""
        self._start: str | None = token_urlsafe(BYTES)

    @property
    def link(self) -> str:
        """What is printed; it opens the console once."""
        return f"{self.origin}{self.base}/start?token={self._start or 'used'}"

    def opened_by(self, token: str) -> bool:
        """Whether this is the token of the link, for the first time."""
        if self._start is None or not _same(token, self._start):
            return False
        self._start = None
        return True

    def knows(self, cookie: str) -> bool:
        """Whether this browser opened the link."""
        return _same(cookie, self.cookie)

    def made(self, form_token: str) -> bool:
        """Whether the form is of one of our pages."""
        return _same(form_token, self.form_token)


def _same(given: str, known: str) -> bool:
    """In a time that does not tell how much is right; a text of any alphabet."""
    return compare_digest(given.encode(), known.encode())
