"""The payment queue: one step of `process` for each message."""

from collections.abc import Callable
from typing import Any

from runtime.domain.ports import Metrics
from runtime.invocation.batch import BatchAnswer, each_payment, handle_batch
from runtime.invocation.http import Event
from runtime.observability import observed
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts


def respond(
    event: Event, *, ports: Callable[[], ProcessPaymentPorts], metrics: Metrics
) -> BatchAnswer:
    """The messages that must come again; `ports` may fail, and then each message does."""
    return each_payment(
        event["Records"], lambda payment_id: process_payment(payment_id, ports()), metrics
    )


def _handle(event: Event, context: Any) -> BatchAnswer:
    return handle_batch(respond, event, context)


handler = observed(_handle)
