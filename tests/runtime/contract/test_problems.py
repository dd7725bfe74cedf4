"""The API's error codes."""

from runtime.contract.codes import Code
from runtime.contract.problems import PROBLEMS


def test_the_codes_are_those_of_the_api_that_callers_meet() -> None:
    """A code is a promise to callers: none disappears or changes its name unnoticed."""
    assert {str(code) for code in Code} == {
        "amount_too_large",
        "amount_too_small",
        "body_too_large",
        "card_data_not_accepted",
        "client_disabled",
        "currency_not_supported",
        "email_invalid",
        "encryption_invalid",
        "encryption_key_unknown",
        "encryption_required",
        "idempotency_key_invalid",
        "idempotency_key_missing",
        "idempotency_key_reused",
        "internal_error",
        "json_invalid",
        "media_type_unsupported",
        "merchant_unknown",
        "notification_not_resendable",
        "payment_not_erasable",
        "second_person_required",
        "operator_unknown",
        "parameter_invalid",
        "parameter_missing",
        "parameter_unknown",
        "payment_not_cancelable",
        "payment_not_in_review",
        "personal_data_not_accepted",
        "provider_unavailable",
        "rate_limited",
        "request_blocked",
        "request_signature_invalid",
        "request_signature_required",
        "resource_missing",
        "resolution_contradicted",
        "scope_missing",
        "service_unavailable",
        "signature_invalid",
        "timeout",
        "token_invalid",
    }


def test_every_code_is_explained() -> None:
    """Each has its row, with sentences for a person."""
    assert PROBLEMS.keys() == set(Code)
    for kind in PROBLEMS.values():
        assert kind.status in range(400, 600)
        assert not kind.title.endswith(".")
        assert kind.meaning.endswith(".")
        assert kind.action.endswith(".")
