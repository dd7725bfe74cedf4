"""The two books side by side, over fakes: every way in which they can differ."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from runtime.domain.payment import Status
from runtime.domain.psp import Outcome, OutcomeKind, PspState
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.reconcile_payments import (
    WINDOW,
    Difference,
    Finding,
    ReconcilePaymentsPorts,
    reconcile_payments,
)
from tests.fakes import FakePaymentQueries
from tests.fakes.payments import ID, REF, Harness

AWAY = Outcome(OutcomeKind.UNKNOWN, "provider_unavailable")
PLENTY = 900.0


def ports_of(
    harness: Harness, time_left: Callable[[], float] = lambda: PLENTY
) -> ReconcilePaymentsPorts:
    """The ports of `reconcile` over the same fakes."""
    return ReconcilePaymentsPorts(
        queries=FakePaymentQueries(harness.ledger),
        psp=harness.psp,
        queue=harness.queue,
        clock=harness.clock,
        metrics=harness.metrics,
        merchants=["acme", "bistro"],
        time_left=time_left,
    )


def found(harness: Harness) -> list[Finding]:
    """What one run finds."""
    return list(reconcile_payments(ports_of(harness)))


def succeeded() -> Harness:
    """Charged, verified, and so in both books."""
    harness = Harness()
    harness.accepted()
    process_payment(ID, harness.processing())
    harness.queue.sent.clear()
    harness.psp.calls.clear()
    return harness


@pytest.mark.parametrize("status", Status)
def test_books_that_agree_have_no_difference(status: Status) -> None:
    """Nothing is found, counted, sent or asked for one by one, whatever the payment's status."""
    harness = succeeded() if status is Status.SUCCEEDED else Harness()
    if status is not Status.SUCCEEDED:
        harness.in_status(status)
    assert found(harness) == []
    assert harness.metrics.counts == {}
    assert harness.queue.sent == []
    assert [call.method for call in harness.psp.calls if call.method != "prepare"] == ["list"]


def test_three_days_are_compared() -> None:
    """Longer than a payment's window and the day after it together, and a day to spare."""
    harness = Harness()
    found(harness)
    assert [call.since for call in harness.psp.called("list")] == [harness.clock.now() - WINDOW]
    assert WINDOW == 3 * 24 * 3600


def test_a_payment_that_failed_and_was_paid_is_told_to_the_step_function() -> None:
    """The list decides nothing: the message makes the step function look, and that is `reopen`."""
    harness = Harness()
    harness.failed()
    harness.psp.take(REF)
    assert found(harness) == [Finding(Difference.PAID_AFTER_FAILED, ID, REF)]
    assert harness.row().status is Status.FAILED
    assert harness.queue.sent == [(ID, 0)]
    process_payment(ID, harness.processing())
    assert harness.history()[-1] == "reopen"
    assert found(harness) == []


def test_a_message_that_cant_be_sent_is_found_again_the_next_day() -> None:
    """Nothing was written, so the next run sees the same difference."""
    harness = Harness()
    harness.failed()
    harness.psp.take(REF)
    harness.queue.refusing = True
    assert len(found(harness)) == len(found(harness)) == 1
    assert harness.metrics.counts["SendAfterCommitFailed"] == 2


@pytest.mark.parametrize("state", [PspState.CANCELED, PspState.DECLINED, PspState.NOT_CHARGED])
def test_a_success_that_the_psp_does_not_know_is_for_a_person(state: PspState) -> None:
    """An alarm and an audit line; the payment stays as it is."""
    harness = succeeded()
    harness.psp.set(REF, state=state, amount_received=0)
    before = harness.row()
    assert found(harness) == [Finding(Difference.NOT_PAID, ID, REF)]
    assert harness.row() == before
    assert harness.queue.sent == []
    assert harness.metrics.counts == {"ReconciliationDifference": 1}


def test_a_list_that_lags_accuses_nobody() -> None:
    """A success that is not in the list yet is read by itself, and found paid."""
    harness = succeeded()
    row = harness.psp.book.pop(REF)
    harness.psp.script("lookup", [row])
    assert found(harness) == []
    assert len(harness.psp.called("lookup")) == 1


def test_other_money_is_found_behind_a_list_that_lags() -> None:
    """What is read by itself is compared as what is listed."""
    harness = succeeded()
    row = harness.psp.book.pop(REF)
    harness.psp.script("lookup", [replace(row, amount_received=2501)])
    assert found(harness) == [Finding(Difference.OTHER_MONEY, ID, REF)]


@pytest.mark.parametrize("facts", [{"amount_received": 2501}, {"currency": "usd"}])
def test_other_money_is_found(facts: dict[str, object]) -> None:
    """Paid on both sides, but not the same amount or currency."""
    harness = succeeded()
    harness.psp.set(REF, **facts)
    assert found(harness) == [Finding(Difference.OTHER_MONEY, ID, REF)]


