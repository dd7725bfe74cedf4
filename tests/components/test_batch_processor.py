"""The processor's mappings and what its roles add up to."""

import pytest

from tests._policies import grants
from tests.fakes.recorder import program


def test_dead_letters_are_taken_by_few() -> None:
    """A broken system needs no crowd: the least that a mapping takes."""
    inputs = program().named("processor-process-dead-letter-mapping").inputs
    assert inputs["scalingConfig"]["maximumConcurrency"] == 2


@pytest.mark.parametrize(
    ("handler", "consumes"),
    [("process-payment", "consume-payments"), ("process-dead-letter", "consume-dead-letters")],
)
def test_who_processes_was_granted_this_and_nothing_else(handler: str, consumes: str) -> None:
    """The role of a function that can charge is a list that fits on a screen."""
    assert set(grants(program(), f"tillstack-local-{handler}")) == {
        consumes,
        "open-payment-method",
        "process-payment",
        "read-environment",
        "read-psp-key",
        "send-events",
        "send-notifications",
        "send-payments",
        "send-traces",
        "write-logs",
    }
