"""Messages that follow a commit, and waits that change nothing."""

from runtime.domain.payment import Payment
from runtime.use_cases.scheduling import enqueue, schedule
from tests.fakes.payments import ID, TIMING, Harness


def schedule_in(harness: Harness, seconds: int, payment: Payment | None = None) -> None:
    """Wait for the payment as it was read now, or then."""
    schedule(
        payment or harness.row(),
        harness.clock.now() + seconds,
        harness.queue,
        harness.processing(),
    )


def test_a_message_that_is_refused_is_counted_and_nothing_is_raised() -> None:
    """The commit before it stands; the sweeper sends instead."""
    harness = Harness()
    harness.queue.refusing = True
    assert not enqueue(harness.queue, ID, harness.metrics)
    assert harness.metrics.counts["SendAfterCommitFailed"] == 1


def test_a_wait_moves_due_at_past_its_own_message() -> None:
    """The sweeper steps in only if the planned message did not arrive."""
    harness = Harness()
    payment = harness.accepted(due_at=harness.clock.now())
    schedule_in(harness, 20)
    assert harness.queue.sent == [(ID, 20)]
    assert harness.row().due_at == harness.clock.now() + 20 + TIMING.first_sweep
    assert harness.row().version == payment.version


def test_a_wait_is_never_longer_than_the_queue_can_delay() -> None:
    """SQS delays 900 s at most."""
    harness = Harness()
    harness.accepted(due_at=harness.clock.now())
    schedule_in(harness, 5000)
    assert harness.queue.sent == [(ID, 900)]


def test_who_loses_the_race_for_due_at_sends_nothing() -> None:
    """One wait, one message: the winner's is on its way."""
    harness = Harness()
    stale = harness.accepted(due_at=harness.clock.now())
    schedule_in(harness, 20)
    harness.queue.sent.clear()
    schedule_in(harness, 30, stale)
    assert harness.queue.sent == []


def test_who_finds_the_plan_or_a_later_one_sends_nothing() -> None:
    """However many copies of a message come, one after the other: one plan, one message."""
    harness = Harness()
    harness.accepted(due_at=harness.clock.now())
    for seconds in (20, 20, 19):
        schedule_in(harness, seconds)
    assert harness.queue.sent == [(ID, 20)]


def test_the_date_that_a_sweep_wrote_is_no_plan() -> None:
    """The message that it sent has to start the waits again."""
    harness = Harness()
    harness.accepted(due_at=harness.clock.now() + 3_600, sweeps=5)
    schedule_in(harness, 20)
    assert harness.queue.sent == [(ID, 20)]


def test_a_moment_that_is_past_is_now() -> None:
    """A message is never sent with less than no delay, nor later than asked."""
    harness = Harness()
    harness.accepted(due_at=harness.clock.now())
    schedule_in(harness, 0)
    assert harness.queue.sent == [(ID, 0)]
    late = Harness()
    late.accepted(due_at=None)
    schedule_in(late, -3)
    assert late.queue.sent == [(ID, 0)]
