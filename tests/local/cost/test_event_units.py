"""What telling of events adds to what a payment writes, by AWS's own rules of counting."""

from typing import TYPE_CHECKING, Any

import pytest

from local.cost.request_units import write_units
from runtime.adapters.dynamodb_events import DynamoDbEvents
from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.adapters.dynamodb_unpublished import DynamoDbUnpublished
from runtime.domain.delivery import DeliveryStatus, Lane, became, bus_lane
from runtime.domain.payment import event_lane
from tests.fakes.payments import ID, Harness
from tests.runtime.adapters.aws import (
    ENTRIES,
    EVENTS,
    PAYMENTS,
    empty_tables,
    patience,
    telling_ledger,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Units:
    """Write units of everything that a client asks for."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self.total = 0
        self.calls = 0
        client.meta.events.register("provide-client-params.dynamodb", self._count)

    def _count(self, params: dict[str, Any], **_: object) -> None:
        self.calls += 1
        for write in params.get("TransactItems", ()):
            [one] = write.values()
            self.total += write_units(None, one.get("Item"), transaction=True)
        if "TransactItems" not in params and "KeyConditionExpression" not in params:
            self.total += write_units(None, params.get("Item"), transaction=False)


def written(*, tells: bool = False, on_bus: bool = False) -> tuple[int, int, int]:
    """Units and calls of a payment's steps, and how many events they told."""
    with empty_tables() as client:
        ledger = telling_ledger(client)
        harness = Harness(tells=tells, on_bus=on_bus)
        harness.succeeded()
        units = Units(client)
        created, *changes = harness.ledger.changes
        ledger.create(created)
        for change in changes:
            ledger.commit(change)
        steps, events = units.calls, DynamoDbEvents(client, EVENTS, patience())
        due = events.due(Lane("acme", event_lane(ID)), harness.clock.now(), 99)
        for each in due:
            told = became(each, DeliveryStatus.DELIVERED, attempts=1, last_at=each.at, answer="204")
            events.finish(each, told)
        bus = DynamoDbUnpublished(client, EVENTS, patience())
        unpublished = bus.due(bus_lane(ID), harness.clock.now(), 99)
        for one in unpublished:
            bus.take_off(one)
        return units.total, steps, len(due) + len(unpublished)


def test_an_event_that_is_taken_adds_four_units_and_no_call_to_its_step() -> None:
    """Two in the payment's transaction, one for what became of it, one to take it off."""
    without, calls, none = written()
    told, same, events = written(tells=True)
    assert (none, events) == (0, 3)
    assert told - without == 4 * events
    assert calls == same


def test_an_event_that_is_put_on_the_bus_adds_three_units_and_no_call_to_its_step() -> None:
    """Two in the payment's transaction, one to take it off; beside those of an endpoint."""
    without, calls, _ = written()
    on_bus, same, events = written(on_bus=True)
    both, _, twice = written(tells=True, on_bus=True)
    assert (events, twice) == (3, 6)
    assert on_bus - without == 3 * events
    assert both - without == (3 + 4) * events
    assert calls == same


@pytest.mark.parametrize(("field", "name"), [("tells", "tells"), ("on_bus", "bus")])
@pytest.mark.parametrize("told", [False, True])
def test_a_row_grows_only_where_somebody_is_told(
    field: str,
    name: str,
    told: bool,  # noqa: FBT001 - a case
) -> None:
    """Without an endpoint and without a bus it is the row of before."""
    with empty_tables() as client:
        harness = Harness(**{field: told})  # type: ignore[arg-type]  # Both are flags.
        harness.accepted()
        DynamoDbLedger(client, PAYMENTS, ENTRIES, patience(), due_puts=lambda _: ()).create(
            harness.ledger.changes[0]
        )
        items = client.scan(TableName=PAYMENTS)["Items"]
        assert any(name in each for each in items) == told
