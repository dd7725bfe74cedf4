"""The event queue's handler, over fakes."""

import pytest

from runtime.contract.metrics import Metric
from runtime.handlers.deliver_events import respond
from runtime.invocation.batch import BatchAnswer
from runtime.wire.lane_message import encode_lane
from tests.runtime.handlers.events import records
from tests.runtime.use_cases.telling import LANE, Telling


def handled(world: Telling, text: str) -> BatchAnswer:
    """The handler's answer to one message."""
    return respond(records(text), ports=world.ports, metrics=world.harness.metrics)


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
