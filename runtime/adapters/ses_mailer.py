"""Templated mail over SES."""

import html
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NeverConnectedError
from botocore.parsers import ResponseParserError

from runtime.adapters._ses_refusals import UNKNOWN, About, refusal
from runtime.adapters.aws_errors import SDK_ERRORS, code_of
from runtime.domain.errors import (
    MailAccountRefusedError,
    TillstackError,
    UnavailableError,
    UnsendableMailError,
)
from runtime.domain.ports import Mail

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

REQUEST_ID: Final = "X-Request-Id"
"""The mail's header that leads from it to every line of its payment in the log."""

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class SesMailer:
    """The Mailer port.

    The client must not retry by itself: SES has no idempotency token, so a repeat is a
    second mail.
    """

    def __init__(
        self,
        client: "SESV2Client",
        sender: str,
        configuration_set: str,
        templates: Mapping[str, str],
    ) -> None:
        self._client = client
        self._sender = sender
        self._configuration_set = configuration_set
        self._templates = templates

    def send(self, mail: Mail) -> str:
        """Hand over one mail; returns the service's message id.

        Raises:
            UnavailableError: SES is short of something, or was never reached: surely not sent.
            MailAccountRefusedError: this account's mail is refused: surely not sent.
            UnsendableMailError: mail for this address is refused for good.
            TimeoutError: no answer; it may have been sent.
        """
        if mail.template not in self._templates:
            raise MailAccountRefusedError(f"this stack has no mail template {mail.template}")
        values = {**mail.fields, "name": mail.name.get_secret_value()}
        # SES quotes addresses in its messages: the cause stays out of what may be logged.
        try:
            answer = self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [mail.to.get_secret_value()]},
                Content={
                    "Template": {
                        "TemplateName": self._templates[mail.template],
                        "TemplateData": json.dumps(template_data(values)),
                        "Headers": [{"Name": REQUEST_ID, "Value": mail.request_id}],
                    }
                },
                EmailTags=[{"Name": "notification_id", "Value": mail.notification_id}],
                ConfigurationSetName=self._configuration_set,
            )
        except (HTTPClientError, ResponseParserError) as error:
            message = f"SES did not answer: {code_of(error)}."
            raise TimeoutError(message) from None
        except SDK_ERRORS as error:
            raise _refusal(error) from None
        return answer["MessageId"]


def template_data(fields: Mapping[str, str]) -> dict[str, str]:
    """Each field twice: `name` for subject and text, `name_html` for the HTML part.

    SES fills templates without escaping; line breaks and control characters become spaces.
    """
    plain = {name: _CONTROL.sub(" ", value) for name, value in fields.items()}
    escaped = {f"{name}_html": html.escape(value) for name, value in plain.items()}
    return plain | escaped


def _refusal(error: Exception) -> TillstackError:
    code = code_of(error)
    if isinstance(error, NeverConnectedError):
        return UnavailableError(f"SES was not reached: {code}.")
    if not isinstance(error, ClientError):
        return MailAccountRefusedError(f"{code}: {UNKNOWN}")
    said = error.response.get("Error", {}).get("Message", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    row = refusal(code, said, status)
    meaning = f"{code}: {row.meaning}"
    if row.about is About.PAYER:
        return UnsendableMailError(meaning, row.reason)
    if row.about is About.ACCOUNT:
        return MailAccountRefusedError(meaning)
    return UnavailableError(f"SES does not take mail now, {meaning}.")
