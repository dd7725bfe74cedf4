"""Refusals in Stripe's words: `type`, `code`, `param` and the HTTP status (Stripe, "Errors")."""

from typing import Any, NoReturn


class ApiError(Exception):
    """One refusal. `stored` tells whether Stripe would keep it under the idempotency key.

    What is refused before the endpoint runs (authentication, rate limits, invalid
    parameters, a key that is in use) is not kept (Stripe, "Advanced error handling").
    """

    def __init__(
        self,
        status: int,
        kind: str,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        stored: bool = False,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.stored = stored
        self.headers = headers or {}
        fields = {"type": kind, "message": message, "code": code, "param": param, **more}
        self.error = {name: value for name, value in fields.items() if value is not None}


def invalid(message: str, *, code: str | None = None, param: str | None = None) -> ApiError:
    """A parameter that Stripe refuses before anything is executed."""
    return ApiError(400, "invalid_request_error", message, code=code, param=param)


def refuse(message: str, *, code: str | None = None, param: str | None = None) -> NoReturn:
    """Raise `invalid`.

    Raises:
        ApiError: always.
    """
    raise invalid(message, code=code, param=param)


def no_such(ref: str, what: str, *, param: str, status: int) -> ApiError:
    """400 where the name stands in a parameter, 404 where it stands in the path."""
    message = f"No such {what}: '{ref}'"
    return ApiError(status, "invalid_request_error", message, code="resource_missing", param=param)


def wrong_state(message: str, intent: dict[str, Any]) -> ApiError:
    """The payment intent is past what the call asks for."""
    return ApiError(
        400,
        "invalid_request_error",
        message,
        code="payment_intent_unexpected_state",
        stored=True,
        payment_intent=intent,
    )


def server_error(status: int, *, stored: bool = False) -> ApiError:
    """500 is an answer and kept; 503 says that nothing ran."""
    return ApiError(status, "api_error", "Something went wrong on our end.", stored=stored)


def rate_limited() -> ApiError:
    """Too many requests; nothing ran."""
    return ApiError(
        429,
        "invalid_request_error",
        "Request rate limit exceeded.",
        code="rate_limit",
        headers={"Retry-After": "1", "Stripe-Should-Retry": "true"},
    )
