"""The payment queue: one step of `process` for each message."""

from collections.abc import Callable
from typing import Any

from runtime import bootstrap
from runtime.domain.ports import Meter
from runtime.domain.process import process
from runtime.domain.process_ports import ProcessPorts
from runtime.handlers._batch import BatchAnswer, settle
from runtime.handlers._http import Event
from runtime.observability import observed


def respond(event: Event, *, ports: Callable[[], ProcessPorts], meter: Meter) -> BatchAnswer:
    """The messages that must come again; `ports` may fail, and then each message does."""
    return settle(event["Records"], lambda payment_id: process(payment_id, ports()), meter)


def _handle(event: Event, context: Any) -> BatchAnswer:
    def time_left() -> float:
        return float(context.get_remaining_time_in_millis()) / 1000

    guard = bootstrap.guard()

    def ports() -> ProcessPorts:
        return bootstrap.process_ports(context.aws_request_id, time_left, guard)

    return respond(event, ports=ports, meter=bootstrap.meter())


handler = observed(_handle)
