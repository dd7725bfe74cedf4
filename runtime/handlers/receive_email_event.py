"""The email-event queue: what SES says became of our mails."""

from collections.abc import Callable

from runtime import bootstrap_queues
from runtime.domain.ports import Metrics
from runtime.invocation.batch import BatchAnswer, by_request, each_record, queue_handler
from runtime.invocation.context import Event
from runtime.use_cases.receive_email_event import ReceiveEmailEventPorts, receive_email_event


def respond(
    event: Event, *, ports: Callable[[], ReceiveEmailEventPorts], metrics: Metrics
) -> BatchAnswer:
    """The events that must come again; each holds an address, so only its message id is logged."""
    return each_record(event, lambda raw: receive_email_event(raw, ports()), metrics)


handler = queue_handler(respond, by_request(bootstrap_queues.receive_email_event_ports))
