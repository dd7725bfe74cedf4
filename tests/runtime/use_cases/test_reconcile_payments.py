"""The two books side by side, over fakes: every way in which they can differ."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from runtime.domain.payment import Status
from runtime.domain.psp import Kind, Outcome, PspState
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.reconcile_payments import (
    WINDOW,
    Difference,
    Finding,
    ReconcilePaymentsPorts,
    reconcile_payments,
)
from tests.fakes import FakePaymentQueries
from tests.fakes.payments import ID, REF, World

AWAY = Outcome(Kind.UNKNOWN, "provider_unavailable")
PLENTY = 900.0


def ports_of(
    world: World, time_left: Callable[[], float] = lambda: PLENTY
) -> ReconcilePaymentsPorts:
    """The ports of `reconcile` over the same fakes."""
    return ReconcilePaymentsPorts(
        queries=FakePaymentQueries(world.ledger),
        psp=world.psp,
        queue=world.queue,
        clock=world.clock,
        metrics=world.metrics,
        merchants=["acme", "bistro"],
        time_left=time_left,
    )


def found(world: World) -> list[Finding]:
    """What one run finds."""
    return list(reconcile_payments(ports_of(world)))


def succeeded() -> World:
    """Charged, verified, and so in both books."""
    world = World()
    world.accepted()
    process_payment(ID, world.processing())
    world.queue.sent.clear()
    world.psp.calls.clear()
    return world


@pytest.mark.parametrize("status", Status)
def test_books_that_agree_have_no_difference(status: Status) -> None:
    """Nothing is found, counted, sent or asked for one by one, whatever the payment's status."""
    world = succeeded() if status is Status.SUCCEEDED else World()
    if status is not Status.SUCCEEDED:
        world.in_status(status)
    assert found(world) == []
    assert world.metrics.counts == {}
    assert world.queue.sent == []
    assert [call.method for call in world.psp.calls if call.method != "prepare"] == ["list"]


def test_three_days_are_compared() -> None:
    """Longer than a payment's window and the day after it together, and a day to spare."""
    world = World()
    found(world)
    assert [call.since for call in world.psp.called("list")] == [world.clock.now() - WINDOW]
    assert WINDOW == 3 * 24 * 3600


def test_a_payment_that_failed_and_was_paid_is_told_to_the_step_function() -> None:
    """The list decides nothing: the message makes the step function look, and that is `reopen`."""
    world = World()
    world.failed()
    world.psp.take(REF)
    assert found(world) == [Finding(Difference.PAID_AFTER_FAILED, ID, REF)]
    assert world.row().status is Status.FAILED
    assert world.queue.sent == [(ID, 0)]
    process_payment(ID, world.processing())
    assert world.story()[-1] == "reopen"
    assert found(world) == []


def test_a_message_that_cant_be_sent_is_found_again_the_next_day() -> None:
    """Nothing was written, so the next run sees the same difference."""
    world = World()
    world.failed()
    world.psp.take(REF)
    world.queue.refusing = True
    assert len(found(world)) == len(found(world)) == 1
    assert world.metrics.counts["SendAfterCommitFailed"] == 2


@pytest.mark.parametrize("state", [PspState.CANCELED, PspState.DECLINED, PspState.NOT_CHARGED])
def test_a_success_that_the_psp_does_not_know_is_for_a_person(state: PspState) -> None:
    """An alarm and an audit line; the payment stays as it is."""
    world = succeeded()
    world.psp.set(REF, state=state, amount_received=0)
    before = world.row()
    assert found(world) == [Finding(Difference.NOT_PAID, ID, REF)]
    assert world.row() == before
    assert world.queue.sent == []
    assert world.metrics.counts == {"ReconciliationDifference": 1}


def test_a_list_that_lags_accuses_nobody() -> None:
    """A success that is not in the list yet is read by itself, and found paid."""
    world = succeeded()
    row = world.psp.book.pop(REF)
    world.psp.script("lookup", [row])
    assert found(world) == []
    assert len(world.psp.called("lookup")) == 1


@pytest.mark.parametrize("facts", [{"amount_received": 2501}, {"currency": "usd"}])
def test_other_money_is_found(facts: dict[str, object]) -> None:
    """Paid on both sides, but not the same amount or currency."""
    world = succeeded()
    world.psp.set(REF, **facts)
    assert found(world) == [Finding(Difference.OTHER_MONEY, ID, REF)]


def test_money_held_for_a_failed_payment_is_found() -> None:
    """It was not taken, so it is no `reopen`; a person gives it back."""
    world = World()
    world.failed()
    world.psp.set(REF, state=PspState.HELD)
    assert found(world) == [Finding(Difference.OTHER_MONEY, ID, REF)]
    assert world.queue.sent == []


@pytest.mark.parametrize("stranger", [None, "pay_" + "a" * 26])
def test_money_of_an_object_that_is_not_ours_is_found(stranger: str | None) -> None:
    """Whether it names no payment or one that we don't have."""
    world = succeeded()
    world.psp.set(REF, payment_id=stranger)
    assert found(world) == [Finding(Difference.NOT_OURS, stranger, REF)]


def test_a_second_object_that_was_charged_for_a_payment_is_found() -> None:
    """The row names one object; money taken by another one is a double charge."""
    world = succeeded()
    payment = world.row()
    assert payment.provider
    provider = payment.provider.model_copy(update={"ref": "pi_other"})
    world.ledger.rows[ID] = payment.model_copy(update={"provider": provider})
    world.psp.book["pi_other"] = replace(world.psp.book[REF], ref="pi_other")
    assert found(world) == [Finding(Difference.NOT_OURS, ID, REF)]


def test_an_unpaid_object_of_nobody_is_no_difference() -> None:
    """A worker that died after `prepare` leaves one, and no money has moved."""
    world = World()
    world.claimed()
    world.psp.set(REF, payment_id=None)
    assert found(world) == []


def test_a_list_that_breaks_off_is_said() -> None:
    """What came is compared, the rest is not asked for one by one, and a person hears of it."""
    world = succeeded()
    world.psp.book.clear()
    world.psp.script("list", [AWAY])
    assert found(world) == [Finding(Difference.UNREAD, None, None)]
    assert world.psp.called("lookup") == []
    assert world.metrics.counts == {"ReconciliationIncomplete": 1}


def test_a_payment_that_cant_be_read_is_said() -> None:
    """No answer is no accusation."""
    world = succeeded()
    world.psp.set(REF, state=PspState.CANCELED)
    world.psp.script("lookup", [AWAY])
    assert found(world) == [Finding(Difference.UNREAD, ID, REF)]


@pytest.mark.parametrize("calls", [0, 1])
def test_it_stops_before_it_is_stopped(calls: int) -> None:
    """In the middle of either book, and says so."""
    world = succeeded()
    world.psp.set(REF, state=PspState.CANCELED)
    numbers = count()
    ports = ports_of(world, lambda: PLENTY if next(numbers) < calls else 29.9)
    assert list(reconcile_payments(ports)) == [Finding(Difference.UNREAD, None, None)]
    assert world.psp.called("lookup") == []


def test_every_merchants_payments_are_looked_at() -> None:
    """The ledger's side is read merchant by merchant."""
    world = World()
    queries = FakePaymentQueries(world.ledger)
    ports = ports_of(world)
    list(
        reconcile_payments(
            ReconcilePaymentsPorts(queries, *(getattr(ports, n) for n in ports.__slots__[1:]))
        )
    )
    assert [query.merchant for query in queries.queries] == ["acme", "bistro"]
    assert {query.oldest for query in queries.queries} == {world.clock.now() - WINDOW}
