"""The way into the account, and what is said where it does not answer."""

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
    SSLError,
    UnauthorizedSSOTokenError,
)

from tests._ports import free_ports
from tests.fakes.doctor import refusal
from till.doctor.aws import clients, console, unread
from till.doctor.finding import NotKnownError, Status

URL = "https://lambda.eu-central-1.amazonaws.com"


@pytest.mark.parametrize(
    ("error", "reason", "step"),
    [
        (NoCredentialsError(), "no AWS credentials", "sso login"),
        (UnauthorizedSSOTokenError(), "no AWS credentials", "sso login"),
        (EndpointConnectionError(endpoint_url=URL), "no answer from AWS", "network"),
        (ConnectTimeoutError(endpoint_url=URL), "no answer from AWS", "network"),
        (ReadTimeoutError(endpoint_url=URL), "no answer from AWS", "network"),
        (SSLError(endpoint_url=URL, error=OSError()), "no answer from AWS", "network"),
        (refusal("AccessDeniedException", "ListKeys"), "may not read it (ListKeys", "doctor.json"),
        (refusal("AccessDenied", "GetRole"), "may not read it (GetRole", "doctor.json"),
        (refusal("ExpiredTokenException", "ListKeys"), "does not take these", "sso login"),
        (refusal("InvalidClientTokenId"), "does not take these", "sso login"),
        (refusal("ThrottlingException"), "fewer calls", "again"),
        (refusal("TooManyRequestsException"), "fewer calls", "again"),
        (refusal("InternalFailure", "ListKeys"), "answered ListKeys with InternalFailure", ""),
        (BotoCoreError(), "could not be asked", ""),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Exception) else "",
)
def test_what_can_not_be_read_is_not_known_and_says_why(
    error: BotoCoreError | ClientError, reason: str, step: str
) -> None:
    """No answer of AWS that is none is ever taken for ready."""
    finding = unread(error)
    assert finding.status is Status.NOT_KNOWN
    assert reason in finding.what
    assert step in finding.next


def test_the_text_of_an_error_is_not_repeated() -> None:
    """AWS's own words may hold anything; the error's name is enough."""
    assert "hunter2" not in " ".join(map(str, unread(refusal("Odd", message="hunter2"))))


def test_a_closed_door_is_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real client that reaches nobody ends as not known, and soon gives up."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{next(iter(free_ports()))}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nobody")
    client = clients("eu-central-1")("kms")
    with pytest.raises(EndpointConnectionError) as raised:
        client.list_keys()
    assert "no answer" in unread(raised.value).what
    bounds = client.meta.config
    assert (bounds.connect_timeout, bounds.read_timeout) == (3, 10)
    assert bounds.retries == {"total_max_attempts": 2, "mode": "standard"}


def test_a_service_that_a_region_lacks_is_not_asked() -> None:
    """By botocore's data `cn-north-1` has no user pools; and IAM belongs to no region."""
    china = clients("cn-north-1")
    with pytest.raises(NotKnownError, match="cn-north-1 has no cognito-idp"):
        china("cognito-idp")
    assert china("iam") is china("iam")


def test_the_console_is_that_of_the_partition() -> None:
    """Each partition has a console of its own."""
    assert console("eu-central-1", "x").startswith("https://eu-central-1.console.aws.amazon.com/x")
    assert ".console.amazonaws-us-gov.com/" in console("us-gov-west-1", "x")
    assert ".console.amazonaws.cn/" in console("cn-north-1", "x")
