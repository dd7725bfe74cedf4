"""What counts as the same money, and when a run stops."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from runtime.domain.payment import Status
from runtime.domain.ports import PageQuery
from runtime.domain.private import Clear
from runtime.domain.psp import PspState
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.reconcile_payments import (
    TIME_TO_STOP,
    WINDOW,
    Difference,
    reconcile_payments,
)
from tests.fakes import FakePaymentQueries
from tests.fakes.payments import ID, REF, Harness
from tests.runtime.use_cases.test_reconcile_payments import found, ports_of


def charged() -> Harness:
    """In both books."""
    harness = Harness()
    harness.accepted()
    process_payment(ID, harness.processing())
    return harness


@pytest.mark.parametrize(
    "facts",
    [
        {"state": PspState.HELD},
        {"amount_received": 2400},
        {"currency": "usd"},
    ],
    ids=str,
)
def test_other_money_is_found(facts: dict[str, Any]) -> None:
    """Held is not paid; another sum or currency is another."""
    harness = charged()
    harness.psp.set(REF, **facts)
    assert [each.difference for each in found(harness)] == [Difference.OTHER_MONEY]


def test_money_of_a_payment_that_was_canceled_is_other_money() -> None:
    """Paid there with the very sum that was asked for, and not taken here."""
    harness = charged()
    row = harness.row().model_copy(update={"status": Status.CANCELED})
    harness.ledger.rows[ID] = row
    assert [each.difference for each in found(harness)] == [Difference.OTHER_MONEY]


def test_an_object_of_a_payment_without_one_is_not_ours() -> None:
    """The row names no object, so none can be its own."""
    harness = Harness()
    harness.accepted()
    harness.psp.prepare(harness.row(), Clear("pm"), 1)
    harness.psp.take(REF)
    assert [each.difference for each in found(harness)] == [Difference.NOT_OURS]


def test_a_success_without_an_object_is_not_asked_for() -> None:
    """There is nothing to ask the PSP about; the audit tells of the row."""
    harness = charged()
    harness.ledger.rows[ID] = harness.row().model_copy(update={"provider": None})
    harness.psp.book.clear()
    assert found(harness) == []


def times(*left: float) -> Callable[[], float]:
    """So many seconds are left, look by look."""
    looks = iter(left)
    return lambda: next(looks)


def test_a_run_stops_only_below_its_bound() -> None:
    """With just as many seconds left as are asked for, it goes on, in both halves."""
    harness = charged()
    bound = float(TIME_TO_STOP)
    assert list(reconcile_payments(ports_of(harness, times(bound, bound)))) == []
    for left in ((bound - 0.1,), (bound, bound - 0.1)):
        (finding,) = reconcile_payments(ports_of(harness, times(*left)))
        assert finding.difference is Difference.UNREAD


def test_our_book_is_read_up_to_this_second() -> None:
    """A payment that was accepted just now is in it, and none of a later second."""
    harness = charged()
    queries = FakePaymentQueries(harness.ledger)
    ports = replace(ports_of(harness), queries=queries)
    assert list(reconcile_payments(ports)) == []
    before, since = f"{harness.clock.now() + 1}#", harness.clock.now() - WINDOW
    assert queries.queries == [
        PageQuery(merchant, 100, before, since) for merchant in ("acme", "bistro")
    ]
