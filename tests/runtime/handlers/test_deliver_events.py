"""The event queue's handler, over fakes."""

import pytest

from runtime.contract.metrics import Metric
from runtime.domain.errors import UnavailableError
from runtime.handlers.deliver_events import respond
from runtime.invocation.batch import BatchAnswer
from runtime.wire.lane_message import encode_lane
from tests.fakes.payments import Harness
from tests.runtime.handlers.events import records
from tests.runtime.use_cases.telling import BUS_LANE, LANE, Telling


def handled(world: Telling, text: str) -> BatchAnswer:
    """The handler's answer to one message."""
    return respond(records(text), ports=world.ways, metrics=world.harness.metrics)


def test_a_message_sends_what_is_due_and_its_repeat_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The log says whose lane it was and what became of it."""
    world = Telling()
    world.harness.succeeded()
    for taken in (3, 0):
        assert handled(world, encode_lane(LANE)) == {"batchItemFailures": []}
        line = next(vars(each) for each in caplog.records if each.message == "delivered")
        assert (line["merchant"], line["lane"], line["taken"]) == (*LANE, taken)
        caplog.clear()
    assert len(world.sender.posted) == 3


def test_a_message_that_nobody_reads_comes_again_and_is_counted() -> None:
    """After its receives it is parked."""
    world = Telling()
    assert handled(world, "{}") == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert world.harness.metrics.counts[Metric.MESSAGE_UNREADABLE] == 1


def test_a_message_of_the_bus_puts_what_is_due_there(caplog: pytest.LogCaptureFixture) -> None:
    """And nothing at an endpoint; a failure is a line of its own, and the message is done with."""
    world = Telling(Harness(on_bus=True, tells=True))
    world.harness.succeeded()
    world.bus.fail_next("put", UnavailableError("no answer"))
    for level, put in (("ERROR", 0), ("INFO", 3)):
        assert handled(world, encode_lane(BUS_LANE)) == {"batchItemFailures": []}
        line = next(each for each in caplog.records if each.message == "published")
        assert (line.levelname, vars(line)["lane"], vars(line)["put"]) == (
            level,
            BUS_LANE.number,
            put,
        )
        caplog.clear()
    assert world.sender.posted == []


def test_a_stack_that_has_no_bus_any_more_is_done_with_its_message() -> None:
    """Nothing is put, and nothing comes again."""
    world = Telling(Harness(on_bus=True))
    world.harness.succeeded()
    world.harness.on_bus = False
    assert handled(world, encode_lane(BUS_LANE)) == {"batchItemFailures": []}
    assert world.bus.put_events == []
