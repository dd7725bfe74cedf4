"""The schedule: look for what is due at merchants' endpoints."""

from typing import Any

from runtime import bootstrap_schedules
from runtime.invocation.context import time_left
from runtime.observability import logger, observed
from runtime.use_cases.sweep_events import SweepEventsPorts, sweep_events


def respond(ports: SweepEventsPorts) -> dict[str, int]:
    """How many endpoints there are, and how many lanes were woken."""
    swept = sweep_events(ports)
    logger().info("swept", extra=swept._asdict())
    return swept._asdict()


def _handle(_: Any, context: Any) -> dict[str, int]:
    return respond(bootstrap_schedules.sweep_events_ports(time_left(context)))


handler = observed(_handle)
