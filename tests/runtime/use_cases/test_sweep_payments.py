"""The sweeper finds what stands still and adds nothing to what moves."""

from collections.abc import Iterator

import pytest

from runtime.contract.fixed_times import FIXED
from runtime.domain import transitions
from runtime.domain.payment import MailStatus, Status, open_shard
from runtime.domain.retention import DAY
from runtime.domain.state_machine import notify
from runtime.use_cases.sweep_payments import BACKLOG, TIME_TO_STOP, Swept, sweep_payments
from tests.fakes.ledger import FakeLedger
from tests.fakes.payments import ID, REF, TIMING, Harness


class LaggingIndex(FakeLedger):
    """Its index still says that the payment is due."""

    def due(self, shard: int, now: int, limit: int) -> Iterator[str]:
        """The one id, in its shard."""
        del now, limit
        yield from [ID] * (shard == open_shard(ID))


def test_a_payment_that_is_not_due_is_left_alone() -> None:
    """Its message is on its way."""
    harness = Harness()
    harness.accepted()
    harness.clock.advance(TIMING.first_sweep - 1)
    assert sweep_payments(harness.sweeping()) == Swept(0, 0)


@pytest.mark.fault("F25")
def test_a_payment_whose_message_was_lost_is_told_again() -> None:
    """F25: the ledger re-creates the message."""
    harness = Harness()
    payment = harness.accepted()
    harness.clock.advance(TIMING.first_sweep)
    assert sweep_payments(harness.sweeping()) == Swept(1, 1)
    assert harness.queue.sent == [(ID, 0)]
    assert harness.row().version == payment.version


