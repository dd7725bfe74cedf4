"""What logs and traces may know."""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aws_xray_sdk.core.models.segment import Segment
from aws_xray_sdk.core.models.subsegment import Subsegment

from runtime.domain.errors import UnavailableError
from runtime.observability import WordlessEmitter, describe, logger, observed, sampled, tracer


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


@pytest.mark.parametrize(
    ("trace", "kept"),
    [
        ("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", True),
        ("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0", False),
        ("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=10", False),
        ("", False),
    ],
)
def test_only_what_x_ray_keeps_is_traced(
    monkeypatch: pytest.MonkeyPatch, trace: str, *, kept: bool
) -> None:
    """Lambda says of each invocation whether it is sampled."""
    monkeypatch.setenv("_X_AMZN_TRACE_ID", trace)
    assert sampled() is kept


UNTRACED = """
import os, sys
from types import SimpleNamespace
from runtime.observability import observed
context = SimpleNamespace(
    function_name="f", memory_limit_in_mb=512, invoked_function_arn="a", aws_request_id="r"
)
handler = observed(lambda event, _: event)
os.environ["_X_AMZN_TRACE_ID"] = "Root=1-a-b;Sampled=0"
assert handler("one", context) == "one"
assert "aws_xray_sdk" not in sys.modules
os.environ["_X_AMZN_TRACE_ID"] = "Root=1-a-b;Sampled=1"
assert handler("two", context) == "two"
assert "aws_xray_sdk" in sys.modules
"""


def test_an_invocation_that_x_ray_does_not_keep_brings_none_of_its_sdk() -> None:
    """The first that is kept does, and answers the same."""
    root = str(Path(__file__).parents[2])
    subprocess.run(  # noqa: S603 - this interpreter, on a program written above.
        [sys.executable, "-c", UNTRACED], env={"PYTHONPATH": root}, check=True
    )


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


@dataclass
class Daemon:
    """Whoever is sent traces."""

    sent: list[str] = field(default_factory=list)
    address: str = ""

    def send_entity(self, entity: Any) -> None:
        """As the SDK's own emitter writes it."""
        self.sent.append(entity.serialize())

    def set_daemon_address(self, address: str) -> None:
        """Where it listens."""
        self.address = address


def test_a_trace_has_the_errors_types_and_never_their_texts() -> None:
    """SES quotes addresses, and the SDK records the text of every error, however deep."""
    daemon, segment = Daemon(), Segment("notify-customer")
    outer = Subsegment("handler", "local", segment)
    inner = Subsegment("email", "aws", segment)
    segment.add_subsegment(outer)
    outer.add_subsegment(inner)
    inner.add_exception(ValueError("Address jane@example.com is not verified."), [])
    outer.add_exception(KeyError("jane@example.com"), [])
    for each in (inner, outer, segment):
        each.close()
    WordlessEmitter(daemon).send_entity(segment)
    (told,) = daemon.sent
    assert "ValueError" in told
    assert "KeyError" in told
    assert "jane" not in told


def test_an_error_that_is_recorded_elsewhere_is_no_hindrance() -> None:
    """Its entity then has the id of the cause instead of the cause."""
    daemon, segment, error = Daemon(), Segment("s"), ValueError("jane")
    inner = Subsegment("email", "aws", segment)
    segment.add_subsegment(inner)
    inner.add_exception(error, [])
    segment.add_exception(error, [])
    inner.close()
    segment.close()
    WordlessEmitter(daemon).send_entity(segment)
    assert "jane" not in daemon.sent[0]


def test_the_tracer_sends_without_words() -> None:
    """And still to the daemon that the environment names."""
    recorder: Any = tracer().provider
    assert isinstance(recorder.emitter, WordlessEmitter)
    daemon = Daemon()
    WordlessEmitter(daemon).set_daemon_address("127.0.0.1:2001")
    assert daemon.address == "127.0.0.1:2001"
