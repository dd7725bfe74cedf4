"""Dead letters over fakes: moved like any message, or left to the sweeper, never dropped."""

import pytest

from runtime.domain.errors import UnavailableError
from runtime.domain.payment import Status
from runtime.use_cases.process_dead_letter import process_dead_letter
from runtime.use_cases.sweep_payments import Swept, sweep_payments
from tests.fakes.payments import ID, World

DOWN = UnavailableError("throttled")


def test_a_dead_letter_takes_its_payment_a_step_further() -> None:
    """The step is `process`, so the payment is charged once and final."""
    world = World()
    world.accepted()
    process_dead_letter(ID, world.processing())
    assert world.row().status is Status.SUCCEEDED
    assert len(world.psp.charges) == 1
    assert world.metrics.counts == {}


def test_a_payment_that_cant_be_moved_is_left_to_the_sweeper() -> None:
    """It is due in the ledger: the letter may go, a person hears of it, the sweep goes on."""
    world = World()
    payment = world.accepted()
    world.ledger.fail_next("commit", DOWN)
    process_dead_letter(ID, world.processing())
    assert world.metrics.counts == {"DeadLetterLeft": 1}
    world.clock.time = payment.due_at or 0
    assert sweep_payments(world.sweeping()) == Swept(1, 1)


@pytest.mark.fault("F27")
def test_a_letter_stays_while_the_ledger_does_not_say_that_its_payment_is_due() -> None:
    """F27: with the ledger away nobody knows, so nothing is deleted."""
    world = World()
    world.accepted()
    world.ledger.fail_next("get", DOWN)
    world.ledger.fail_next("get", DOWN)
    with pytest.raises(UnavailableError):
        process_dead_letter(ID, world.processing())


def test_a_letter_stays_where_no_sweep_would_bring_its_payment_back() -> None:
    """A failed payment that nothing is due for: whether it was paid is still to be asked."""
    world = World()
    world.failed()
    world.ledger.rows[ID] = world.row().model_copy(update={"due_at": None})
    world.psp.script("lookup", [DOWN])
    with pytest.raises(UnavailableError):
        process_dead_letter(ID, world.processing())
