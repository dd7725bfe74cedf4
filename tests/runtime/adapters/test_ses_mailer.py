"""The Mailer port over SES."""

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from botocore.stub import ANY, Stubber
from hypothesis import given
from hypothesis import strategies as st

from runtime.adapters.ses_mailer import SesMailer, template_data
from runtime.domain.errors import TillstackError, UnavailableError, UnsendableMailError
from runtime.domain.ports import Mail
from tests.fakes.payments import ID
from tests.runtime.adapters.aws import AS_NOBODY

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

URL = "https://email.eu-west-1.amazonaws.com"
MAIL = Mail(
    to="jane@example.com",
    template="en-succeeded",
    fields={"description": "Bread\r\nBcc: all@example.com", "name": "<b>Jane & Co</b>"},
    notification_id=f"{ID}-4",
)


def ses() -> "SESV2Client":
    """A client with nobody's credentials."""
    return boto3.client("sesv2", **AS_NOBODY)


def mailer(client: "SESV2Client") -> SesMailer:
    """A mailer with one template."""
    return SesMailer(client, "till@example.com", "mails", {"en-succeeded": "till-en-succeeded"})


def test_a_mail_is_sent_through_its_template() -> None:
    """Sender, recipient, template, data, tag and configuration set reach SES as given."""
    client = ses()
    expected: dict[str, Any] = {
        "FromEmailAddress": "till@example.com",
        "Destination": {"ToAddresses": ["jane@example.com"]},
        "Content": {
            "Template": {"TemplateName": "till-en-succeeded", "TemplateData": ANY},
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


@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException"])
def test_a_mail_that_ses_rejects_is_unsendable(code: str) -> None:
    """What is wrong with the mail itself is not tried again."""
    assert isinstance(refused(code), UnsendableMailError)


@pytest.mark.parametrize(
    "code",
    [
        "TooManyRequestsException",
        "LimitExceededException",
        "SendingPausedException",
        "AccountSuspendedException",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "AccessDeniedException",
        "InternalFailure",
    ],
)
def test_a_refusal_for_now_is_unavailable(code: str) -> None:
    """What is about the account or the moment may be sent later."""
    assert isinstance(
        refused(code, status=500 if code == "InternalFailure" else 400), UnavailableError
    )


@pytest.mark.fault(
    "F68",
    sees="The mail comes when sending works again, at most a day later",
    does="As a throttle: it waits; the refusal's text, which holds an address, is not logged",
    person="takes the account out of the sandbox; resends what was given up",
)
def test_the_sandbox_is_unavailable_and_not_quoted() -> None:
    """A rejection because the account is in the sandbox can be mended; no address is repeated."""
    error = refused("MessageRejected", "Email address is not verified: jane@example.com")
    assert isinstance(error, UnavailableError)
    assert "jane" not in str(error)
    assert error.__cause__ is None


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


def test_a_template_that_the_stack_lacks_is_unavailable() -> None:
    """A template that is missing is our configuration, named by its key."""
    with pytest.raises(UnavailableError, match="pt-failed"):
        mailer(ses()).send(MAIL._replace(template="pt-failed"))
