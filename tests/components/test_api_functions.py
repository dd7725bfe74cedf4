"""The gateway's four functions and their roles."""

import pytest

from tests._policies import grants
from tests.fakes.recorder import program


@pytest.mark.parametrize(
    ("handler", "granted"),
    [
        (
            "accept-payment",
            {"know-callers", "accept-payment", "send-payments", "seal-fields", "open-messages"},
        ),
        ("read-payments", {"know-callers", "read-payments", "show-message-keys"}),
        ("cancel-payment", {"know-callers", "cancel-payment"}),
        ("receive-webhook", {"read-payment", "send-payments", "read-webhook-secrets"}),
    ],
)
def test_each_was_granted_this_and_nothing_else(handler: str, granted: set[str]) -> None:
    """Accepting writes and seals, reading reads, canceling moves, an event looks and sends."""
    own = {"read-environment", "send-traces", "write-logs"}
    assert set(grants(program(), f"tillstack-local-{handler}")) == granted | own
