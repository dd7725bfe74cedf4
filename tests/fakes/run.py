"""Deliver messages to the processor, with all fakes."""

from runtime.use_cases.process_payment import process_payment
from tests.fakes.payments import ID, Harness


def deliver(harness: Harness) -> None:
    """One message for the payment reaches the processor."""
    process_payment(ID, harness.processing())


def run_to_rest(harness: Harness) -> None:
    """Deliver what was sent, in time, until nothing is waiting any more.

    Raises:
        AssertionError: it never comes to rest.
    """
    deliver(harness)
    for _ in range(200):
        if not harness.queue.sent:
            return
        _, delay = harness.queue.sent.pop(0)
        harness.clock.advance(delay)
        deliver(harness)
    message = "The payment never came to rest."
    raise AssertionError(message)
