"""From what the PSP's record says to what the payment becomes."""

import pytest

from runtime.domain.payment import Status
from runtime.domain.psp import Kind, Outcome, PspRecord, PspState
from runtime.use_cases.apply_psp_record import read_and_apply_psp_record, ref_of
from tests.fakes.payments import ID, REF, TIMEOUT, TIMING, World, paid


@pytest.fixture(name="world")
def _world() -> World:
    world = World()
    world.verifying()
    return world


def read(world: World) -> None:
    """One look at the PSP's record."""
    read_and_apply_psp_record(world.row(), world.processing())


def test_a_record_that_passes_every_check_succeeds(world: World) -> None:
    """`succeed`, with each check's result on the payment."""
    world.psp.take(REF)
    read(world)
    assert world.row().status is Status.SUCCEEDED
    assert all(check.passed for check in world.row().verification.checks)


@pytest.mark.parametrize("facts", [{"amount_received": 1}, {"state": PspState.HELD}])
def test_a_record_that_differs_goes_to_a_person(world: World, facts: dict[str, object]) -> None:
    """`park`: parked with an alarm and without a mail."""
    world.psp.script("lookup", [paid(world.row(), **facts)])
    read(world)
    assert world.row().status is Status.REQUIRES_REVIEW
    assert world.error_code() == "verification_mismatch"
    assert world.metrics.counts["RequiresReview"] == 1
    assert world.notification_queue.sent == []


def test_a_definitive_decline_fails_without_a_cancel(world: World) -> None:
    """`fail` with the PSP's own code; nothing can follow a definitive decline."""
    no = Outcome(Kind.DECLINED, "expired_card", "expired_card")
    world.psp.set(REF, state=PspState.DECLINED, decline=no)
    read(world)
    assert world.row().status is Status.FAILED
    assert world.error_code() == "expired_card"
    assert world.psp.called("cancel") == []


def test_a_payer_who_is_needed_fails_after_a_cancel(world: World) -> None:
    """3-D Secure can't be done off session: canceled first, then failed."""
    world.psp.set(REF, state=PspState.NEEDS_PAYER)
    read(world)
    assert world.row().status is Status.FAILED
    assert world.error_code() == "authentication_required"
    assert world.psp.book[REF].state is PspState.CANCELED


def test_an_object_canceled_by_somebody_else_fails(world: World) -> None:
    """Canceled is not charged, for good."""
    world.psp.set(REF, state=PspState.CANCELED)
    read(world)
    assert world.row().status is Status.FAILED


def test_not_charged_is_tried_again_while_there_are_attempts(world: World) -> None:
    """`try_again`: back to processing, with a time for the next attempt."""
    read(world)
    assert world.row().status is Status.PROCESSING
    assert world.row().next_attempt_at == world.clock.now() + 10
    assert world.queue.sent == [(ID, 10)]


def test_not_charged_after_the_window_is_canceled_and_failed(world: World) -> None:
    """`fail`: `charge_window_passed`, after the cancel."""
    world.clock.time = world.row().charge_until
    read(world)
    assert world.row().status is Status.FAILED
    assert world.error_code() == "charge_window_passed"


@pytest.mark.parametrize(
    "answer",
    [TIMEOUT, Outcome(Kind.RETRYABLE, "provider_rate_limited"), paid],
)
def test_failed_is_never_written_on_a_cancel_that_did_not_answer_canceled(
    world: World, answer: object
) -> None:
    """No answer to the cancel: poll on. The answer `paid`: book it."""
    world.clock.time = world.row().charge_until - 1
    payment = world.row()
    world.psp.set(REF, state=PspState.NEEDS_PAYER)
    reply: object = paid(payment) if callable(answer) else answer
    world.psp.script("cancel", [reply])
    read(world)
    expected = Status.SUCCEEDED if isinstance(reply, PspRecord) else Status.VERIFYING
    assert world.row().status is expected


def test_a_poll_without_news_changes_no_state(world: World) -> None:
    """Only `due_at` moves; no entry is written."""
    before = world.row()
    world.psp.set(REF, state=PspState.PENDING)
    world.clock.advance(5)
    read(world)
    assert world.row().version == before.version
    assert world.queue.sent == [(ID, 20)]


def test_a_look_before_its_time_plans_no_second_one(world: World) -> None:
    """The planned message is on its way, so a repeated one starts no chain of its own."""
    before = world.row()
    world.psp.set(REF, state=PspState.PENDING)
    world.clock.advance(4)
    read(world)
    assert world.row() == before
    assert world.queue.sent == []


def test_a_look_after_a_sweep_plans_the_next_one(world: World) -> None:
    """A sweep's `due_at` is no plan: the message that it sent has to start the looks again."""
    swept = world.clock.now() + 3600
    world.ledger.defer(world.row(), swept, sweeps=5)
    world.psp.set(REF, state=PspState.PENDING)
    read(world)
    assert world.queue.sent == [(ID, 5)]
    assert (world.row().due_at, world.row().sweeps) == (world.clock.now() + 5 + 120, 0)


@pytest.mark.parametrize("pending", [True, False])
def test_a_day_without_an_answer_goes_to_a_person(world: World, *, pending: bool) -> None:
    """`park` 24 h after the last attempt started, pending or unknown alike."""
    world.clock.advance(TIMING.give_up)
    if pending:
        world.psp.set(REF, state=PspState.PENDING)
    else:
        world.psp.script("lookup", [TIMEOUT])
    read(world)
    assert world.row().status is Status.REQUIRES_REVIEW
    assert world.error_code() == "verification_timeout"


def test_a_payment_without_an_object_cannot_be_read() -> None:
    """A queued payment has nothing to look up."""
    with pytest.raises(ValueError, match="without a PSP object"):
        ref_of(World().accepted())
