"""What logs and traces may know."""

from dataclasses import dataclass

import pytest

from runtime.domain.errors import UnavailableError
from runtime.observability import describe, logger, observed, tracer


@dataclass
class Context:
    """What Lambda tells a function about its invocation."""

    function_name: str = "accept-payment"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:123456789012:function:accept-payment"
    aws_request_id: str = "invocation-1"


def test_an_observed_handler_answers_and_its_event_stays_out_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The wrapper changes no answer and logs no event."""

    def handle(event: str, _: Context) -> str:
        logger().info("inside")
        return event.upper()

    assert observed(handle)("secret", Context()) == "SECRET"
    assert [record.message for record in caplog.records] == ["inside"]


def test_an_error_passes_through_an_observed_handler() -> None:
    """Lambda itself must see a failed invocation."""

    def handle(_: str, __: Context) -> str:
        raise UnavailableError

    with pytest.raises(UnavailableError):
        observed(handle)("event", Context())


def test_logger_and_tracer_are_made_once() -> None:
    """One of each per process."""
    assert logger() is logger()
    assert tracer() is tracer()


def _unavailable() -> None:
    people: dict[str, str] = {}
    try:
        people["jane"]
    except KeyError as cause:
        message = "jane@example.com"
        raise UnavailableError(message) from cause


def test_an_error_is_described_without_its_text() -> None:
    """Type, place and cause are told; messages may hold values, so they are not."""
    with pytest.raises(UnavailableError) as caught:
        _unavailable()
    facts = describe(caught.value)
    assert facts["error"] == "UnavailableError"
    assert facts["cause"] == "KeyError"
    assert facts["where"].startswith("test_observability.py:")
    assert "jane" not in str(facts)


def test_an_error_that_was_never_raised_has_no_place() -> None:
    """Only what is known is told."""
    assert describe(ValueError("x")) == {"error": "ValueError"}
