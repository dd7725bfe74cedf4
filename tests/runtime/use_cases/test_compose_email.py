"""The mail speaks the payer's language, and writes amounts as the payer's region does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.lib.mail_texts import MAILS
from runtime.adapters.babel_amounts import amount_text
from runtime.domain.payment import Notification
from runtime.use_cases.compose_email import NAMELESS, compose_email, language_of
from runtime.wire.payment_request import Customer
from tests.fakes.payments import Harness

CUSTOMER: dict[str, str | None] = {"email": "jane@example.com", "name": "Jane"}
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
    mail = compose_email(payment, CUSTOMER, amount_text, "request-1")
    assert mail.template == template
    assert mail.fields["amount"] == amount


@given(locale=st.from_regex(r"\A(en|pt|de|[A-Za-z]{2,8})(-[A-Za-z0-9]{1,8})*\Z"))
def test_every_locale_that_the_api_takes_has_a_mail(locale: str) -> None:
    """No locale of a payer, whether CLDR has it or not, keeps a mail from being written."""
    try:
        Customer(email="jane@example.com", locale=locale)
    except ValueError:
        return
    payment = Harness().succeeded().model_copy(update={"locale": locale})
    mail = compose_email(payment, CUSTOMER, amount_text, "request-1")
    assert language_of(mail.template) in NAMELESS
    assert "25" in mail.fields["amount"]


def test_the_languages_are_those_of_the_templates() -> None:
    """A language without templates, or templates without a language, would be a mail unsent."""
    assert {kind.partition("-")[0] for kind in MAILS} == set(NAMELESS)


def test_a_payer_without_a_name_is_addressed_all_the_same() -> None:
    """No mail begins with an empty name."""
    customer: dict[str, str | None] = {"email": "jane@example.com", "name": None}
    mail = compose_email(Harness().failed(), customer, amount_text, "request-1")
    assert mail.to == "jane@example.com"
    assert mail.template == "en-failed"
    assert all(mail.fields.values())


def test_a_mail_without_an_address_or_an_id_has_none() -> None:
    """Not the word `None`: the service refuses the one, and nothing is named by the other."""
    payment = Harness().succeeded().model_copy(update={"notification": Notification()})
    mail = compose_email(payment, {"email": None, "name": "Jane"}, amount_text, "request-1")
    assert (mail.to, mail.notification_id, mail.fields["notification_id"]) == ("", "", "")
