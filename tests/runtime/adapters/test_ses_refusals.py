"""Each error of SES, and about whom it is."""

import boto3
import pytest

from runtime.adapters._ses_refusals import REFUSALS, UNKNOWN, About, refusal
from runtime.domain.email_event import Reason
from tests.fakes.recorder import ROOT
from tests.runtime.adapters.aws import AS_NOBODY

PAYER, ACCOUNT, MOMENT = About.PAYER, About.ACCOUNT, About.MOMENT

PAUSED = (
    "Sending paused for this account. For more information, please check the inbox of the "
    "email address associated with your AWS account."
)
UNVERIFIED = (
    "Email address is not verified. The following identities failed the check in region "
    "EU-CENTRAL-1: Illegal address"
)
SAID = [
    ("MessageRejected", "Address blacklisted.", PAYER),
    ("BadRequestException", "Domain contains illegal character", PAYER),
    ("BadRequestException", "Domain contains control or whitespace", PAYER),
    ("BadRequestException", "Local address contains control or whitespace", PAYER),
    ("BadRequestException", "Local address contains dot-dot", PAYER),
    ("BadRequestException", "Domain ends with dot", PAYER),
    ("BadRequestException", "Illegal address", PAYER),
    ("BadRequestException", "Missing final '@domain'", PAYER),
    ("BadRequestException", "Missing domain", PAYER),
    ("BadRequestException", "Address length is more than 320 characters long: 'j@x'.", PAYER),
    ("MessageRejected", PAUSED, ACCOUNT),
    ("MessageRejected", "Sending suspended for this account. For more information, …", ACCOUNT),
    ("MessageRejected", UNVERIFIED, ACCOUNT),
    ("MessageRejected", "Email address is not verified: Missing domain", ACCOUNT),
    ("MessageRejected", "A text of next year", ACCOUNT),
    ("MessageRejected", "", ACCOUNT),
    ("AccountSuspendedException", "", ACCOUNT),
    ("SendingPausedException", "Sending is paused for this configuration set.", ACCOUNT),
    ("MailFromDomainNotVerifiedException", "", ACCOUNT),
    ("NotFoundException", "Template till-en-succeeded does not exist.", ACCOUNT),
    ("NotFoundException", "Configuration set <mails> does not exist.", ACCOUNT),
    ("BadRequestException", "Template till-en-succeeded does not exist.", ACCOUNT),
    ("BadRequestException", "The template data is invalid.", ACCOUNT),
    ("BadRequestException", "Invalid tag value <a b>: Illegal address", ACCOUNT),
    ("BadRequestException", "", ACCOUNT),
    ("LimitExceededException", "Daily message quota exceeded.", ACCOUNT),
    ("TooManyRequestsException", "Daily message quota exceeded.", ACCOUNT),
    ("ThrottlingException", "Daily message quota exceeded", ACCOUNT),
    ("AccessDeniedException", "User … is not authorized to perform: ses:SendEmail", ACCOUNT),
    ("AnErrorOfNextYearException", "Address blacklisted", ACCOUNT),
    ("TooManyRequestsException", "Maximum sending rate exceeded.", MOMENT),
    ("ThrottlingException", "Rate exceeded", MOMENT),
    ("Throttling", "Maximum sending rate exceeded.", MOMENT),
    ("InternalFailure", "", MOMENT),
    ("ServiceUnavailable", "", MOMENT),
]


@pytest.mark.parametrize(("code", "text", "about"), SAID)
def test_each_refusal_is_about_the_payer_the_account_or_the_moment(
    code: str, text: str, about: About
) -> None:
    """What SES is known to say is told apart by code and beginning; the rest is the account's."""
    assert refusal(code, text, 400).about is about


def test_each_row_is_reached() -> None:
    """No row stands behind another that takes all it could: each is the answer to some text."""
    found = {refusal(code, text, 400) for code, text, _ in SAID}
    assert {row for row in REFUSALS if row not in found} == set()


def test_each_error_that_ses_documents_has_a_row() -> None:
    """An error that a newer SDK lists for the operation must be judged by a person first."""
    operation = boto3.client("sesv2", **AS_NOBODY).meta.service_model.operation_model("SendEmail")
    documented = {shape.name for shape in operation.error_shapes}
    assert len(documented) >= 8
    unknown = {name for name in documented if refusal(name, "", 400).meaning == UNKNOWN}
    assert unknown == set()


def test_the_runbook_knows_each_refusal_of_the_account() -> None:
    """A person who reads a refusal in the log finds it in the runbook, word for word."""
    runbook = (ROOT / "docs/runbooks/mail.md").read_text()
    said = {row.meaning for row in REFUSALS if row.about is ACCOUNT} | {UNKNOWN}
    assert {meaning for meaning in said if meaning not in runbook} == set()


def test_an_unknown_error_is_the_services_own_from_500_on() -> None:
    """Below, it is the account's: somebody looks, and no payer is given up."""
    assert refusal("New", "", 499).about is ACCOUNT
    assert refusal("New", "", 500).about is MOMENT


def test_a_suppressed_address_is_told_from_one_that_is_none() -> None:
    """A merchant reads why the payer has no mail."""
    assert refusal("MessageRejected", "Address blacklisted.", 400).reason is Reason.SUPPRESSED
    assert refusal("BadRequestException", "Missing domain", 400).reason is Reason.REJECTED
