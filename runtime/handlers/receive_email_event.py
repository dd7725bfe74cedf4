"""The email-event queue: what SES says became of our mails."""

from collections.abc import Callable
from typing import Any

from runtime import bootstrap
from runtime.domain.ports import Metrics
from runtime.invocation.batch import BatchAnswer, each_text
from runtime.invocation.http import Event
from runtime.observability import observed
from runtime.use_cases.receive_email_event import ReceiveEmailEventPorts, receive_email_event


def respond(
    event: Event, *, ports: Callable[[], ReceiveEmailEventPorts], metrics: Metrics
) -> BatchAnswer:
    """The events that must come again; each holds an address, so only its message id is logged."""
    return each_text(event["Records"], lambda raw: receive_email_event(raw, ports()), metrics)


def _handle(event: Event, context: Any) -> BatchAnswer:
    def ports() -> ReceiveEmailEventPorts:
        return bootstrap.receive_email_event_ports(context.aws_request_id)

    return respond(event, ports=ports, metrics=bootstrap.metrics())


handler = observed(_handle)
