"""The notification queue: the mail that each payment owes."""

from collections.abc import Callable
from typing import Any

from runtime import bootstrap
from runtime.domain.ports import Metrics
from runtime.invocation.batch import BatchAnswer, each_payment
from runtime.invocation.http import Event
from runtime.observability import observed
from runtime.use_cases.notify_customer import NotifyCustomerPorts, notify_customer


def respond(
    event: Event, *, ports: Callable[[], NotifyCustomerPorts], metrics: Metrics
) -> BatchAnswer:
    """The messages that must come again."""
    return each_payment(
        event["Records"], lambda payment_id: notify_customer(payment_id, ports()), metrics
    )


def _handle(event: Event, context: Any) -> BatchAnswer:
    def ports() -> NotifyCustomerPorts:
        return bootstrap.notify_customer_ports(context.aws_request_id)

    return respond(event, ports=ports, metrics=bootstrap.metrics())


handler = observed(_handle)
