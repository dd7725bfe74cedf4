"""Dead letters over fakes: moved like any message, or left to the sweeper, never dropped."""

import pytest

from runtime.domain.errors import UnavailableError
from runtime.domain.payment import Status
from runtime.use_cases.process_dead_letter import process_dead_letter
from runtime.use_cases.sweep_payments import Swept, sweep_payments
from tests.fakes.payments import ID, Harness

DOWN = UnavailableError("throttled")


def test_a_dead_letter_takes_its_payment_a_step_further() -> None:
    """The step is `process`, so the payment is charged once and final."""
    harness = Harness()
    harness.accepted()
    process_dead_letter(ID, harness.processing())
    assert harness.row().status is Status.SUCCEEDED
    assert len(harness.psp.charges) == 1
    assert harness.metrics.counts == {}


def test_a_payment_that_cant_be_moved_is_left_to_the_sweeper() -> None:
    """It is due in the ledger: the letter may go, a person hears of it, the sweep goes on."""
    harness = Harness()
    payment = harness.accepted()
    harness.ledger.fail_next("commit", DOWN)
    process_dead_letter(ID, harness.processing())
    assert harness.metrics.counts == {"DeadLetterLeft": 1}
    harness.clock.time = payment.due_at or 0
    assert sweep_payments(harness.sweeping()) == Swept(1, 1)


@pytest.mark.fault("F27")
def test_a_letter_stays_while_the_ledger_does_not_say_that_its_payment_is_due() -> None:
    """F27: with the ledger away nobody knows, so nothing is deleted."""
    harness = Harness()
    harness.accepted()
    harness.ledger.fail_next("get", DOWN)
    harness.ledger.fail_next("get", DOWN)
    with pytest.raises(UnavailableError):
        process_dead_letter(ID, harness.processing())


def test_a_letter_stays_where_no_sweep_would_bring_its_payment_back() -> None:
    """A failed payment that nothing is due for: whether it was paid is still to be asked."""
    harness = Harness()
    harness.failed()
    harness.ledger.rows[ID] = harness.row().model_copy(update={"due_at": None})
    harness.psp.script("lookup", [DOWN])
    with pytest.raises(UnavailableError):
        process_dead_letter(ID, harness.processing())


def test_a_letter_of_nobody_stays() -> None:
    """The step failed, and there is no row that a sweep could find."""
    harness = Harness()
    harness.ledger.fail_next("get", DOWN)
    with pytest.raises(UnavailableError):
        process_dead_letter(ID, harness.processing())
    assert harness.metrics.counts == {}
