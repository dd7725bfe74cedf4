"""The simulated queues remember who put a message in."""

import pytest

from runtime.wire.queue_message import encode
from simulator.fault_injection import Options
from simulator.harness import Harness
from simulator.queues import Message


@pytest.mark.parametrize("again", [True, False])
def test_a_dead_letter_stays_one_that_was_put_in_again(*, again: bool) -> None:
    """Else people who redrive letters that die again would look like a storm of messages."""
    harness = Harness("test", Options())
    harness.dead_letters.take(Message(1, encode("pay_" + "a" * 26), again=again))
    (letter,) = harness.dead_letters.waiting.values()
    assert letter.again is again
    harness.scheduler.close()
