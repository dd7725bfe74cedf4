"""The one place where an error becomes an HTTP problem (RFC 9457)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import singledispatch
from typing import Any, Final, NamedTuple

from runtime.contract.problems import Code
from runtime.domain.errors import (
    IdempotencyKeyReusedError,
    InvalidRequestError,
    MerchantUnknownError,
    NotificationNotResendableError,
    OperatorUnknownError,
    PaymentMissingError,
    PaymentNotCancelableError,
    PaymentNotInReviewError,
    ProviderSilentError,
    ResolutionContradictedError,
    SignatureInvalidError,
)
from runtime.wire.payment_request import Fault, InvalidFieldsError

DOCUMENTATION: Final = "https://docs.example.com/errors/"

TITLES: Final[Mapping[Code, tuple[int, str]]] = {
    Code.JSON_INVALID: (400, "Body is not valid JSON"),
    Code.KEY_MISSING: (400, "Idempotency key missing"),
    Code.KEY_INVALID: (400, "Idempotency key invalid"),
    Code.PARAMETER_MISSING: (400, "Parameter missing"),
    Code.PARAMETER_INVALID: (400, "Parameter invalid"),
    Code.PARAMETER_UNKNOWN: (400, "Parameter unknown"),
    Code.AMOUNT_TOO_SMALL: (400, "Amount too small"),
    Code.AMOUNT_TOO_LARGE: (400, "Amount too large"),
    Code.CURRENCY_NOT_SUPPORTED: (400, "Currency not supported"),
    Code.EMAIL_INVALID: (400, "E-mail address invalid"),
    Code.CARD_DATA: (400, "Card data is not accepted"),
    Code.SIGNATURE_INVALID: (400, "Signature invalid"),
    Code.MERCHANT_UNKNOWN: (403, "Merchant unknown"),
    Code.OPERATOR_UNKNOWN: (403, "Operator unknown"),
    Code.RESOURCE_MISSING: (404, "No such resource"),
    Code.NOT_CANCELABLE: (409, "Payment not cancelable"),
    Code.NOT_IN_REVIEW: (409, "Payment not in review"),
    Code.NOT_RESENDABLE: (409, "Notification not resendable"),
    Code.CONTRADICTED: (409, "Resolution contradicted by the provider"),
    Code.BODY_TOO_LARGE: (413, "Body too large"),
    Code.MEDIA_TYPE: (415, "Media type not supported"),
    Code.KEY_REUSED: (422, "Idempotency key reused with a different request"),
    Code.INTERNAL: (500, "Internal error"),
    Code.PROVIDER_SILENT: (503, "Provider without an answer"),
}
"""Code → status and title."""


class Problem(NamedTuple):
    """What went wrong, in words that hold nothing of the request but field names."""

    code: Code
    detail: str
    param: str | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def status(self) -> int:
        """The HTTP status."""
        return TITLES[self.code][0]

    def body(self, instance: str, request_id: str) -> dict[str, Any]:
        """The problem document."""
        status, title = TITLES[self.code]
        faults = [
            {"code": fault.code, "detail": fault.detail, "param": fault.param}
            for fault in self.faults
        ]
        return {
            "type": f"{DOCUMENTATION}{self.code}",
            "title": title,
            "status": status,
            "detail": self.detail,
            "instance": instance,
            "code": str(self.code),
            **({"param": self.param} if self.param else {}),
            **({"errors": faults} if faults else {}),
            "request_id": request_id,
        }


UNKNOWN_OUTCOME: Final = Problem(
    Code.INTERNAL, "Something on our side failed. What was asked may or may not have happened."
)


@singledispatch
def problem_of(error: Exception) -> Problem:
    """The problem that an error is; one that nobody foresaw leaves the outcome unknown."""
    del error
    return UNKNOWN_OUTCOME


@problem_of.register
def _(error: InvalidRequestError) -> Problem:
    return Problem(Code(error.code), error.detail, error.param)


@problem_of.register
def _(error: InvalidFieldsError) -> Problem:
    return Problem(Code(error.code), error.detail, error.param, error.faults)


@problem_of.register
def _(_: SignatureInvalidError) -> Problem:
    return Problem(Code.SIGNATURE_INVALID, "The signature does not hold, or is too old.")


@problem_of.register
def _(_: MerchantUnknownError) -> Problem:
    return Problem(Code.MERCHANT_UNKNOWN, "The token's client belongs to no merchant here.")


@problem_of.register
def _(_: PaymentMissingError) -> Problem:
    return Problem(Code.RESOURCE_MISSING, "There is nothing here.")


@problem_of.register
def _(error: PaymentNotCancelableError) -> Problem:
    return Problem(Code.NOT_CANCELABLE, str(error))


@problem_of.register
def _(error: PaymentNotInReviewError) -> Problem:
    return Problem(Code.NOT_IN_REVIEW, str(error))


@problem_of.register
def _(error: ResolutionContradictedError) -> Problem:
    return Problem(Code.CONTRADICTED, str(error))


@problem_of.register
def _(error: NotificationNotResendableError) -> Problem:
    return Problem(Code.NOT_RESENDABLE, str(error))


@problem_of.register
def _(_: OperatorUnknownError) -> Problem:
    return Problem(Code.OPERATOR_UNKNOWN, "The request carries no AWS identity.")


@problem_of.register
def _(_: ProviderSilentError) -> Problem:
    detail = "The provider gave no answer that decides; nothing was written. Ask again."
    return Problem(Code.PROVIDER_SILENT, detail)


@problem_of.register
def _(error: IdempotencyKeyReusedError) -> Problem:
    first = datetime.fromtimestamp(error.first_used, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Problem(Code.KEY_REUSED, f"This key was first used on {first} with another body.")
