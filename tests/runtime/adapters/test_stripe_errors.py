"""Stripe's errors in our words, row by row of the retries table."""

import contextlib
import json
from typing import Any

import pytest

from runtime.adapters.stripe_psp import StripePsp
from runtime.domain.psp import Outcome, OutcomeKind
from tests.fakes.payments import Harness
from tests.runtime.adapters._canned import answering, http

UNKNOWN = (OutcomeKind.UNKNOWN, "provider_error")
REJECTED = (OutcomeKind.REJECTED, "provider_rejected")
MISCONFIGURED = (OutcomeKind.MISCONFIGURED, "provider_misconfigured")
LIMITED = (OutcomeKind.RETRYABLE, "provider_rate_limited")
AWAY = (OutcomeKind.UNKNOWN, "provider_unavailable")


def charge(status: int, error: dict[str, Any], *headers: str) -> Outcome:
    """What a charge comes to where Stripe answers with this error."""
    body = json.dumps({"error": error}).encode()
    with answering(http(body, f"{status} Status", *headers)) as server:
        psp = StripePsp(
            server.base_url, lambda: "sk_test_canned", livemode=False, connect=2, read=5
        )
        with contextlib.closing(psp):
            return psp.charge(Harness().accepted(), "pi_1", 1)


@pytest.mark.parametrize(
    ("status", "kind", "code", "expected"),
    [
        (400, "invalid_request_error", "parameter_unknown", REJECTED),
        (400, "invalid_request_error", "some_new_code", REJECTED),
        (400, "invalid_request_error", "payment_intent_unexpected_state", UNKNOWN),
        (400, "invalid_request_error", "rate_limit", LIMITED),
        (400, "idempotency_error", None, UNKNOWN),
        (400, "some_new_type", None, UNKNOWN),
        (401, "invalid_request_error", None, MISCONFIGURED),
        (402, "card_error", "card_declined", (OutcomeKind.DECLINED, "card_declined")),
        (402, "card_error", "expired_card", (OutcomeKind.DECLINED, "expired_card")),
        (402, "card_error", "incorrect_cvc", (OutcomeKind.DECLINED, "incorrect_cvc")),
        (
            402,
            "card_error",
            "authentication_required",
            (OutcomeKind.DECLINED, "authentication_required"),
        ),
        (402, "card_error", "some_new_code", UNKNOWN),
        (402, "card_error", None, UNKNOWN),
        (402, "invalid_request_error", "card_declined", UNKNOWN),
        (403, "invalid_request_error", None, MISCONFIGURED),
        (404, "invalid_request_error", "resource_missing", REJECTED),
        (409, "idempotency_error", "idempotency_key_in_use", UNKNOWN),
        (409, "invalid_request_error", "some_new_code", UNKNOWN),
        (424, "api_error", None, UNKNOWN),
        (429, "invalid_request_error", "rate_limit", LIMITED),
        (429, "invalid_request_error", "lock_timeout", UNKNOWN),
        (429, "api_error", None, LIMITED),
        (500, "api_error", None, UNKNOWN),
        (500, "card_error", "card_declined", UNKNOWN),
        (500, "invalid_request_error", "rate_limit", UNKNOWN),
        (502, "api_error", None, AWAY),
        (503, "api_error", "rate_limit", AWAY),
        (504, "api_error", None, AWAY),
        (307, "api_error", None, UNKNOWN),
    ],
)
def test_each_error_has_one_meaning(
    status: int, kind: str, code: str | None, expected: tuple[OutcomeKind, str]
) -> None:
    """Status, type and code decide, and whatever is new is unknown, never declined."""
    outcome = charge(status, {"type": kind, "code": code, "message": "No."})
    assert (outcome.kind, outcome.code) == expected


def test_a_missing_intent_is_unknown() -> None:
    """A 404 for the object itself says nothing about the money; one for a token rejects."""
    error = {"type": "invalid_request_error", "code": "resource_missing", "param": "intent"}
    assert charge(404, error).kind is OutcomeKind.UNKNOWN
    assert charge(404, error | {"param": "payment_method"}).kind is OutcomeKind.REJECTED


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        ({"status": "requires_payment_method", "amount_received": 0}, OutcomeKind.DECLINED),
        ({"status": "requires_payment_method", "amount_received": 2500}, OutcomeKind.UNKNOWN),
        ({"status": "succeeded", "amount_received": 0}, OutcomeKind.UNKNOWN),
        ("pi_1", OutcomeKind.DECLINED),
    ],
)
def test_a_decline_whose_object_holds_money_is_none(intent: object, kind: OutcomeKind) -> None:
    """The object in the error tells; only a read decides then."""
    error = {"type": "card_error", "code": "card_declined", "payment_intent": intent}
    assert charge(402, error).kind is kind


def test_a_decline_keeps_the_issuers_words() -> None:
    """Decline and advice code pass unchanged, unknown ones too; some need the payer."""
    error = {"type": "card_error", "code": "card_declined", "decline_code": "brand_new"}
    outcome = charge(402, error | {"advice_code": "do_not_try_again"}, "Request-Id: req_9")
    assert outcome == Outcome(
        OutcomeKind.DECLINED, "card_declined", "brand_new", "do_not_try_again", request_id="req_9"
    )
    payer = charge(402, error | {"decline_code": "authentication_required"})
    assert payer.code == "authentication_required"


@pytest.mark.parametrize("status", [400, 401, 402, 404, 409, 429, 500, 502, 503])
def test_the_psp_ails_where_it_answers_with_a_server_error(status: int) -> None:
    """A refusal is an answer of a PSP in health; 5xx is none."""
    outcome = charge(status, {"type": "invalid_request_error", "code": "lock_timeout"})
    assert outcome.failing is (status >= 500)


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7), ("0", 0), ("-1", None), ("soon", None), ("²", None)]
)
def test_retry_after_is_whole_seconds_or_nothing(header: str, seconds: int | None) -> None:
    """`Retry-After` counts only where it is a number of seconds."""
    error = {"type": "invalid_request_error", "code": "rate_limit"}
    encoded = f"Retry-After: {header}"
    assert charge(429, error, encoded).retry_after == seconds


@pytest.mark.parametrize("error", [{"type": ["x"], "code": {"a": 1}}, {"code": 7}, {}])
def test_a_misshapen_error_is_unknown(error: dict[str, Any]) -> None:
    """An error of another shape is unknown, and nothing raises."""
    assert charge(402, error).kind is OutcomeKind.UNKNOWN


@pytest.mark.parametrize("status", [400, 402, 404, 500, 503])
def test_a_replay_is_kept(status: int) -> None:
    """Stripe marks the answer that it reads out of what a key keeps; any other is new."""
    error = {"type": "api_error", "code": "card_declined"}
    assert charge(status, error, "Idempotent-Replayed: true").kept
    assert not charge(status, error).kept
    assert not charge(status, error, "Idempotent-Replayed: false").kept


def test_a_key_of_another_request_is_kept() -> None:
    """It stays that request's; a key whose first request still runs will answer."""
    assert charge(400, {"type": "idempotency_error"}).kept
    assert not charge(409, {"type": "idempotency_error", "code": "idempotency_key_in_use"}).kept
