"""The payment queue: one step of `process` for each message."""

from collections.abc import Callable

from runtime.domain.ports import Metrics
from runtime.invocation.batch import BatchAnswer, each_record, one_step, processing, queue_handler
from runtime.invocation.context import Event
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts


def respond(
    event: Event, *, ports: Callable[[], ProcessPaymentPorts], metrics: Metrics
) -> BatchAnswer:
    """The messages that must come again; `ports` may fail, and then each message does."""
    return each_record(event, one_step(ports), metrics)


handler = queue_handler(respond, processing)
