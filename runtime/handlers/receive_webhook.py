"""`POST /v1/webhooks/psp`: the PSP tells; its signature is the whole authorization."""

from functools import partial
from typing import Any, Final

from runtime import bootstrap
from runtime.invocation.body import raw_body
from runtime.invocation.context import Event as Request
from runtime.invocation.http import HttpResponse, answering, headers, json_response
from runtime.invocation.snapshot import before_snapshot, warm
from runtime.observability import logger, observed
from runtime.use_cases.receive_webhook import ReceiveWebhookPorts, receive_webhook
from runtime.wire.shown import Received

LONGEST_EVENT: Final = 64 * 1024
"""Bytes. An event carries a whole object of the PSP's; the firewall lets no more through."""


@answering
def respond(request: Request, *, ports: ReceiveWebhookPorts) -> HttpResponse:
    """200 when there is nothing left to tell us; else a problem, and the PSP tells again."""
    event = receive_webhook(headers(request), raw_body(request, LONGEST_EVENT), ports)
    logger().info("event", extra={"event_id": event.ref, "kind": event.kind})
    return json_response(request, 200, Received(received=True))


def _handle(request: Request, _: Any) -> HttpResponse:
    return respond(request, ports=bootstrap.receive_webhook_ports())


handler = observed(_handle)
before_snapshot(partial(warm, bootstrap.receive_webhook_ports))
