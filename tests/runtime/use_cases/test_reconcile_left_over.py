"""Objects at the PSP that were made for nothing, and the nightly run that cancels them."""

from dataclasses import replace

import pytest

from runtime.domain.payment import Status
from runtime.domain.private import Clear
from runtime.domain.psp import CHARGEABLE, PspState
from runtime.use_cases.reconcile_payments import Difference, Finding
from tests.fakes.payments import ID, REF, Harness
from tests.runtime.use_cases.test_reconcile_payments import AWAY, found, succeeded

SECOND = f"{REF}_2"


def left_over(status: Status, **facts: object) -> Harness:
    """A payment in this status, and a second object of it that nobody names."""
    harness = succeeded() if status is Status.SUCCEEDED else Harness()
    if status is not Status.SUCCEEDED:
        harness.in_status(status)
    harness.psp.prepare(harness.row(), Clear("pm_card_visa"), 2)
    harness.psp.set(SECOND, **facts)
    harness.psp.calls.clear()
    return harness


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.QUEUED])
@pytest.mark.parametrize("state", sorted(CHARGEABLE))
def test_what_was_made_for_nothing_is_canceled(status: Status, state: PspState) -> None:
    """No payment names it and none ever will; an audit line says so, and no alarm."""
    harness = left_over(status, state=state)
    assert found(harness) == [Finding(Difference.LEFT_OVER, ID, SECOND)]
    assert harness.psp.book[SECOND].state is PspState.CANCELED
    assert harness.metrics.counts == {"PspObjectCanceled": 1}
    assert [call.ref for call in harness.psp.called("cancel")] == [SECOND]
    assert found(harness) == []


def test_an_object_that_may_be_named_yet_stays() -> None:
    """A queued payment's worker is about to claim it."""
    harness = left_over(Status.QUEUED)
    assert found(harness) == []
    assert harness.psp.called("cancel") == []


@pytest.mark.parametrize("payment_id", [None, "pay_of_somebody_else"])
def test_an_object_of_others_is_not_touched(payment_id: str | None) -> None:
    """The PSP's account may serve others too."""
    harness = left_over(Status.SUCCEEDED, payment_id=payment_id)
    assert found(harness) == []
    assert harness.psp.called("cancel") == []


def test_the_object_of_a_payment_is_no_left_over_because_a_hand_named_another() -> None:
    """It may be charged again yet: the entries say that it is the payment's own."""
    harness = Harness()
    row = harness.waiting()
    assert row.provider is not None
    other = row.provider.model_copy(update={"ref": "pi_other"})
    harness.ledger.rows[ID] = row.model_copy(update={"provider": other})
    assert found(harness) == [Finding(Difference.OTHER_TERMS, ID, REF)]
    assert harness.psp.called("cancel") == []


def test_a_cancel_without_an_answer_is_said() -> None:
    """Nobody knows, and the next night asks again."""
    harness = left_over(Status.FAILED)
    harness.psp.script("cancel", [AWAY])
    assert found(harness) == [Finding(Difference.UNREAD, ID, SECOND)]
    assert found(harness) == [Finding(Difference.LEFT_OVER, ID, SECOND)]


def test_a_cancel_of_another_object_is_said() -> None:
    """The answer is about something else, so nobody knows what became of this one."""
    harness = left_over(Status.FAILED)
    harness.psp.script("cancel", [replace(harness.psp.book[SECOND], ref="pi_other")])
    assert found(harness) == [Finding(Difference.UNREAD, ID, SECOND)]


def test_an_object_that_turns_out_to_be_paid_is_for_a_person() -> None:
    """Somebody charged it by hand while the list was read."""
    harness = left_over(Status.SUCCEEDED)
    harness.psp.script("cancel", [harness.psp.take])
    assert found(harness) == [Finding(Difference.NOT_OURS, ID, SECOND)]
