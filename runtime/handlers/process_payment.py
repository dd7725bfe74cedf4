"""The payment queue: one step of `process` for each message."""

from collections.abc import Callable

from runtime.domain.ports import Metrics
from runtime.invocation.batch import BatchAnswer, each_record, processing, queue_handler
from runtime.invocation.http import Event
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
from runtime.wire.queue_message import decode


def respond(
    event: Event, *, ports: Callable[[], ProcessPaymentPorts], metrics: Metrics
) -> BatchAnswer:
    """The messages that must come again; `ports` may fail, and then each message does."""
    return each_record(event, lambda text: process_payment(decode(text), ports()), metrics)


handler = queue_handler(respond, processing)
