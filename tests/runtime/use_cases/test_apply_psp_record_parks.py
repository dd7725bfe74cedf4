"""What the reducer parks at once, and who hears of it."""

import pytest

from runtime.domain.errors import ConflictError, UnavailableError
from runtime.domain.payment import Status
from runtime.domain.psp import PspState
from tests.fakes.payments import ID, REF, Harness, paid
from tests.runtime.use_cases.test_apply_psp_record import read


@pytest.fixture(name="harness")
def _harness() -> Harness:
    harness = Harness()
    harness.verifying()
    return harness


@pytest.mark.parametrize("state", PspState)
@pytest.mark.parametrize("method", ["lookup", "cancel"])
def test_an_answer_about_another_object_is_parked_at_once(method: str, state: PspState) -> None:
    """Sound or not, ours or not: no day of polling, no failure, no charge of another object."""
    harness = Harness()
    harness.verifying()
    other = paid(harness.row(), ref="pi_other", state=state)
    if method == "cancel":
        harness.psp.set(REF, state=PspState.NEEDS_PAYER)
    harness.psp.script(method, [other])
    read(harness)
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert harness.metrics.counts == {"RequiresReview": 1}
    (evidence,) = harness.ledger.lines[ID][-1].data["evidence"]
    assert evidence.startswith(f"The provider's object pi_other (asked for: {REF}) of this payment")


def test_a_contradiction_rings_before_it_is_written(harness: Harness) -> None:
    """The write may be done and its answer lost; who comes second rings once too often."""
    harness.psp.script("lookup", [paid(harness.row(), amount_received=1)])
    harness.ledger.fail_next("commit", ConflictError("first"))
    read(harness)
    assert harness.row().status is Status.VERIFYING
    assert harness.metrics.counts == {"RequiresReview": 1}


def test_an_alarm_is_not_lost_with_the_answer_of_a_write(harness: Harness) -> None:
    """The payment is parked, and nobody looks at it again: so it has rung already."""
    harness.psp.script("lookup", [paid(harness.row(), amount_received=1)])
    harness.ledger.fail_next("commit", UnavailableError("lost"), after=True)
    with pytest.raises(UnavailableError):
        read(harness)
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert harness.metrics.counts == {"RequiresReview": 1}
