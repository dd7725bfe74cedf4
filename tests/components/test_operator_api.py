"""The operators' function and its role."""

from tests._policies import grants
from tests.fakes.recorder import program


def test_the_operators_function_was_granted_this_and_nothing_else() -> None:
    """It opens no sealed field and sends to no queue but the one that asks for mails."""
    assert set(grants(program(), "tillstack-local-operate-payments")) == {
        "list-merchants",
        "operate-payments",
        "read-environment",
        "read-psp-key",
        "send-notifications",
        "send-traces",
        "write-logs",
    }


def test_it_finishes_what_it_began() -> None:
    """The gateway answers 504 before two PSP calls end, and the function goes on."""
    function = program().named("operators-operate-payments-function").inputs
    assert function["timeout"] == 30
