"""The Mailer port over SES."""

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)
from botocore.stub import ANY, Stubber
from hypothesis import given
from hypothesis import strategies as st

from runtime.adapters.ses_mailer import SesMailer, template_data
from runtime.domain.email_event import Reason
from runtime.domain.errors import (
    MailAccountRefusedError,
    TillstackError,
    UnavailableError,
    UnsendableMailError,
)
from runtime.domain.ports import Mail
from runtime.domain.private import Clear
from tests.fakes.payments import ID
from tests.runtime.adapters.aws import AS_NOBODY

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

URL = "https://email.eu-west-1.amazonaws.com"
MAIL = Mail(
    to=Clear("jane@example.com"),
    name=Clear("<b>Jane & Co</b>"),
    template="en-succeeded",
    fields={"description": "Bread\r\nBcc: all@example.com"},
    notification_id=f"{ID}-4",
    request_id="request-1",
)


def ses() -> "SESV2Client":
    """A client with nobody's credentials."""
    return boto3.client("sesv2", **AS_NOBODY)


def mailer(client: "SESV2Client") -> SesMailer:
    """A mailer with one template."""
    return SesMailer(client, "till@example.com", "mails", {"en-succeeded": "till-en-succeeded"})


def test_a_mail_is_sent_through_its_template() -> None:
    """Sender, recipient, template, data, request, tag and configuration set reach SES as given."""
    client = ses()
    expected: dict[str, Any] = {
        "FromEmailAddress": "till@example.com",
        "Destination": {"ToAddresses": ["jane@example.com"]},
        "Content": {
            "Template": {
                "TemplateName": "till-en-succeeded",
                "TemplateData": ANY,
                "Headers": [{"Name": "X-Request-Id", "Value": "request-1"}],
            },
        },
        "EmailTags": [{"Name": "notification_id", "Value": f"{ID}-4"}],
        "ConfigurationSetName": "mails",
    }
    sent: list[dict[str, Any]] = []
    client.meta.events.register(
        "provide-client-params.sesv2.SendEmail", lambda params, **_: sent.append(params)
    )
    with Stubber(client) as stub:
        stub.add_response("send_email", {"MessageId": "m-1"}, expected)
        assert mailer(client).send(MAIL) == "m-1"
    assert json.loads(sent[0]["Content"]["Template"]["TemplateData"]) == {
        "description": "Bread Bcc: all@example.com",
        "description_html": "Bread Bcc: all@example.com",
        "name": "<b>Jane & Co</b>",
        "name_html": "&lt;b&gt;Jane &amp; Co&lt;/b&gt;",
    }


@pytest.mark.fault(
    "F70",
    sees="The text as it was written, as text",
    does="Line breaks and control characters are taken out, and markup is escaped",
)
@given(st.text())
def test_no_field_breaks_out_of_its_place(value: str) -> None:
    """No field holds a line break or control character, and no HTML field holds markup."""
    data = template_data({"name": value})
    assert not {"\r", "\n", "\0", "\x1b", "\x85", "\u2028"} & set("".join(data.values()))
    assert not set("<>\"'") & set(data["name_html"])


def refused(code: str, message: str = "", status: int = 400) -> Exception:
    """What the caller is told when SES answers with an error."""
    client = ses()
    stub = Stubber(client)
    stub.add_client_error("send_email", code, message, http_status_code=status)
    with stub, pytest.raises(TillstackError) as caught:
        mailer(client).send(MAIL)
    return caught.value


PAUSED = (
    "Sending paused for this account. For more information, please check the inbox of the email "
    "address associated with your AWS account."
)


@pytest.mark.parametrize(
    ("code", "text", "reason"),
    [
        ("MessageRejected", "Address blacklisted.", Reason.SUPPRESSED),
        ("BadRequestException", "Domain contains illegal character", Reason.REJECTED),
    ],
)
def test_an_address_that_ses_refuses_is_unsendable(code: str, text: str, reason: Reason) -> None:
    """What is known to be about the address is not tried again, and says why."""
    error = refused(code, text)
    assert isinstance(error, UnsendableMailError)
    assert error.reason is reason


@pytest.mark.fault(
    "F68",
    sees="The mail comes when sending works again, at most a day later",
    does=(
        "What is about the account and not about the payer's address is tried again for a day, "
        "with an alarm from the first time on; the refusal's text, which may hold an address, "
        "is not logged"
    ),
    person="does what docs/runbooks/mail.md says of the refusal; resends what was given up",
)
@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("MessageRejected", PAUSED),
        ("MessageRejected", "Email address is not verified: jane@example.com"),
        ("BadRequestException", "Template till-en-succeeded does not exist: jane@example.com"),
        ("BadRequestException", "Invalid tag value <jane@example.com>"),
        ("NotFoundException", "Configuration set <mails> does not exist."),
        ("AccountSuspendedException", ""),
        ("SendingPausedException", ""),
        ("LimitExceededException", "Daily message quota exceeded."),
        ("AccessDeniedException", "jane@example.com"),
        ("SomethingNewException", "jane@example.com"),
    ],
)
def test_what_is_about_the_account_is_nobodys_last_mail(code: str, text: str) -> None:
    """A person can mend it, the error says which, and repeats no address."""
    error = refused(code, text)
    assert isinstance(error, MailAccountRefusedError)
    assert error.meaning.startswith(f"{code}: ")
    assert "jane" not in f"{error} {error.meaning}"
    assert error.__cause__ is None


@pytest.mark.parametrize(
    ("code", "status"), [("TooManyRequestsException", 429), ("InternalFailure", 500), ("New", 503)]
)
def test_a_refusal_for_now_is_unavailable(code: str, status: int) -> None:
    """What is about the moment may be sent later, and rings no alarm."""
    assert isinstance(refused(code, status=status), UnavailableError)


def test_what_the_sdk_itself_refuses_is_the_accounts() -> None:
    """No credentials, or a request that can't be made: named, tried again, looked at."""
    with pytest.raises(MailAccountRefusedError, match="NoCredentialsError"):
        failing(NoCredentialsError()).send(MAIL)


def failing(error: Exception) -> SesMailer:
    """A mailer whose connection fails when the request is sent."""
    client = ses()

    def fail(**_: Any) -> None:
        raise error

    client.meta.events.register("before-send.sesv2.SendEmail", fail)
    return mailer(client)


@pytest.mark.parametrize(
    "error",
    [
        ReadTimeoutError(endpoint_url=URL),
        ConnectionClosedError(endpoint_url=URL),
    ],
    ids=repr,
)
def test_no_answer_may_be_a_mail(error: Exception) -> None:
    """A connection that breaks after the request is a timeout: it may have been sent."""
    with pytest.raises(TimeoutError, match=type(error).__name__):
        failing(error).send(MAIL)


@pytest.mark.parametrize(
    "error",
    [
        ConnectTimeoutError(endpoint_url=URL),
        EndpointConnectionError(endpoint_url=URL),
    ],
    ids=repr,
)
def test_no_connection_is_no_mail(error: Exception) -> None:
    """A connection that was never made is unavailable: surely not sent."""
    with pytest.raises(UnavailableError, match=type(error).__name__):
        failing(error).send(MAIL)


def test_a_template_that_the_stack_lacks_is_the_accounts() -> None:
    """A template that is missing is our configuration, named by its key."""
    with pytest.raises(MailAccountRefusedError, match="pt-failed"):
        mailer(ses()).send(MAIL._replace(template="pt-failed"))
