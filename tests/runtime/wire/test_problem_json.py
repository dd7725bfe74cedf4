"""The error table of the API."""

import pytest

from runtime.contract.codes import Code
from runtime.contract.problems import PROBLEMS
from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from runtime.domain.errors import (
    ClientDisabledError,
    ConflictError,
    IdempotencyKeyReusedError,
    InvalidRequestError,
    MerchantUnknownError,
    NotificationNotResendableError,
    OperatorUnknownError,
    PayerErasedError,
    PaymentMissingError,
    PaymentNotCancelableError,
    PaymentNotErasableError,
    PaymentNotInReviewError,
    ProviderSilentError,
    RateLimitedError,
    ResolutionContradictedError,
    ScopeMissingError,
    SecondPersonNeededError,
    SignatureInvalidError,
    UnavailableError,
    UnreadableRowError,
)
from runtime.wire.documents import Fault, InvalidFieldsError
from runtime.wire.problem_json import Problem, problem_of

STATUSES = {
    401: {Code.REQUEST_SIGNATURE_INVALID, Code.REQUEST_UNSIGNED, Code.TOKEN_INVALID},
    403: {
        Code.MERCHANT_UNKNOWN,
        Code.CLIENT_DISABLED,
        Code.OPERATOR_UNKNOWN,
        Code.REQUEST_BLOCKED,
        Code.SCOPE_MISSING,
    },
    404: {Code.RESOURCE_MISSING},
    409: {
        Code.CONTRADICTED,
        Code.NOT_CANCELABLE,
        Code.NOT_ERASABLE,
        Code.NOT_IN_REVIEW,
        Code.NOT_RESENDABLE,
        Code.SECOND_PERSON,
    },
    413: {Code.BODY_TOO_LARGE},
    415: {Code.ENCRYPTION_REQUIRED, Code.MEDIA_TYPE},
    422: {Code.KEY_REUSED},
    429: {Code.RATE_LIMITED},
    500: {Code.INTERNAL},
    503: {Code.PROVIDER_SILENT, Code.UNAVAILABLE},
    504: {Code.TIMEOUT},
}


@pytest.mark.parametrize("code", Code)
def test_every_code_has_its_status_and_a_title(code: Code) -> None:
    """The table is complete; what it does not list under another status is a 400."""
    status, title, meaning, action = PROBLEMS[code]
    assert status == next((s for s, codes in STATUSES.items() if code in codes), 400)
    assert all(text.endswith(".") for text in (meaning, action))
    assert title


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidRequestError("json_invalid", "Bad."), Code.JSON_INVALID),
        (SignatureInvalidError("x"), Code.SIGNATURE_INVALID),
        (MerchantUnknownError(), Code.MERCHANT_UNKNOWN),
        (ClientDisabledError(), Code.CLIENT_DISABLED),
        (ScopeMissingError(Scope.WRITE), Code.SCOPE_MISSING),
        (RateLimitedError(Throttle(), 3), Code.RATE_LIMITED),
        (PaymentMissingError(), Code.RESOURCE_MISSING),
        (PaymentNotCancelableError("failed"), Code.NOT_CANCELABLE),
        (PaymentNotInReviewError("failed"), Code.NOT_IN_REVIEW),
        (ResolutionContradictedError("x"), Code.CONTRADICTED),
        (NotificationNotResendableError("failed", "due"), Code.NOT_RESENDABLE),
        (PayerErasedError(), Code.NOT_RESENDABLE),
        (PaymentNotErasableError.telling(9), Code.NOT_ERASABLE),
        (SecondPersonNeededError(0), Code.SECOND_PERSON),
        (OperatorUnknownError(), Code.OPERATOR_UNKNOWN),
        (ProviderSilentError(), Code.PROVIDER_SILENT),
        (IdempotencyKeyReusedError(0), Code.KEY_REUSED),
        (UnavailableError("x"), Code.UNAVAILABLE),
        (ConflictError("x"), Code.UNAVAILABLE),
        (UnreadableRowError("x"), Code.INTERNAL),
        (ValueError("x"), Code.INTERNAL),
    ],
)
def test_every_error_is_one_problem(error: Exception, code: Code) -> None:
    """An error that callers can act on has its code; every other is `internal_error`."""
    assert problem_of(error).code is code


def test_a_problem_document_has_the_members_of_the_standard_and_ours() -> None:
    """RFC 9457's five members, then code, param, errors and request id at the same level."""
    fault = Fault("parameter_missing", "This field is required.", "amount")
    problem = problem_of(InvalidFieldsError([fault]))
    body = problem.body("/v1/payments", "request-1", "https://errors.example.com/")
    assert body.model_dump(exclude_unset=True) == {
        "type": "https://errors.example.com/parameter_missing",
        "title": "Parameter missing",
        "status": 400,
        "detail": "This field is required.",
        "instance": "/v1/payments",
        "code": "parameter_missing",
        "param": "amount",
        "errors": [
            {"code": "parameter_missing", "detail": "This field is required.", "param": "amount"}
        ],
        "request_id": "request-1",
    }


def test_a_problem_without_a_field_names_none() -> None:
    """`param` and `errors` appear only where there is something to name."""
    body = Problem(Code.INTERNAL, "x").body("/", "r", "d")
    assert not {"param", "errors"} & body.model_dump().keys()


def test_a_reused_key_tells_when_it_was_first_used() -> None:
    """The caller can find its first request by the time in UTC."""
    detail = problem_of(IdempotencyKeyReusedError(1_795_341_600)).detail
    assert "2026-11-22T10:00:00Z" in detail


def test_a_limit_is_told_in_the_fields_of_the_draft() -> None:
    """Structured fields: nothing left for three seconds, of 25 that come back in seven."""
    problem = problem_of(RateLimitedError(Throttle(rate=4, burst=25), 3))
    assert problem.headers == {
        "Retry-After": "3",
        "RateLimit": '"merchant";r=0;t=3',
        "RateLimit-Policy": '"merchant";q=25;w=7',
    }
    assert "same Idempotency-Key" in problem.detail
