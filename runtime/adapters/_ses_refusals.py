"""What SES says when it does not take a mail, about whom it says so, and what we do.

- `PAYER`: SES takes no mail for this address, whoever sends it: the mail is undeliverable.
- `ACCOUNT`: no payer gets such a mail until a person mends something: an alarm, and the mail is
  tried again for a day. What is in no row is the account's.
- `MOMENT`: SES itself is short of something: the mail is tried again for a day.

As of 2026-11-29. The codes are those that botocore's model of SES v2 (2019-09-27) lists for
`SendEmail`, and of "Common Errors" (Amazon SES API v2 Reference) those of the moment. For the texts
each row names its source; the two titles are pages of the Amazon SES Developer Guide.

SES checks addresses with JavaMail's `InternetAddress`, and its texts don't say whether they mean
sender or recipient. They mean the recipient: a stack's settings take a sender of a form only that
JavaMail takes.
"""

import re
from enum import Enum, auto
from typing import Final, NamedTuple

from runtime.domain.email_event import Reason

_ERRORS: Final = "Amazon SES email sending errors"
_QUOTAS: Final = "Errors related to the sending quotas for your Amazon SES account"
_MODEL: Final = "botocore, SES v2, SendEmail"
_COMMON: Final = "Common Errors"


class About(Enum):
    """Whom a refusal is about."""

    PAYER = auto()
    ACCOUNT = auto()
    MOMENT = auto()


class Refusal(NamedTuple):
    """One row: an error by its code and by the beginning of its text, without regard to case."""

    code: str
    text: str
    """A regular expression. SES quotes addresses further on, so it must fit at the beginning."""
    about: About
    meaning: str
    """In our words, for SES's own may hold an address."""
    source: str
    reason: Reason = Reason.REJECTED
    """Why a mail is undeliverable, where the refusal is about its payer."""


UNKNOWN: Final = "for a reason that is not in our table"

REFUSALS: Final = (
    # About the address.
    Refusal(
        "MessageRejected",
        r"Address blacklisted",
        About.PAYER,
        "the address is on a suppression list",
        "github.com/emencia/emencia-django-newsletter/issues/61, alphagov/signon/pull/230",
        Reason.SUPPRESSED,
    ),
    Refusal(
        "BadRequestException",
        r"(?:Local address|Domain) contains (?:control or whitespace|illegal character|dot-dot)",
        About.PAYER,
        "the address is none",
        "github.com/awslabs/aws-sdk-rust/issues/881, hcengineering/platform/issues/7864, "
        "openstax/accounts/issues/253, magfest/ubersystem/issues/3010",
    ),
    Refusal(
        "BadRequestException",
        r"(?:Local address|Domain) (?:starts|ends) with dot|Illegal address",
        About.PAYER,
        "the address is none",
        "JavaMail's InternetAddress; github.com/openstax/accounts/issues/253",
    ),
    Refusal(
        "BadRequestException",
        r"Missing (?:domain|local name|final '@domain')",
        About.PAYER,
        "the address is none",
        "github.com/brave/accounts/issues/35, cloud-custodian/cloud-custodian/pull/8051",
    ),
    Refusal(
        "BadRequestException",
        r"Address length is more than",
        About.PAYER,
        "the address is too long",
        "github.com/floci-io/floci, SesAddressLength.java: as tried on SES",
    ),
    # About the account.
    Refusal("AccountSuspendedException", "", About.ACCOUNT, "sending is ended for good", _MODEL),
    Refusal("SendingPausedException", "", About.ACCOUNT, "sending is paused", _MODEL),
    Refusal(
        "MessageRejected",
        r"Sending (?:paused|suspended) for this account|Account is paused",
        About.ACCOUNT,
        "sending is paused",
        f"{_ERRORS}; github.com/GoodDollar/GoodServer/issues/419, yegor256/0pdd/issues/240",
    ),
    Refusal(
        "MessageRejected",
        r"Email address(?:es)? (?:is|are) not verified",
        About.ACCOUNT,
        "the sender is not verified, or the account is in SES's sandbox",
        _ERRORS,
    ),
    Refusal("MessageRejected", "", About.ACCOUNT, "it does not like what the mail holds", _MODEL),
    Refusal(
        "MailFromDomainNotVerifiedException",
        "",
        About.ACCOUNT,
        "the MAIL FROM domain is not verified",
        _MODEL,
    ),
    Refusal(
        "NotFoundException",
        "",
        About.ACCOUNT,
        "the template, the configuration set or the identity is not there",
        _MODEL,
    ),
    Refusal(
        "BadRequestException",
        "",
        About.ACCOUNT,
        "the template, its data, a tag, the configuration set or the request is wrong",
        _MODEL,
    ),
    Refusal("LimitExceededException", "", About.ACCOUNT, "a quota is used up", _MODEL),
    Refusal(
        r"TooManyRequestsException|Throttling(?:Exception)?",
        r"Daily (?:message|sending) quota exceeded",
        About.ACCOUNT,
        "the quota of a day is used up",
        _QUOTAS,
    ),
    Refusal("AccessDeniedException", "", About.ACCOUNT, "the function may not send", _COMMON),
    # About the moment.
    Refusal("TooManyRequestsException", "", About.MOMENT, "too many mails at once", _MODEL),
    Refusal(r"Throttling(?:Exception)?", "", About.MOMENT, "too many mails at once", _QUOTAS),
    Refusal(
        r"InternalFailure|InternalServerError|ServiceUnavailable|RequestTimeout(?:Exception)?",
        "",
        About.MOMENT,
        "SES fails",
        _COMMON,
    ),
)
"""In the order in which they are tried; of two that fit, the first."""


def refusal(code: str, text: str, status: int) -> Refusal:
    """The row of what SES answered; what is in none is the account's, or from 500 on SES's own."""
    for row in REFUSALS:
        if re.fullmatch(row.code, code) and re.match(row.text, text.strip(), re.IGNORECASE):
            return row
    about = About.MOMENT if status >= 500 else About.ACCOUNT  # noqa: PLR2004 - HTTP's own number
    return Refusal(re.escape(code), "", about, UNKNOWN, "")
