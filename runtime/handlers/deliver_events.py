"""The event queue: what merchants are to be told."""

from collections.abc import Callable
from functools import partial
from typing import Any

from runtime import bootstrap_queues
from runtime.domain.ports import Metrics
from runtime.invocation.batch import BatchAnswer, each_record, queue_handler
from runtime.invocation.context import Event, time_left
from runtime.observability import describe, logger
from runtime.use_cases.deliver_events import DeliverEventsPorts, deliver_events
from runtime.wire.lane_message import decode_lane


def respond(
    event: Event, *, ports: Callable[[], DeliverEventsPorts], metrics: Metrics
) -> BatchAnswer:
    """The messages that must come again."""
    return each_record(event, partial(_lane, ports=ports), metrics)


def _lane(text: str, ports: Callable[[], DeliverEventsPorts]) -> None:
    lane = decode_lane(text)
    counts = deliver_events(lane, ports())._asdict()
    failure = counts.pop("failure")
    facts = {"merchant": lane.merchant, "lane": lane.number, **counts}
    if failure is None:
        logger().info("delivered", extra=facts)
    else:
        logger().error("delivered", extra={**facts, **describe(failure)})


def _ports(context: Any) -> Callable[[], DeliverEventsPorts]:
    return partial(bootstrap_queues.deliver_events_ports, time_left(context))


handler = queue_handler(respond, _ports)
