"""The event queue: what merchants are to be told, and what is to be put on the stack's bus."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from runtime import bootstrap_queues
from runtime.domain.delivery import BusLane, Lane
from runtime.domain.ports import Metrics
from runtime.invocation.batch import BatchAnswer, each_record, queue_handler
from runtime.invocation.context import Event, time_left
from runtime.observability import describe, logger
from runtime.use_cases.deliver_events import DeliverEventsPorts, deliver_events
from runtime.wire.lane_message import decode_lane

if TYPE_CHECKING:
    from runtime.use_cases.publish_events import Published


class Ways(NamedTuple):
    """Both ways to tell of events, joined when a message asks for one."""

    to_endpoints: Callable[[], DeliverEventsPorts]
    to_bus: Callable[[], "Callable[[BusLane], Published] | None"]
    """None: the stack has no bus any more."""


def respond(event: Event, *, ports: Callable[[], Ways], metrics: Metrics) -> BatchAnswer:
    """The messages that must come again."""
    return each_record(event, partial(_lane, ports=ports), metrics)


def _lane(text: str, ports: Callable[[], Ways]) -> None:
    lane, ways = decode_lane(text), ports()
    if isinstance(lane, Lane):
        told = deliver_events(lane, ways.to_endpoints())
        _log("delivered", {"merchant": lane.merchant, "lane": lane.number}, told._asdict())
    elif (publish := ways.to_bus()) is not None:
        _log("published", {"lane": lane.number}, publish(lane)._asdict())


def _log(what: str, lane: dict[str, Any], counts: dict[str, Any]) -> None:
    failure = counts.pop("failure")
    if failure is None:
        logger().info(what, extra={**lane, **counts})
    else:
        logger().error(what, extra={**lane, **counts, **describe(failure)})


def _ports(context: Any) -> Callable[[], Ways]:
    left = time_left(context)
    return lambda: Ways(
        partial(bootstrap_queues.deliver_events_ports, left),
        partial(bootstrap_queues.bus_publisher, left),
    )


handler = queue_handler(respond, _ports)
