"""The API's error codes."""

from runtime.contract.problems import Code


def test_the_codes_are_those_of_the_api_that_functions_answer() -> None:
    """A code is a promise to callers: none disappears or changes its name unnoticed."""
    assert {str(code) for code in Code} == {
        "amount_too_large",
        "amount_too_small",
        "body_too_large",
        "card_data_not_accepted",
        "currency_not_supported",
        "email_invalid",
        "idempotency_key_invalid",
        "idempotency_key_missing",
        "idempotency_key_reused",
        "internal_error",
        "json_invalid",
        "media_type_unsupported",
        "merchant_unknown",
        "notification_not_resendable",
        "operator_unknown",
        "parameter_invalid",
        "parameter_missing",
        "parameter_unknown",
        "payment_not_cancelable",
        "payment_not_in_review",
        "provider_unavailable",
        "resource_missing",
        "resolution_contradicted",
        "signature_invalid",
    }
