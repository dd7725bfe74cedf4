"""The notification queue: the mail that each payment owes."""

from collections.abc import Callable

from runtime import bootstrap_queues
from runtime.domain.ports import Metrics
from runtime.invocation.batch import BatchAnswer, by_request, each_record, queue_handler
from runtime.invocation.context import Event
from runtime.use_cases.notify_customer import NotifyCustomerPorts, notify_customer
from runtime.wire.queue_message import decode


def respond(
    event: Event, *, ports: Callable[[], NotifyCustomerPorts], metrics: Metrics
) -> BatchAnswer:
    """The messages that must come again."""
    return each_record(event, lambda text: notify_customer(decode(text), ports()), metrics)


handler = queue_handler(respond, by_request(bootstrap_queues.notify_customer_ports))
