"""The error codes of the API, by the names that callers switch on."""

from enum import StrEnum


class Code(StrEnum):
    """One code per thing that a caller can do about an error."""

    JSON_INVALID = "json_invalid"
    KEY_MISSING = "idempotency_key_missing"
    KEY_INVALID = "idempotency_key_invalid"
    PARAMETER_MISSING = "parameter_missing"
    PARAMETER_INVALID = "parameter_invalid"
    PARAMETER_UNKNOWN = "parameter_unknown"
    AMOUNT_TOO_SMALL = "amount_too_small"
    AMOUNT_TOO_LARGE = "amount_too_large"
    CURRENCY_NOT_SUPPORTED = "currency_not_supported"
    EMAIL_INVALID = "email_invalid"
    CARD_DATA = "card_data_not_accepted"
    SIGNATURE_INVALID = "signature_invalid"
    MERCHANT_UNKNOWN = "merchant_unknown"
    RESOURCE_MISSING = "resource_missing"
    NOT_CANCELABLE = "payment_not_cancelable"
    NOT_IN_REVIEW = "payment_not_in_review"
    NOT_RESENDABLE = "notification_not_resendable"
    CONTRADICTED = "resolution_contradicted"
    OPERATOR_UNKNOWN = "operator_unknown"
    PROVIDER_SILENT = "provider_unavailable"
    BODY_TOO_LARGE = "body_too_large"
    MEDIA_TYPE = "media_type_unsupported"
    KEY_REUSED = "idempotency_key_reused"
    INTERNAL = "internal_error"
