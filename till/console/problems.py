"""What can go wrong, as a part of a page: what it is, in the stack's words, and what next."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final, Generic, NamedTuple, TypeVar

from till.lib.exits import PROBLEMS, SIGN_IN, Exit, told

T = TypeVar("T")


class Problem(NamedTuple):
    """One thing that went wrong."""

    status: HTTPStatus
    heading: str
    sentence: str
    after: str
    """What a person does next."""


class Part(NamedTuple, Generic[T]):
    """A part of a page that may be missing without the rest."""

    found: T | None
    problem: Problem | None

    @property
    def status(self) -> HTTPStatus:
        """Of a page that is about this part alone."""
        return self.problem.status if self.problem else HTTPStatus.OK


_SIGN_IN_OR_ASK: Final = (
    f"Expired: {SIGN_IN}, where `till console` was given, and load this page anew. Not allowed: "
    "docs/till.md has what to ask the account's keeper for."
)

_WORDS: Final[Mapping[Exit, tuple[HTTPStatus, str, str]]] = {
    Exit.NO: (
        HTTPStatus.CONFLICT,
        "The stack did not do it",
        "Read the payment's story anew: it may have changed meanwhile.",
    ),
    Exit.MISUSED: (
        HTTPStatus.BAD_REQUEST,
        "This can't be asked so",
        "Correct what is named, and send it again.",
    ),
    Exit.NOT_FOUND: (
        HTTPStatus.NOT_FOUND,
        "There is no such thing here",
        "Search by reference or merchant; the stack's name stands at the top of this page.",
    ),
    Exit.DENIED: (
        HTTPStatus.FORBIDDEN,
        "AWS or the stack does not let you",
        _SIGN_IN_OR_ASK,
    ),
    Exit.UNREACHABLE: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "There was no answer",
        "Load this page anew in a minute; if it stays so, call whoever is on call.",
    ),
    Exit.TOO_NEW: (
        HTTPStatus.NOT_IMPLEMENTED,
        "This console is older than what is stored",
        "Stop it, and start the `till console` of the version that is deployed.",
    ),
}
"""Kind → status, heading and what next; the sentence between is the command line's own."""


def problem_of(error: Exception) -> Problem:
    """One of `PROBLEMS`, for a person who has no shell."""
    kind, sentence = told(error)
    status, heading, after = _WORDS[kind]
    return Problem(status, heading, sentence, after)


def part(asked: Callable[[], T]) -> Part[T]:
    """What was asked for, or why it is not there."""
    try:
        return Part(asked(), None)
    except PROBLEMS as error:
        return Part(None, problem_of(error))
