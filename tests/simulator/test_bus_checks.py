"""The checks of the bus are shown lies, and find each of them."""

from collections.abc import Callable

import pytest

from runtime.domain.bus_ports import BusEvent
from runtime.domain.events import event_at, event_id
from simulator.bus_checks import (
    LOOKED_FOR,
    due_once_on_bus,
    every_event_is_on_the_bus,
    is_looked_for,
    may_go,
    nothing_waits_for_bus,
    put_as_it_is,
)
from simulator.bus_lies import (
    due,
    given_up,
    moved,
    never_came,
    put,
    still_due,
    waiting,
)
from simulator.delivery_lies import EVENT, ID
from simulator.observed import Observed

NOW = 1_795_341_600


def first_event(observed: Observed, merchant: str = "acme") -> BusEvent:
    """As the ledger has it."""
    event = event_at(observed.rows()[ID], observed.lines(ID)[:1])
    assert event is not None
    return BusEvent(merchant, event)


def test_what_comes_on_the_bus_is_an_event_of_the_ledger_as_it_is() -> None:
    """I25: under another merchant's name, changed, and of no ledger are found."""
    observed = put().observed
    told = first_event(observed)
    assert list(put_as_it_is(observed, told)) == []
    assert len(list(put_as_it_is(observed, told._replace(merchant="bolt")))) == 1
    payment = told.event.payment.model_copy(update={"amount": 9_900})
    changed = told.event._replace(payment=payment)
    assert len(list(put_as_it_is(observed, told._replace(event=changed)))) == 1
    unknown = told.event._replace(id=event_id(ID, 99))
    assert len(list(put_as_it_is(observed, told._replace(event=unknown)))) == 1


def test_an_event_is_due_once_on_the_bus() -> None:
    """I25: twice is found, unless somebody asked; so is once where the stack had no bus."""
    observed = put().observed
    waiting(observed, due(1))
    assert list(due_once_on_bus(observed, EVENT)) == []
    waiting(observed, due(1), due(2))
    assert len(list(due_once_on_bus(observed, EVENT))) == 1
    observed.on_bus.asked[EVENT] = 1
    assert list(due_once_on_bus(observed, EVENT)) == []
    observed.on_bus.asked.clear()
    observed.first[ID] = observed.first[ID].model_copy(update={"on_bus": False})
    waiting(observed, due(1))
    assert len(list(due_once_on_bus(observed, EVENT))) == 1


def test_what_is_due_goes_once_it_was_put_or_after_days_with_an_alarm() -> None:
    """I25: dropped early and dropped in silence are found."""
    observed, old = put().observed, NOW + LOOKED_FOR
    assert list(may_go(observed, due(NOW), NOW, rang=False)) == []
    never_came(observed)
    assert list(may_go(observed, due(NOW), old, rang=True)) == []
    assert len(list(may_go(observed, due(NOW), old - 1, rang=True))) == 1
    assert len(list(may_go(observed, due(NOW), old, rang=False))) == 1


@pytest.mark.parametrize(
    ("age", "wait"), [(0, 5), (5, 5), (600, 600), (3_600, 3_600), (9_000, 3_600)]
)
def test_what_the_ledger_does_not_show_waits_as_long_as_it_is_old(age: int, wait: int) -> None:
    """I25: within bounds; sooner and later are found."""
    now = NOW + age
    assert list(is_looked_for(due(NOW), now + wait, now)) == []
    assert len(list(is_looked_for(due(NOW), now + wait - 1, now))) == 1
    assert len(list(is_looked_for(due(NOW), now + wait + 1, now))) == 1


def test_what_could_be_put_and_waits_is_found() -> None:
    """I25: after the minutes in which somebody would have come."""
    observed = put().observed
    waiting(observed, due(NOW))
    assert list(nothing_waits_for_bus(observed, NOW + 60)) == []
    assert len(list(nothing_waits_for_bus(observed, NOW + 9_000))) == 1


@pytest.mark.parametrize("lie", [never_came, given_up, still_due])
def test_an_event_that_is_not_on_the_bus_is_found(lie: Callable[[Observed], None]) -> None:
    """I25: lost, given up though the ledger has it, or due for ever."""
    observed = put("refuses one").observed
    assert list(every_event_is_on_the_bus(observed)) == []
    lie(observed)
    assert len(list(every_event_is_on_the_bus(observed))) == 1


def test_an_event_of_a_payment_that_was_moved_may_be_given_up() -> None:
    """I25: and may not be lost."""
    observed = put().observed
    moved(observed)
    given_up(observed)
    assert list(every_event_is_on_the_bus(observed)) == []
    observed.on_bus.given_up.clear()
    assert len(list(every_event_is_on_the_bus(observed))) == 1
