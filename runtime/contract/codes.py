"""The codes of the API's errors, which callers switch on; `problems.py` says what each means."""

from enum import StrEnum
from typing import NamedTuple


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
    ENCRYPTION_INVALID = "encryption_invalid"
    ENCRYPTION_KEY_UNKNOWN = "encryption_key_unknown"
    PERSONAL_DATA = "personal_data_not_accepted"
    SIGNATURE_INVALID = "signature_invalid"
    TOKEN_INVALID = "token_invalid"  # noqa: S105 - a code, no token
    REQUEST_UNSIGNED = "request_signature_required"
    REQUEST_SIGNATURE_INVALID = "request_signature_invalid"
    MERCHANT_UNKNOWN = "merchant_unknown"
    CLIENT_DISABLED = "client_disabled"
    OPERATOR_UNKNOWN = "operator_unknown"
    SCOPE_MISSING = "scope_missing"
    REQUEST_BLOCKED = "request_blocked"
    RESOURCE_MISSING = "resource_missing"
    NOT_CANCELABLE = "payment_not_cancelable"
    NOT_IN_REVIEW = "payment_not_in_review"
    NOT_RESENDABLE = "notification_not_resendable"
    NOT_ERASABLE = "payment_not_erasable"
    SECOND_PERSON = "second_person_required"
    CONTRADICTED = "resolution_contradicted"
    BODY_TOO_LARGE = "body_too_large"
    ENCRYPTION_REQUIRED = "encryption_required"
    MEDIA_TYPE = "media_type_unsupported"
    KEY_REUSED = "idempotency_key_reused"
    RATE_LIMITED = "rate_limited"
    INTERNAL = "internal_error"
    UNAVAILABLE = "service_unavailable"
    PROVIDER_SILENT = "provider_unavailable"
    TIMEOUT = "timeout"


class ProblemKind(NamedTuple):
    """What a code stands for."""

    status: int
    """The usual HTTP status."""
    title: str
    meaning: str
    action: str
    """What the caller does next."""
