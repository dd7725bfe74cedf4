"""The ports of encrypted bodies: what opens them, and what they are encrypted for."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class MessageOpener(Protocol):
    """What opens a request's body that was encrypted for this stack."""

    def open(self, message: bytes, longest: int) -> bytes:
        """The text inside a compact JWE, of `longest` bytes at most.

        Raises:
            InvalidRequestError: it is none of ours, is damaged, or holds more.
            UnavailableError: no answer; the same call may be made again.
        """
        ...


class PublicKey(NamedTuple):
    """What a body may be encrypted for: an RSA key with its name, numbers in base64url."""

    kid: str
    n: str
    e: str


class PublicKeys(Protocol):
    """The public halves of the keys that open messages."""

    def current(self) -> Sequence[PublicKey]:
        """Every key that opens messages now; the first is the one to use.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        ...
