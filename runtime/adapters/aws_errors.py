"""What the AWS SDK raises, in the domain's words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from runtime.domain.errors import UnavailableError

SDK_ERRORS: Final = (BotoCoreError, ClientError, ResponseParserError)
"""Everything that a call can raise; an answer that can't be parsed has a root of its own."""


def code_of(error: Exception) -> str:
    """The service's error code, or the name of the SDK's own error: safe to log."""
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", "unknown"))
    return type(error).__name__


@contextmanager
def unavailable(service: str) -> Iterator[None]:
    """Turns every failure of the SDK into one sentence with the error's code.

    Raises:
        UnavailableError: no answer; the same call may be made again.
    """
    try:
        yield
    except SDK_ERRORS as error:
        message = f"{service} did not answer as asked: {code_of(error)}."
        raise UnavailableError(message) from error
