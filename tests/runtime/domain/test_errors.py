"""Every error belongs to one of two families."""

import inspect

from runtime.domain import errors
from runtime.domain.errors import (
    IdempotencyKeyReusedError,
    PaymentNotCancelableError,
    PaymentNotInReviewError,
    PermanentError,
    RetryableError,
    TillstackError,
)
from runtime.domain.payment import Status


def test_every_error_is_either_retryable_or_permanent() -> None:
    """Nobody has to guess whether the same call may succeed later."""
    kinds = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, TillstackError) and kind is not TillstackError
    ]
    assert len(kinds) > 5
    assert all(
        issubclass(kind, RetryableError) != issubclass(kind, PermanentError) for kind in kinds
    )


def test_errors_about_input_carry_their_data_and_not_the_value() -> None:
    """Code, parameter and sentence: what an answer is made of."""
    error = errors.InvalidRequestError("parameter_invalid", "Must be text.", "customer.name")
    assert (error.code, error.param, str(error)) == (
        "parameter_invalid",
        "customer.name",
        "Must be text.",
    )


def test_each_error_says_its_sentence() -> None:
    """Logs and people read them: what happened, and what may be done."""
    assert str(IdempotencyKeyReusedError(1)) == (
        "The idempotency key was first used with another body."
    )
    assert str(PaymentNotCancelableError(Status.FAILED)) == (
        "The payment is failed; only a queued payment can be canceled."
    )
    assert str(PaymentNotInReviewError(Status.FAILED)) == (
        "The payment is failed; only one in review can be resolved."
    )
