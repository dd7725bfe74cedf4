"""Every way that a command can end has a code of its kind and one sentence with the next step."""

import pytest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    ReadTimeoutError,
)

from runtime.domain.errors import PaymentMissingError, UnavailableError, UnreadableRowError
from till.lib.exits import MEANINGS, CommandError, Exit, told
from till.lib.input import InputError


def refused(code: str) -> ClientError:
    """AWS's refusal."""
    return ClientError({"Error": {"Code": code, "Message": "So it is."}}, "GetItem")


def hidden(cause: Exception) -> UnavailableError:
    """What an adapter of ours makes of it."""
    error = UnavailableError("DynamoDB did not do what we asked.")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code", "step"),
    [
        (refused("ExpiredTokenException"), Exit.DENIED, "sign in (`aws sso login`)"),
        (refused("UnrecognizedClientException"), Exit.DENIED, "sign in (`aws sso login`)"),
        (NoCredentialsError(), Exit.DENIED, "sign in (`aws sso login`)"),
        (refused("AccessDeniedException"), Exit.DENIED, "ask whoever keeps the account"),
        (refused("ResourceNotFoundException"), Exit.NOT_FOUND, "names the stack that is up"),
        (refused("AWS.SimpleQueueService.NonExistentQueue"), Exit.NOT_FOUND, "the stack that is"),
        (refused("ThrottlingException"), Exit.UNREACHABLE, "give the command again"),
        (refused("ValidationException"), Exit.MISUSED, "So it is."),
        (EndpointConnectionError(endpoint_url="http://x"), Exit.UNREACHABLE, "command again"),
        (ReadTimeoutError(endpoint_url="http://x"), Exit.UNREACHABLE, "command again"),
        (NoRegionError(), Exit.MISUSED, "AWS_DEFAULT_REGION"),
        (hidden(refused("AccessDeniedException")), Exit.DENIED, "ask whoever keeps the account"),
        (hidden(refused("ExpiredToken")), Exit.DENIED, "sign in"),
        (UnavailableError("Nobody answers."), Exit.UNREACHABLE, "Give the command again."),
        (UnreadableRowError("The row can't be read."), Exit.TOO_NEW, "version that is deployed"),
        (CommandError(Exit.NOT_FOUND, "There is none."), Exit.NOT_FOUND, "There is none."),
        (InputError("It is none."), Exit.MISUSED, "It is none."),
        (PaymentMissingError("Gone."), Exit.MISUSED, "Gone."),
    ],
)
def test_an_error_is_of_one_kind_and_says_what_next(
    error: Exception, code: Exit, step: str
) -> None:
    """In one line, for a person and for a script."""
    found, sentence = told(error)
    assert found is code
    assert step in sentence
    assert "\n" not in sentence


def test_every_code_is_explained() -> None:
    """No two mean the same, and none is left out."""
    assert set(MEANINGS) == set(Exit)
    assert len(set(MEANINGS.values())) == len(Exit)
