"""What the AWS SDK raises, in the domain's words."""

import pytest
from botocore.exceptions import ClientError, NoCredentialsError, ReadTimeoutError
from botocore.parsers import ResponseParserError

from runtime.adapters.aws_errors import code_of, unavailable
from runtime.domain.errors import UnavailableError

REFUSAL = ClientError(
    {"Error": {"Code": "AccessDenied", "Message": "jane@example.com may not"}}, "SendEmail"
)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (REFUSAL, "AccessDenied"),
        (ClientError({}, "SendEmail"), "unknown"),
        (NoCredentialsError(), "NoCredentialsError"),
        (ReadTimeoutError(endpoint_url="https://example.com"), "ReadTimeoutError"),
        (ResponseParserError("<html>"), "ResponseParserError"),
    ],
)
def test_every_failure_of_the_sdk_is_one_sentence_with_its_code(
    error: Exception, code: str
) -> None:
    """The error says which service and which code, and never the service's own text."""
    assert code_of(error) == code
    with pytest.raises(UnavailableError) as caught, unavailable("SES"):
        raise error
    assert str(caught.value) == f"SES did not answer as asked: {code}."
    assert caught.value.__cause__ is error


def test_our_own_mistakes_pass_through() -> None:
    """What is no failure of the SDK is not hidden."""
    with pytest.raises(KeyError), unavailable("SES"):
        raise KeyError
