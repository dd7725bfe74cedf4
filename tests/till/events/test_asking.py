"""Events of the ledger, as they are asked for."""

import pytest

from runtime.domain.events import EventType
from tests.till.events.asked import SUCCEEDED, World
from tests.till.lib.test_input import GIVEN
from till.events.asking import asked_of, events_of
from till.events.ways import OnBus, ToEndpoint
from till.lib.exits import CommandError, Exit
from till.lib.input import Outputs


def test_the_events_are_those_that_a_merchant_is_told_of() -> None:
    """A look at the provider's record is none; what is newer than the row is left for later."""
    world = World()
    row = world.harness.succeeded()
    told = list(events_of(row, world.queries))
    assert [each.kind for each in told] == [
        EventType.ACCEPTED,
        EventType.PROCESSING,
        EventType.SUCCEEDED,
    ]
    assert told[-1] == (SUCCEEDED, EventType.SUCCEEDED, world.now)
    older = row.model_copy(update={"version": 2})
    assert list(events_of(older, world.queries)) == told[:2]


@pytest.mark.usefixtures("acme")
def test_a_stack_is_asked_for_its_bus_only_where_it_has_one() -> None:
    """Else a sentence says which setting makes one."""
    bus = {"event_bus_arn": "arn:aws:events:eu-central-1:111122223333:event-bus/news"}
    with_bus, without = Outputs.model_validate({**GIVEN, **bus}), Outputs.model_validate(GIVEN)
    assert isinstance(asked_of(with_bus, on_bus=True).way, OnBus)
    for told in (with_bus, without):
        assert isinstance(asked_of(told, on_bus=False).way, ToEndpoint)
    with pytest.raises(CommandError, match="the setting `eventBus` makes one") as refused:
        asked_of(without, on_bus=True)
    assert refused.value.exit_code is Exit.NO
