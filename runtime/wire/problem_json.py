"""The one place where an error becomes an HTTP problem (RFC 9457)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import singledispatch
from math import ceil
from types import MappingProxyType
from typing import Final, NamedTuple

from runtime.contract.codes import Code
from runtime.contract.problems import PROBLEMS
from runtime.contract.response_headers import RATE_LIMIT, RATE_LIMIT_POLICY
from runtime.domain.errors import (
    ClientDisabledError,
    IdempotencyKeyReusedError,
    InvalidRequestError,
    MerchantUnknownError,
    NotificationNotResendableError,
    OperatorUnknownError,
    PaymentMissingError,
    PaymentNotCancelableError,
    PaymentNotErasableError,
    PaymentNotInReviewError,
    ProviderSilentError,
    RateLimitedError,
    ResolutionContradictedError,
    RetryableError,
    ScopeMissingError,
    SecondPersonNeededError,
    SignatureInvalidError,
)
from runtime.wire import shown
from runtime.wire.documents import Fault, InvalidFieldsError


class Problem(NamedTuple):
    """What went wrong, in words that hold nothing of the request but field names."""

    code: Code
    detail: str
    param: str | None = None
    faults: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = MappingProxyType({})
    """Beside those that every problem has."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        return PROBLEMS[self.code].status

    def body(self, instance: str, request_id: str, documentation: str) -> shown.Problem:
        """The problem document; what it has no value for is not sent.

        Args:
            instance: what the request was about.
            request_id: the gateway's id of it.
            documentation: the address that codes are explained under.
        """
        faults = [
            shown.FieldFault(code=str(fault.code), detail=fault.detail, param=fault.param)
            for fault in self.faults
        ]
        return shown.Problem(
            type=f"{documentation}{self.code}",
            title=PROBLEMS[self.code].title,
            status=self.status,
            detail=self.detail,
            instance=instance,
            code=str(self.code),
            param=self.param or None,
            errors=faults or None,
            request_id=request_id,
        )


UNKNOWN_OUTCOME: Final = Problem(Code.INTERNAL, PROBLEMS[Code.INTERNAL].meaning)
UNAVAILABLE: Final = Problem(Code.UNAVAILABLE, PROBLEMS[Code.UNAVAILABLE].meaning)


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
def _(_: ClientDisabledError) -> Problem:
    return Problem(Code.CLIENT_DISABLED, PROBLEMS[Code.CLIENT_DISABLED].meaning)


@problem_of.register
def _(error: ScopeMissingError) -> Problem:
    return Problem(Code.SCOPE_MISSING, str(error))


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
def _(error: PaymentNotErasableError) -> Problem:
    return Problem(Code.NOT_ERASABLE, str(error))


@problem_of.register
def _(error: SecondPersonNeededError) -> Problem:
    return Problem(Code.SECOND_PERSON, str(error))


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
def _(error: RateLimitedError) -> Problem:
    burst, rate = error.limit.burst, error.limit.rate
    headers = {
        "Retry-After": str(error.wait),
        RATE_LIMIT: f'"merchant";r=0;t={error.wait}',
        RATE_LIMIT_POLICY: f'"merchant";q={burst};w={ceil(burst / rate)}',
    }
    return Problem(Code.RATE_LIMITED, str(error), headers=headers)


@problem_of.register
def _(_: RetryableError) -> Problem:
    return UNAVAILABLE


@problem_of.register
def _(_: ProviderSilentError) -> Problem:
    detail = "The provider gave no answer that decides; nothing was written. Ask again."
    return Problem(Code.PROVIDER_SILENT, detail)


@problem_of.register
def _(error: IdempotencyKeyReusedError) -> Problem:
    first = datetime.fromtimestamp(error.first_used, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Problem(Code.KEY_REUSED, f"This key was first used on {first} with another body.")
