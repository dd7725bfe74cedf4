"""The mail about a final outcome, as its payer reads it."""

from typing import Final

from runtime.domain.payer import Payer
from runtime.domain.payment import Payment, Status
from runtime.domain.ports import AmountText, Mail
from runtime.domain.private import Clear

NAMELESS: Final = {"en": "customer", "pt": "cliente"}
"""How a payer without a name is addressed; its keys are the languages that we write."""


def compose_email(payment: Payment, payer: Payer, amount_text: AmountText, request_id: str) -> Mail:
    """The mail for the final outcome, in the payer's language or else in English.

    Args:
        payment: a final payment whose notification has an id.
        payer: unsealed.
        amount_text: what writes the amount.
        request_id: of the request that accepted the payment.
    """
    locale = mail_locale(payment.locale)
    language = language_of(locale)
    paid = payment.notification.outcome == Status.SUCCEEDED
    amount = payment.amount_received if paid else payment.amount
    return Mail(
        to=payer.email,
        name=payer.name or Clear(NAMELESS[language]),
        template=f"{language}-{payment.notification.outcome}",
        fields={
            "amount": amount_text(amount, payment.currency, locale),
            "merchant": payment.merchant,
            "description": payment.description or "-",
            "reference": payment.reference or "-",
            "payment_id": payment.payment_id,
            "notification_id": payment.notification.id or "",
        },
        notification_id=payment.notification.id or "",
        request_id=request_id,
    )


def mail_locale(locale: str) -> str:
    """The payer's, where we write that language: a Brazilian's amounts look Brazilian; or `en`."""
    return locale if language_of(locale) in NAMELESS else "en"


def language_of(locale: str) -> str:
    """`pt` of `PT-br`."""
    return locale.partition("-")[0].lower()