def test_money_held_for_a_failed_payment_is_found() -> None:
    """It was not taken, so it is no `reopen`; a person gives it back."""
    harness = Harness()
    harness.failed()
    harness.psp.set(REF, state=PspState.HELD)
    assert found(harness) == [Finding(Difference.OTHER_MONEY, ID, REF)]
    assert harness.queue.sent == []


def test_money_that_was_released_since_their_list_accuses_nobody() -> None:
    """Their list is older than our row: an operator may have failed the payment in between."""
    harness = Harness()
    harness.failed()
    harness.psp.set(REF, state=PspState.HELD)
    released = replace(harness.psp.book[REF], state=PspState.CANCELED)
    harness.psp.script("lookup", [released])
    assert found(harness) == []
    assert [call.ref for call in harness.psp.called("lookup")] == [REF]


@pytest.mark.parametrize("stranger", [None, "pay_" + "a" * 26])
def test_money_of_an_object_that_is_not_ours_is_found(stranger: str | None) -> None:
    """Whether it names no payment or one that we don't have."""
    harness = succeeded()
    harness.psp.set(REF, payment_id=stranger)
    assert found(harness) == [Finding(Difference.NOT_OURS, stranger, REF)]


def test_a_second_object_that_was_charged_for_a_payment_is_found() -> None:
    """The row names one object; money taken by another one is a double charge."""
    harness = succeeded()
    harness.psp.book["pi_other"] = replace(harness.psp.book[REF], ref="pi_other")
    assert found(harness) == [Finding(Difference.NOT_OURS, ID, "pi_other")]


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("change", [{"body_hash": "1" * 64}, {"amount": 1}, {"livemode": True}])
def test_a_row_that_was_changed_by_hand_is_found(
    change: dict[str, object], *, listed: bool
) -> None:
    """Its money is that of the PSP, and its terms are not those of its first entry."""
    harness = succeeded()
    harness.ledger.rows[ID] = harness.row().model_copy(update=change)
    if not listed:
        harness.psp.script("lookup", [harness.psp.book.pop(REF)])
    assert found(harness) == [Finding(Difference.OTHER_TERMS, ID, REF)]
    assert harness.metrics.counts == {"ReconciliationDifference": 1}


@pytest.mark.parametrize("state", [PspState.CANCELED, PspState.DECLINED, PspState.NOT_CHARGED])
def test_money_in_a_record_that_says_otherwise_is_found(state: PspState) -> None:
    """A failed payment whose object is canceled and has received money goes to a person."""
    harness = Harness()
    harness.failed()
    harness.psp.take(REF)
    harness.psp.set(REF, state=state)
    assert found(harness) == [Finding(Difference.PAID_AFTER_FAILED, ID, REF)]
    process_payment(ID, harness.processing())
    assert harness.history()[-1] == "reopen"
    assert found(harness) == []


def test_an_unpaid_object_of_nobody_is_no_difference() -> None:
    """A worker that died after `prepare` leaves one, and no money has moved."""
    harness = Harness()
    harness.claimed()
    harness.psp.set(REF, payment_id=None)
    assert found(harness) == []


def test_a_list_that_breaks_off_is_said() -> None:
    """What came is compared, the rest is not asked for one by one, and a person hears of it."""
    harness = succeeded()
    harness.psp.book.clear()
    harness.psp.script("list", [AWAY])
    assert found(harness) == [Finding(Difference.UNREAD, None, None)]
    assert harness.psp.called("lookup") == []
    assert harness.metrics.counts == {"ReconciliationIncomplete": 1}


def test_a_payment_that_cant_be_read_is_said() -> None:
    """No answer is no accusation."""
    harness = succeeded()
    harness.psp.set(REF, state=PspState.CANCELED)
    harness.psp.script("lookup", [AWAY])
    assert found(harness) == [Finding(Difference.UNREAD, ID, REF)]


@pytest.mark.parametrize("calls", [0, 1])
def test_it_stops_before_it_is_stopped(calls: int) -> None:
    """In the middle of either book, and says so."""
    harness = succeeded()
    harness.psp.set(REF, state=PspState.CANCELED)
    numbers = count()
    ports = ports_of(harness, lambda: PLENTY if next(numbers) < calls else 29.9)
    assert list(reconcile_payments(ports)) == [Finding(Difference.UNREAD, None, None)]
    assert harness.psp.called("lookup") == []


def test_every_merchants_payments_are_looked_at() -> None:
    """The ledger's side is read merchant by merchant."""
    harness = Harness()
    queries = FakePaymentQueries(harness.ledger)
    ports = ports_of(harness)
    list(
        reconcile_payments(
            ReconcilePaymentsPorts(queries, *(getattr(ports, n) for n in ports.__slots__[1:]))
        )
    )
    assert [query.merchant for query in queries.queries] == ["acme", "bistro"]
    assert {query.oldest for query in queries.queries} == {harness.clock.now() - WINDOW}
