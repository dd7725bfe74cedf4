"""How a command ends: its exit code, and one sentence for whatever a person can mend."""

from enum import IntEnum
from typing import Final

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's own.
    CredentialRetrievalError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    SSOError,
    TokenRetrievalError,
)

from runtime.domain.errors import RetryableError, TillstackError, UnreadableRowError
from till.lib.input import InputError
from till.preview.events import PreviewError


class Exit(IntEnum):
    """What a command's exit code says; the values are in `docs/till.md`."""

    DONE = 0
    NO = 1
    MISUSED = 2
    NOT_FOUND = 3
    DENIED = 4
    UNREACHABLE = 5
    TOO_NEW = 6
    STOPPED = 130


MEANINGS: Final = {
    Exit.DONE: "What was asked is done, or what was looked at is as it should be.",
    Exit.NO: "The answer is no: something is not as it should be, the stack refused, or nobody "
    "agreed. Nothing was changed, but for what was printed as done.",
    Exit.MISUSED: "The command line, or a file that it names, is not what the command takes.",
    Exit.NOT_FOUND: "There is no such payment, event, stack, queue, table or log group.",
    Exit.DENIED: "AWS or the stack does not let you: no credentials, expired ones, or a "
    "permission that is missing.",
    Exit.UNREACHABLE: "AWS or the stack gave no answer, or is too busy: the same command may be "
    "given again.",
    Exit.TOO_NEW: "What is stored has a form that this version of `till` does not read.",
    Exit.STOPPED: "Stopped by Ctrl-C.",
}
"""Exit code → what it says."""


class CommandError(InputError):
    """One sentence for a person, with the exit code that says what kind it is."""

    def __init__(self, exit_code: Exit, sentence: str) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


PROBLEMS: Final = (
    PreviewError,
    InputError,
    TillstackError,
    OSError,
    BotoCoreError,
    ClientError,
)
"""What a person can mend; each is one sentence."""

SIGN_IN: Final = "sign in (`aws sso login`), or name a profile with AWS_PROFILE"
_NEWER: Final = "it may be of a newer version: use the `till` of the version that is deployed."
_EXPIRED: Final = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "RequestExpired",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
_DENIED: Final = ("AccessDenied", "NotAuthorized", "Unauthorized", "Forbidden")
_GONE: Final = ("NotFound", "NonExistent", "NoSuch", "DoesNotExist")
_BUSY: Final = ("Throttl", "TooManyRequests", "Unavailable", "InternalError", "InternalFailure")
_NOBODY: Final = (
    NoCredentialsError,
    PartialCredentialsError,
    CredentialRetrievalError,
    SSOError,
    TokenRetrievalError,
)


def told(error: Exception) -> tuple[Exit, str]:
    """The exit code and the sentence of one of `PROBLEMS`."""
    said = str(error).rstrip(".")
    if isinstance(error, ClientError):
        return _of_aws(error)
    if isinstance(error, RetryableError):
        return _unavailable(error)
    if isinstance(error, _NOBODY):
        return Exit.DENIED, f"There are no AWS credentials that work: {SIGN_IN}. ({said})"
    if isinstance(error, ConnectionError | HTTPClientError):
        return Exit.UNREACHABLE, f"{said}; give the command again."
    known: dict[type[Exception], tuple[Exit, str]] = {
        UnreadableRowError: (Exit.TOO_NEW, f"{said}; {_NEWER}"),
        NoRegionError: (Exit.MISUSED, f"{said}: set AWS_DEFAULT_REGION, or AWS_PROFILE."),
    }
    usual = Exit.MISUSED, str(error)
    if isinstance(error, CommandError):
        usual = error.exit_code, str(error)
    return known.get(type(error), usual)


def _unavailable(error: RetryableError) -> tuple[Exit, str]:
    """What our own adapters call unavailable may be AWS's refusal."""
    if isinstance(error.__cause__, ClientError | BotoCoreError):
        return told(error.__cause__)
    return Exit.UNREACHABLE, f"{error} Give the command again."


def _of_aws(error: ClientError) -> tuple[Exit, str]:
    code = str(error.response.get("Error", {}).get("Code", ""))
    said = str(error).rstrip(".")
    if code in _EXPIRED:
        return Exit.DENIED, f"AWS does not know your credentials any more: {SIGN_IN}. ({said})"
    if any(word in code for word in _DENIED):
        return Exit.DENIED, (
            f"{said}; ask whoever keeps the account for this permission: docs/till.md has the "
            "policy that each command needs."
        )
    if any(word in code for word in _GONE) or code == "ResourceNotFoundException":
        return Exit.NOT_FOUND, (
            f"{said}; look whether --outputs or --stack names the stack that is up, and the "
            "profile its account."
        )
    if any(word in code for word in _BUSY):
        return Exit.UNREACHABLE, f"{said}; give the command again."
    return Exit.MISUSED, f"{said}."
