"""What a merchant sees of a payment and its ledger: no secret, no sealed field, no operator."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Final

from runtime.domain import ledger
from runtime.domain import payment as payments
from runtime.wire import responses

PATH: Final = "/v1/payments"

MASKED: Final = frozenset({"lost_card", "stolen_card", "fraudulent"})
"""Decline codes that nobody but us may learn (Stripe, "Decline codes": do not reveal)."""

MESSAGES: Final[Mapping[str, str]] = {
    "card_declined": "The card was declined.",
    "expired_card": "The card has expired.",
    "incorrect_cvc": "The card's security code is wrong.",
    "authentication_required": "The card needs the payer's authentication.",
    "provider_timeout": "The payment service provider did not answer in time.",
    "provider_unavailable": "The payment service provider could not be reached.",
    "provider_rate_limited": "The payment service provider asked us to slow down.",
    "provider_error": "The payment service provider failed.",
    "provider_rejected": "The payment service provider refuses this request.",
    "provider_misconfigured": "Our access to the payment service provider is broken.",
    "attempts_exhausted": "Every attempt was used without a charge.",
    "charge_window_passed": "The time in which this payment could be charged is over.",
    "terms_changed": "The payment's record was changed after it was accepted.",
    "verification_mismatch": "The payment service provider's record differs from the payment.",
    "verification_timeout": "The payment service provider's record could not be read in time.",
}

_SHOWN: Final[tuple[str, ...]] = (
    "transition",
    "status",
    "number",
    "outcome",
    "amount",
    "amount_received",
    "currency",
    "livemode",
    "ref",
    "charge",
    "charged",
    "checks",
    "resolution",
)
"""Keys of an entry's data that are a merchant's business; the rest stays inside."""


def payment_object(
    payment: payments.Payment, undeliverable: str | None = None
) -> responses.Payment:
    """The payment as the API answers it.

    Args:
        payment: the row.
        undeliverable: why its mail is, where it is (`read_payments.why_undeliverable`).
    """
    provider, mail, proof = payment.provider, payment.notification, payment.verification
    path = f"{PATH}/{payment.payment_id}"
    # The parts are mappings: the model makes them in one pass, in two thirds of the time.
    return responses.Payment(
        id=payment.payment_id,
        object="payment",
        livemode=payment.livemode,
        status=payment.status,
        amount=payment.amount,
        amount_received=payment.amount_received,
        currency=payment.currency,
        customer={"email": payment.email_masked, "locale": payment.locale},
        description=payment.description,
        reference=payment.reference,
        metadata=payment.metadata,
        created=payment.created_at,
        updated=payment.updated_at,
        attempt_count=payment.attempt_count,
        max_attempts=payments.MAX_ATTEMPTS,
        next_attempt_at=payment.next_attempt_at,
        attempts=[_attempt(attempt) for attempt in payment.attempts],
        last_payment_error=payment.error and error_object(payment.error),
        provider=provider
        and {"name": provider.name, "payment_id": provider.ref, "charge_id": provider.charge},
        verification={
            "status": proof.status,
            "verified_at": proof.verified_at,
            # A stored map has no order, and what is shown has one.
            "checks": sorted(proof.checks, key=attrgetter("name")),
        },
        notification={
            "status": mail.status,
            "sent_at": mail.sent_at,
            "message_id": mail.message_id,
            "reason": undeliverable,
        },
        links={"self": path, "entries": f"{path}/entries"},
    )


def error_object(error: payments.PaymentError) -> responses.ChargeError:
    """Why a charge did not happen, with what must not be revealed made generic."""
    return responses.ChargeError(
        code=error.code,
        decline_code=masked(error.decline_code),
        advice_code=error.advice_code,
        message=MESSAGES.get(error.code, "The payment could not be charged."),
    )


def masked(decline_code: str | None) -> str | None:
    """The decline code as merchants and payers may see it."""
    return "generic_decline" if decline_code in MASKED else decline_code


def entry_object(entry: ledger.Entry) -> responses.Entry:
    """One line of the ledger as its merchant sees it.

    Without hashes: they cover the real decline code, so they would confirm a guess of it.
    """
    data = {key: entry.data[key] for key in _SHOWN if key in entry.data}
    error = entry.data.get("error")
    if error is not None:
        known = {"code": error} if isinstance(error, str) else error
        data["error"] = error_object(payments.PaymentError.model_validate(known)).model_dump()
    mail = entry.data.get("notification")
    if isinstance(mail, Mapping):
        data["notification"] = {
            **{key: mail.get(key) for key in ("status", "outcome", "sent_at")},
            "reason": entry.data.get("reason"),
        }
    return responses.Entry(
        object="entry",
        seq=entry.seq,
        type=entry.type,
        at=entry.at,
        actor=entry.actor.partition(":")[0],
        data=data,
        postings=entry.postings,
    )


def _attempt(attempt: payments.Attempt) -> Mapping[str, Any]:
    return {
        "number": attempt.number,
        "started_at": attempt.started_at,
        "ended_at": attempt.ended_at,
        "outcome": attempt.outcome,
        "error": attempt.error and error_object(attempt.error),
    }
