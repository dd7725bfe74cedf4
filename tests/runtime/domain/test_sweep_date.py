"""When the sweeper is to look."""

import pytest

from runtime.domain import transitions
from runtime.domain.sweep_date import sweep_at
from tests.fakes.payments import TIMEOUT, TIMING, Harness


@pytest.mark.parametrize(
    ("stored", "due"),
    [(99, 200), (100, 100), (150, 150), (200, 200), (201, 200), (None, 200)],
)
def test_a_date_stays_where_it_is_early_enough(stored: int | None, due: int) -> None:
    """Neither before the earliest, nor after the wanted one, which a sweep wrote."""
    payment = Harness().accepted(due_at=stored)
    assert sweep_at(payment, 100, 200) == due


def test_a_change_that_is_not_written_yet_keeps_the_stored_date() -> None:
    """What it would have moved it to lies in no index."""
    harness = Harness()
    payment = harness.claimed()
    later = transitions.read_back(payment, TIMEOUT, harness.stamp(), TIMING)
    assert later.after.due_at != payment.due_at
    assert payment.due_at is not None
    assert sweep_at(later, payment.due_at, payment.due_at) == payment.due_at


def test_an_ordinary_payment_moves_its_date_once() -> None:
    """From its acceptance to its mail it stands in one place of the index."""
    harness = Harness()
    dates = {row.due_at for row in (harness.accepted(), harness.succeeded())}
    assert len(dates) == 1