def test_sweeps_of_one_payment_slow_down_to_an_hour() -> None:
    """2 min, doubled with each sweep, at most 1 h."""
    harness = Harness()
    harness.accepted()
    pauses = []
    for _ in range(8):
        harness.clock.time = harness.row().due_at or 0
        sweep_payments(harness.sweeping())
        pauses.append((harness.row().due_at or 0) - harness.clock.now())
    assert pauses == [120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_a_transition_starts_the_count_of_sweeps_anew() -> None:
    """A payment that moves is not one that stands still."""
    harness = Harness()
    payment = harness.accepted(sweeps=5)
    claim = transitions.claim(payment, REF, "fake", "other", harness.stamp(), TIMING)
    assert payment.sweeps == 5
    assert claim.after.sweeps == 0


@pytest.mark.parametrize("status", [Status.SUCCEEDED, Status.FAILED])
def test_a_final_payment_goes_to_the_notifier(status: Status) -> None:
    """What a final payment still waits for is its mail."""
    harness = Harness()
    payment = harness.in_status(status)
    harness.clock.time = payment.due_at or 0
    sweep_payments(harness.sweeping())
    assert harness.notification_queue.sent == [(ID, 0)]
    assert harness.queue.sent == []


def test_a_payment_at_rest_is_never_swept() -> None:
    """It is not in the index any more."""
    harness = Harness()
    harness.in_status(Status.CANCELED)
    harness.clock.advance(10 * DAY)
    assert sweep_payments(harness.sweeping()) == Swept(0, 0)


def test_a_payment_that_waits_for_a_person_is_told_of_each_hour_after_a_day() -> None:
    """Not before; no message leaves, no entry is written, and once it is resolved all is quiet."""
    harness = Harness()
    parked = harness.in_status(Status.REQUIRES_REVIEW)
    harness.metrics.counts.clear()
    harness.clock.time = parked.updated_at + DAY - 1
    assert sweep_payments(harness.sweeping()) == Swept(0, 0)
    for hours in range(4):
        harness.clock.time = parked.updated_at + DAY + hours * 3_600
        assert sweep_payments(harness.sweeping()) == Swept(1, 0)
        assert sweep_payments(harness.sweeping()) == Swept(0, 0)
        assert harness.metrics.counts == {"ReviewWaits": hours + 1}
    assert harness.queue.sent == harness.notification_queue.sent == []
    assert harness.row().version == parked.version


def test_the_end_of_a_mail_takes_no_payment_out_of_sight_that_waits_for_a_person() -> None:
    """It was told of its failure, and the money came after all."""
    harness = Harness()
    harness.told()
    row = harness.row().model_copy(update={"status": Status.REQUIRES_REVIEW})
    stamp = harness.stamp()
    after = notify(row, MailStatus.UNDELIVERABLE, stamp, due_at=None).after
    assert after.due_at == stamp.at + FIXED.review_waits


@pytest.mark.fault(
    "F29",
    sees="The payment waits its turn",
    does="With a long queue the sweeper leaves queued payments alone and adds no message",
)
def test_a_backlog_is_not_a_loss() -> None:
    """F29: with a long queue, queued payments are waiting; others are still swept."""
    harness = Harness()
    harness.queue.visible = BACKLOG + 1
    payment = harness.accepted()
    harness.clock.time = payment.due_at or 0
    assert sweep_payments(harness.sweeping()) == Swept(0, 0)
    harness = Harness()
    harness.queue.visible = BACKLOG + 1
    payment = harness.verifying()
    harness.clock.time = payment.due_at or 0
    assert sweep_payments(harness.sweeping()) == Swept(1, 1)


def test_a_message_that_fails_is_counted_and_the_sweep_goes_on() -> None:
    """The payment is due again later."""
    harness = Harness()
    harness.accepted()
    harness.queue.refusing = True
    harness.clock.advance(TIMING.first_sweep)
    assert sweep_payments(harness.sweeping()) == Swept(1, 0)


def test_the_sweeper_stops_before_it_is_stopped() -> None:
    """With less than 10 s left it starts with no other payment."""
    harness = Harness()
    harness.accepted()
    harness.clock.advance(TIMING.first_sweep)
    harness.seconds_left = 9.9
    assert sweep_payments(harness.sweeping()) == Swept(0, 0)


@pytest.mark.fault(
    "F58",
    sees="Nothing",
    does=(
        "A condition on the due date lets one of them through; what one left, the next minute takes"
    ),
)
def test_two_sweepers_at_once_send_one_message() -> None:
    """F58: the condition on `due_at` lets one of them through."""
    harness = Harness()
    harness.accepted()
    harness.clock.advance(TIMING.first_sweep)
    sweep_payments(harness.sweeping())
    assert sweep_payments(harness.sweeping()) == Swept(0, 0)
    assert len(harness.queue.sent) == 1


@pytest.mark.parametrize("gone", [True, False])
def test_a_date_that_only_the_index_still_has_is_nothing_to_do(*, gone: bool) -> None:
    """The index follows the table: the row decides, and one that is not due is left alone."""
    harness = Harness(ledger=LaggingIndex())
    harness.accepted()
    if gone:
        harness.ledger.rows.clear()
    assert sweep_payments(harness.sweeping()) == Swept(0, 0)
    assert harness.queue.sent == []


def test_a_backlog_begins_above_its_bound() -> None:
    """At the bound itself queued payments are told again; above it they wait."""
    for visible, swept in ((BACKLOG, Swept(1, 1)), (BACKLOG + 1, Swept(0, 0))):
        harness = Harness()
        harness.accepted()
        harness.clock.advance(TIMING.first_sweep)
        harness.queue.visible = visible
        assert sweep_payments(harness.sweeping()) == swept


def test_the_last_seconds_start_nothing() -> None:
    """With just as many left as are asked for, one more payment is begun."""
    for left, swept in ((TIME_TO_STOP, Swept(1, 1)), (TIME_TO_STOP - 0.1, Swept(0, 0))):
        harness = Harness()
        harness.accepted()
        harness.clock.advance(TIMING.first_sweep)
        harness.seconds_left = left
        assert sweep_payments(harness.sweeping()) == swept


def test_an_id_of_an_index_that_lags_may_be_due_no_more() -> None:
    """The row decides: it may wait for nothing any more, or be gone."""
    harness = Harness(ledger=LaggingIndex())
    harness.canceled()
    assert sweep_payments(harness.sweeping()) == Swept(0, 0)
    harness.ledger.rows.clear()
    assert sweep_payments(harness.sweeping()) == Swept(0, 0)
