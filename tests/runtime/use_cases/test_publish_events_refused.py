"""What the bus refuses, and what the ledger can't tell, bars nothing else; over fakes."""

from runtime.contract.metrics import Metric
from runtime.domain.delivery import Unpublished
from runtime.domain.events import event_id, told_by
from runtime.use_cases.publish_events import LOOKED_FOR
from tests.fakes.payments import ID
from tests.runtime.use_cases.telling import BUS_LANE, Telling
from tests.runtime.use_cases.test_publish_events import paid


def due_ids(world: Telling) -> list[tuple[int, str]]:
    """What waits, by when it is due and its event."""
    return list(world.harness.ledger.unpublished.waiting)


def crowded(number: int) -> tuple[Telling, list[Unpublished]]:
    """So many events of other payments are due before those of one that was charged."""
    world = paid()
    unpublished, now = world.harness.ledger.unpublished, world.harness.clock.now()
    before = []
    for each in range(number):
        other = "pay_" + f"{each:026}".translate(str.maketrans("0189", "abcd"))
        world.harness.ledger.rows[other] = world.harness.row().model_copy(
            update={"payment_id": other}
        )
        world.harness.ledger.lines[other] = [
            entry.model_copy(update={"payment_id": other})
            for entry in world.harness.ledger.lines[ID]
        ]
        before.append(Unpublished(BUS_LANE, now - 60, event_id(other, 1), "acme", now - 60))
    unpublished.add(before)
    return world, before


def test_events_that_are_always_refused_bar_no_other() -> None:
    """They stay due, so an alarm rings for them; each is put once by a run."""
    world, before = crowded(12)
    world.bus.refuses = {each.event_id: "MalformedDetail" for each in before}
    put, unseen, failure = world.publish()
    assert (put, unseen) == (3, 0)
    assert str(failure) == "EventBridge refused 12 events: MalformedDetail."
    assert world.bus.requests == [10, 5]
    assert set(world.harness.ledger.unpublished.waiting.values()) == set(before)


def test_a_bus_that_takes_nothing_is_left_alone() -> None:
    """After thirty refusals; what is due stays due."""
    world, before = crowded(40)
    world.bus.refuses = {each.event_id: "ThrottlingException" for each in before}
    assert world.publish().put == 0
    assert world.bus.requests == [10, 10, 10]
    assert len(world.harness.ledger.unpublished.waiting) == 43


def test_what_is_refused_is_never_given_up() -> None:
    """It stays due, late and with its alarm, whatever its age: an outage is no fault of its own."""
    world = paid()
    world.bus.refuses = {each[1]: "ThrottlingException" for each in due_ids(world)}
    world.harness.clock.advance(9 * LOOKED_FOR)
    for _ in range(2):
        assert world.publish().put == 0
    assert len(world.harness.ledger.unpublished.waiting) == 3
    assert world.harness.metrics.counts[Metric.EVENT_GIVEN_UP] == 0
    world.bus.refuses.clear()
    assert world.publish().put == 3


def test_a_ledger_s_line_that_lacks_something_bars_no_other_payment() -> None:
    """It is looked for again, as if the ledger did not show it."""
    world, [first] = crowded(1)
    other, _ = told_by(first.event_id) or ("", 0)
    unpublished = world.harness.ledger.unpublished
    unpublished.take_off(first)
    unpublished.add([first._replace(event_id=event_id(other, 2))])
    lines = world.harness.ledger.lines[other]
    lines[1] = lines[1].model_copy(update={"data": {}})
    assert world.publish() == (3, 1, None)
