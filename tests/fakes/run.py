"""Deliver messages to the processor, with all fakes."""

from runtime.use_cases.process_payment import process_payment
from tests.fakes.payments import ID, World


def deliver(world: World) -> None:
    """One message for the payment reaches the processor."""
    process_payment(ID, world.processing())


def run_to_rest(world: World) -> None:
    """Deliver what was sent, in time, until nothing is waiting any more.

    Raises:
        AssertionError: it never comes to rest.
    """
    deliver(world)
    for _ in range(200):
        if not world.queue.sent:
            return
        _, delay = world.queue.sent.pop(0)
        world.clock.advance(delay)
        deliver(world)
    message = "The payment never came to rest."
    raise AssertionError(message)
