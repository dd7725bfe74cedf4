"""The words that payers read."""

import re

import pytest

from components.lib.mail_texts import MAILS

FIELDS = {
    "amount",
    "description",
    "merchant",
    "name",
    "notification_id",
    "payment_id",
    "reference",
}


def placeholders(text: str) -> set[str]:
    """Names between double braces."""
    return set(re.findall(r"{{(\w+)}}", text))


def test_there_is_a_mail_for_each_language_and_outcome() -> None:
    """English and Portuguese, success and failure."""
    assert set(MAILS) == {"en-succeeded", "en-failed", "pt-succeeded", "pt-failed"}


@pytest.mark.parametrize("kind", MAILS)
def test_a_mail_says_everything_in_both_parts(kind: str) -> None:
    """Text and HTML hold every field; the HTML part takes the escaped ones only."""
    mail = MAILS[kind]
    assert placeholders(mail.text) == FIELDS
    assert placeholders(mail.html) == {f"{field}_html" for field in FIELDS}


@pytest.mark.parametrize("kind", MAILS)
def test_a_subject_names_amount_and_merchant_and_stays_on_its_line(kind: str) -> None:
    """What the payer sees first is who and how much."""
    assert placeholders(MAILS[kind].subject) == {"amount", "merchant"}
    assert "\n" not in MAILS[kind].subject


def test_a_failure_says_that_nothing_was_taken() -> None:
    """A payer whose payment failed knows that no money moved."""
    assert "You were not charged." in MAILS["en-failed"].text
    assert "Nada lhe foi cobrado." in MAILS["pt-failed"].text
