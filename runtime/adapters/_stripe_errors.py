"""Stripe's errors in our words: by HTTP status and type, then code, then decline code.

What no table names is `unknown`, never `declined` (Stripe, "Error codes", "Decline codes",
"Advanced error handling").
"""

from collections.abc import Mapping
from typing import Any, Final

import stripe

from runtime.adapters._stripe_http import NothingSentError, TransportError, UnreadableAnswerError
from runtime.domain.psp import Outcome, OutcomeKind

_DECLINED: Final = {
    "card_declined": "card_declined",
    "expired_card": "expired_card",
    "incorrect_cvc": "incorrect_cvc",
    "invalid_cvc": "incorrect_cvc",
    "authentication_required": "authentication_required",
    "payment_intent_authentication_failure": "authentication_required",
    "card_decline_rate_limit_exceeded": "card_declined",
    "incorrect_address": "card_declined",
    "incorrect_number": "card_declined",
    "incorrect_zip": "card_declined",
    "insufficient_funds": "card_declined",
    "invalid_expiry_month": "expired_card",
    "invalid_expiry_year": "expired_card",
    "invalid_number": "card_declined",
    "processing_error": "card_declined",
}
"""Stripe's `code` of a card error → ours."""

_AUTHENTICATION: Final = {"authentication_required", "authentication_not_handled"}
"""Decline codes that only the payer can mend."""

_UNKNOWN: Final = Outcome(OutcomeKind.UNKNOWN, "provider_error")
_UNREADABLE: Final = Outcome(OutcomeKind.UNKNOWN, "provider_error", failing=True)
_TIMEOUT: Final = Outcome(OutcomeKind.UNKNOWN, "provider_timeout", failing=True)
_NOTHING_SENT: Final = Outcome(OutcomeKind.RETRYABLE, "provider_unavailable", failing=True)
_REJECTED: Final = Outcome(OutcomeKind.REJECTED, "provider_rejected")
_MISCONFIGURED: Final = Outcome(OutcomeKind.MISCONFIGURED, "provider_misconfigured")
_AWAY: Final = Outcome(OutcomeKind.UNKNOWN, "provider_unavailable")

_BY_CODE: Final = {
    "idempotency_key_in_use": _UNKNOWN,
    "lock_timeout": _UNKNOWN,
    "payment_intent_unexpected_state": _UNKNOWN,
    "rate_limit": Outcome(OutcomeKind.RETRYABLE, "provider_rate_limited"),
}
"""Codes that decide by themselves, below 500."""

_BY_STATUS: Final = {
    401: _MISCONFIGURED,
    403: _MISCONFIGURED,
    429: Outcome(OutcomeKind.RETRYABLE, "provider_rate_limited"),
    502: _AWAY,
    503: _AWAY,
    504: _AWAY,
}
"""Statuses whose errors carry no code that matters; 500 is indeterminate and kept by Stripe."""

FAILURES: Final = (stripe.StripeError, TransportError)
"""Everything that a call may raise."""

_BAD_REQUEST: Final = 400
_REFUSALS: Final = {_BAD_REQUEST, 404}
_DECLINE: Final = 402
_SERVER_ERRORS: Final = 500


def outcome_of(error: stripe.StripeError | TransportError) -> Outcome:
    """What became of a call that ended in `error`."""
    if isinstance(error, NothingSentError):
        return _NOTHING_SENT
    if isinstance(error, UnreadableAnswerError):
        return _UNREADABLE
    if isinstance(error, TransportError):
        return _TIMEOUT
    status, body = error.http_status or 0, _body(error)
    outcome = _by_body(status, body)
    return Outcome(
        outcome.kind,
        outcome.code,
        outcome.decline_code,
        outcome.advice_code,
        retry_after=_seconds((error.headers or {}).get("Retry-After")),
        request_id=error.request_id,
        failing=status >= _SERVER_ERRORS,
        kept=is_replay(error.headers or {}) or _is_of_another_request(status, body),
    )


def is_replay(headers: Mapping[str, str]) -> bool:
    """Whether the answer is the one that the idempotency key keeps (Stripe, "Idempotent requests").

    Stripe keeps the first answer of an endpoint that ran for at least a day, a 500 too.
    """
    return headers.get("Idempotent-Replayed") == "true"


def decline_of(error: Mapping[str, Any]) -> Outcome | None:
    """The decline that a card error tells of, or None where its code is unknown."""
    code, decline_code = _text(error.get("code")), _text(error.get("decline_code"))
    if error.get("type") != "card_error" or code not in _DECLINED:
        return None
    ours = "authentication_required" if decline_code in _AUTHENTICATION else _DECLINED[code]
    return Outcome(
        OutcomeKind.DECLINED, ours, decline_code or code, _text(error.get("advice_code"))
    )


def is_unexpected_state(error: Exception) -> bool:
    """Whether the object is past what was asked of it."""
    return (
        isinstance(error, stripe.StripeError)
        and _body(error).get("code") == "payment_intent_unexpected_state"
    )


def _is_of_another_request(status: int, error: Mapping[str, Any]) -> bool:
    """Whether the key belongs to a request with other parameters, for as long as Stripe keeps it.

    A key whose first request still runs is an `idempotency_error` too, but with 409.
    """
    return status == _BAD_REQUEST and error.get("type") == "idempotency_error"


def _by_body(status: int, error: Mapping[str, Any]) -> Outcome:
    if status < _SERVER_ERRORS and (known := _BY_CODE.get(_text(error.get("code")) or "")):
        return known
    if known := _BY_STATUS.get(status):
        return known
    if status == _DECLINE:
        return _UNKNOWN if _shows_money(error) else decline_of(error) or _UNKNOWN
    if status in _REFUSALS and error.get("type") == "invalid_request_error":
        return _UNKNOWN if error.get("param") == "intent" else _REJECTED
    return _UNKNOWN


def _body(error: stripe.StripeError) -> Mapping[str, Any]:
    body = error.json_body
    inner = body.get("error") if isinstance(body, dict) else None
    return inner if isinstance(inner, dict) else {}


def _shows_money(error: Mapping[str, Any]) -> bool:
    """Whether the declined object holds money all the same: then only a read decides."""
    intent = error.get("payment_intent")
    return isinstance(intent, dict) and bool(
        intent.get("amount_received") or intent.get("status") == "succeeded"
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _seconds(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() else None
