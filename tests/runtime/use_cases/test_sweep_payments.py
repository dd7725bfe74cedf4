"""The sweeper finds what stands still and adds nothing to what moves."""

import pytest

from runtime.domain import transitions
from runtime.domain.payment import Status
from runtime.use_cases.sweep_payments import BACKLOG, Swept, sweep_payments
from tests.fakes.payments import ID, REF, TIMING, World


def test_a_payment_that_is_not_due_is_left_alone() -> None:
    """Its message is on its way."""
    world = World()
    world.accepted()
    world.clock.advance(TIMING.first_sweep - 1)
    assert sweep_payments(world.sweeping()) == Swept(0, 0)


@pytest.mark.fault("F25")
def test_a_payment_whose_message_was_lost_is_told_again() -> None:
    """F25: the ledger re-creates the message."""
    world = World()
    payment = world.accepted()
    world.clock.advance(TIMING.first_sweep)
    assert sweep_payments(world.sweeping()) == Swept(1, 1)
    assert world.queue.sent == [(ID, 0)]
    assert world.row().version == payment.version


def test_sweeps_of_one_payment_slow_down_to_an_hour() -> None:
    """2 min, doubled with each sweep, at most 1 h."""
    world = World()
    world.accepted()
    pauses = []
    for _ in range(8):
        world.clock.time = world.row().due_at or 0
        sweep_payments(world.sweeping())
        pauses.append((world.row().due_at or 0) - world.clock.now())
    assert pauses == [120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_a_transition_starts_the_count_of_sweeps_anew() -> None:
    """A payment that moves is not one that stands still."""
    world = World()
    payment = world.accepted(sweeps=5)
    claim = transitions.claim(payment, REF, "fake", "other", world.stamp(), TIMING)
    assert payment.sweeps == 5
    assert claim.after.sweeps == 0


@pytest.mark.parametrize("status", [Status.SUCCEEDED, Status.FAILED])
def test_a_final_payment_goes_to_the_notifier(status: Status) -> None:
    """What a final payment still waits for is its mail."""
    world = World()
    payment = world.in_status(status)
    world.clock.time = payment.due_at or 0
    sweep_payments(world.sweeping())
    assert world.notification_queue.sent == [(ID, 0)]
    assert world.queue.sent == []


@pytest.mark.parametrize("status", [Status.CANCELED, Status.REQUIRES_REVIEW])
def test_a_payment_at_rest_is_never_swept(status: Status) -> None:
    """It is not in the index any more."""
    world = World()
    world.in_status(status)
    world.clock.advance(10 * 24 * 3600)
    assert sweep_payments(world.sweeping()) == Swept(0, 0)


@pytest.mark.fault(
    "F29",
    sees="The payment waits its turn",
    does="With a long queue the sweeper leaves queued payments alone and adds no message",
)
def test_a_backlog_is_not_a_loss() -> None:
    """F29: with a long queue, queued payments are waiting; others are still swept."""
    world = World()
    world.queue.visible = BACKLOG + 1
    payment = world.accepted()
    world.clock.time = payment.due_at or 0
    assert sweep_payments(world.sweeping()) == Swept(0, 0)
    world = World()
    world.queue.visible = BACKLOG + 1
    payment = world.verifying()
    world.clock.time = payment.due_at or 0
    assert sweep_payments(world.sweeping()) == Swept(1, 1)


def test_a_message_that_fails_is_counted_and_the_sweep_goes_on() -> None:
    """The payment is due again later."""
    world = World()
    world.accepted()
    world.queue.refusing = True
    world.clock.advance(TIMING.first_sweep)
    assert sweep_payments(world.sweeping()) == Swept(1, 0)


def test_the_sweeper_stops_before_it_is_stopped() -> None:
    """With less than 10 s left it starts with no other payment."""
    world = World()
    world.accepted()
    world.clock.advance(TIMING.first_sweep)
    world.seconds_left = 9.9
    assert sweep_payments(world.sweeping()) == Swept(0, 0)


@pytest.mark.fault(
    "F58",
    sees="Nothing",
    does=(
        "A condition on the due date lets one of them through; what one left, the next minute takes"
    ),
)
def test_two_sweepers_at_once_send_one_message() -> None:
    """F58: the condition on `due_at` lets one of them through."""
    world = World()
    world.accepted()
    world.clock.advance(TIMING.first_sweep)
    sweep_payments(world.sweeping())
    assert sweep_payments(world.sweeping()) == Swept(0, 0)
    assert len(world.queue.sent) == 1
