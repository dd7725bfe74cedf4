"""Messages that follow a commit, and waits that change nothing."""

import pytest

from runtime.domain.tell import poll_step, tell, wait
from tests.fakes.payments import ID, TIMING, World


def come_back(world: World, seconds: int) -> None:
    """Wait for the payment as it was read now."""
    wait(
        world.row(),
        seconds,
        world.queue,
        ledger=world.ledger,
        clock=world.clock,
        meter=world.meter,
        timing=TIMING,
    )


def test_a_message_that_is_refused_is_counted_and_nothing_is_raised() -> None:
    """The commit before it stands; the sweeper sends instead."""
    world = World()
    world.queue.refusing = True
    assert not tell(world.queue, ID, world.meter)
    assert world.meter.counts["SendAfterCommitFailed"] == 1


def test_a_wait_moves_due_at_past_its_own_message() -> None:
    """The sweeper steps in only if the planned message did not arrive."""
    world = World()
    payment = world.accepted()
    come_back(world, 20)
    assert world.queue.sent == [(ID, 20)]
    assert world.row().due_at == world.clock.now() + 20 + TIMING.first_sweep
    assert world.row().version == payment.version


def test_a_wait_is_never_longer_than_the_queue_can_delay() -> None:
    """SQS delays 900 s at most."""
    world = World()
    world.accepted()
    come_back(world, 5000)
    assert world.queue.sent == [(ID, 900)]


def test_who_loses_the_race_for_due_at_sends_nothing() -> None:
    """One wait, one message: the winner's is on its way."""
    world = World()
    stale = world.accepted()
    come_back(world, 20)
    world.queue.sent.clear()
    wait(
        stale,
        20,
        world.queue,
        ledger=world.ledger,
        clock=world.clock,
        meter=world.meter,
        timing=TIMING,
    )
    assert world.queue.sent == []


@pytest.mark.parametrize(
    ("elapsed", "step"),
    [(0, 5), (4, 5), (5, 20), (24, 20), (25, 60), (85, 300), (385, 900), (86_400, 900)],
)
def test_polling_slows_down_with_the_time_since_the_attempt(elapsed: int, step: int) -> None:
    """5 s, 20 s, 60 s, 5 min, then every 15 min."""
    assert poll_step(elapsed, TIMING) == step
