"""The mail speaks the payer's language, and writes amounts as the payer's region does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Secret

from components.lib.mail_texts import MAILS
from runtime.adapters.babel_amounts import amount_text
from runtime.domain.payer import Payer
from runtime.domain.payment import Notification
from runtime.domain.private import Clear
from runtime.use_cases.compose_email import NAMELESS, compose_email, language_of
from runtime.wire.payment_request import Customer
from tests.fakes.payments import Harness

PAYER = Payer(email=Clear("jane@example.com"), name=Clear("Jane"))
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("locale", "template", "amount"),
    [
        ("en", "en-succeeded", "€25.00"),
        ("pt-BR", "pt-succeeded", f"€{SPACE}25,00"),
        ("PT-PT", "pt-succeeded", f"25,00{SPACE}€"),
        ("de-DE", "en-succeeded", "€25.00"),
    ],
)
def test_the_mail_speaks_the_payers_language_or_english(
    locale: str, template: str, amount: str
) -> None:
    """Portuguese for Portuguese locales, English for all others; the amount as the locale's."""
    payment = Harness().succeeded().model_copy(update={"locale": locale})
    mail = compose_email(payment, PAYER, amount_text, "request-1")
    assert mail.template == template
    assert mail.fields["amount"] == amount


@given(locale=st.from_regex(r"\A(en|pt|de|[A-Za-z]{2,8})(-[A-Za-z0-9]{1,8})*\Z"))
def test_every_locale_that_the_api_takes_has_a_mail(locale: str) -> None:
    """No locale of a payer, whether CLDR has it or not, keeps a mail from being written."""
    try:
        Customer(email=Secret("jane@example.com"), locale=locale)
    except ValueError:
        return
    payment = Harness().succeeded().model_copy(update={"locale": locale})
    mail = compose_email(payment, PAYER, amount_text, "request-1")
    assert language_of(mail.template) in NAMELESS
    assert "25" in mail.fields["amount"]


def test_the_languages_are_those_of_the_templates() -> None:
    """A language without templates, or templates without a language, would be a mail unsent."""
    assert {kind.partition("-")[0] for kind in MAILS} == set(NAMELESS)


def test_a_payer_without_a_name_is_addressed_all_the_same() -> None:
    """No mail begins with an empty name."""
    payer = Payer(email=Clear("jane@example.com"))
    mail = compose_email(Harness().failed(), payer, amount_text, "request-1")
    assert mail.to == payer.email
    assert mail.name == Clear("customer")
    assert mail.template == "en-failed"
    assert all(mail.fields.values())


def test_a_mail_without_an_id_has_none() -> None:
    """Not the word `None`: nothing is named by it."""
    payment = Harness().succeeded().model_copy(update={"notification": Notification()})
    mail = compose_email(payment, PAYER, amount_text, "request-1")
    assert (mail.notification_id, mail.fields["notification_id"]) == ("", "")
