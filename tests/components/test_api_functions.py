"""The gateway's four functions and their roles."""

import pytest

from components.parts.routes import concurrency
from tests._policies import grants
from tests.fakes.recorder import program


@pytest.mark.parametrize(
    ("handler", "granted"),
    [
        ("accept-payment", {"accept-payment", "send-payments", "seal-fields"}),
        ("read-payments", {"read-payments"}),
        ("cancel-payment", {"cancel-payment"}),
        ("receive-webhook", {"send-payments", "read-webhook-secrets"}),
    ],
)
def test_each_was_granted_this_and_nothing_else(handler: str, granted: set[str]) -> None:
    """Accepting writes and seals, reading reads, canceling moves, hearing an event only sends."""
    own = {"read-environment", "send-traces", "write-logs"}
    assert set(grants(program(), f"tillstack-local-{handler}")) == granted | own


@pytest.mark.parametrize(
    "handler", ["accept_payment", "read_payments", "cancel_payment", "receive_webhook"]
)
def test_each_reserves_more_than_the_gateway_lets_in(handler: str) -> None:
    """The gateway answers 429 before Lambda would throttle."""
    function = program().named(f"api-{handler.replace('_', '-')}-function").inputs
    stage = program().named("gateway-all-settings").inputs["settings"]
    rate, burst = stage["throttlingRateLimit"], stage["throttlingBurstLimit"]
    assert function["reservedConcurrentExecutions"] == concurrency(handler, rate, burst)
    assert function["timeout"] == 10
