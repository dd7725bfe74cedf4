"""The payment queue's dead letters: the same step, once the messages gave up."""

from collections.abc import Callable
from typing import Any

from runtime import bootstrap
from runtime.domain.ports import Meter
from runtime.domain.process_ports import ProcessPorts
from runtime.domain.rescue import rescue
from runtime.handlers._batch import BatchAnswer, settle
from runtime.handlers._http import Event
from runtime.observability import observed


def respond(event: Event, *, ports: Callable[[], ProcessPorts], meter: Meter) -> BatchAnswer:
    """The letters that stay parked; each letter is counted, and each that stays once more.

    Lambda calls a partial batch response a success, so the counts are what an alarm can see.
    """
    for _ in event["Records"]:
        meter.count("DeadLetter")
    answer = settle(event["Records"], lambda payment_id: rescue(payment_id, ports()), meter)
    for _ in answer["batchItemFailures"]:
        meter.count("DeadLetterStuck")
    return answer


def _handle(event: Event, context: Any) -> BatchAnswer:
    def time_left() -> float:
        return float(context.get_remaining_time_in_millis()) / 1000

    guard = bootstrap.guard()

    def ports() -> ProcessPorts:
        return bootstrap.process_ports(context.aws_request_id, time_left, guard)

    return respond(event, ports=ports, meter=bootstrap.meter())


handler = observed(_handle)
