"""The port of request signatures (HTTP Message Signatures, RFC 9421)."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from runtime.domain.merchant import SigningKey


class SignedRequest(NamedTuple):
    """A request as its sender wrote it, as far as a signature can cover it."""

    method: str
    authority: str
    """The host that was asked; with the port where it is not the scheme's."""
    path: str
    """As it was asked for at that host: with the stage, where no own domain hides it."""
    query: Sequence[tuple[str, str]]
    """Name and value of each parameter, decoded."""
    headers: Sequence[tuple[str, str]]
    """Name and value of each line, in any spelling."""
    body: bytes


class RequestSignatures(Protocol):
    """Whoever can tell whose signature stands under a request."""

    def check(self, request: SignedRequest, keys: Sequence[SigningKey]) -> None:
        """Whether one of these keys has signed all of the request that anybody here reads, now.

        Raises:
            InvalidRequestError: it is not signed, or not so.
        """
        ...
