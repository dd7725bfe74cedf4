"""`POST /v1/payments/{id}/cancel`: only while the payment is queued."""

from functools import partial
from typing import Any

from runtime import bootstrap
from runtime.contract.scopes import Scope
from runtime.domain.errors import PaymentMissingError
from runtime.domain.payment import PAYMENT_ID
from runtime.invocation.caller import merchant_of
from runtime.invocation.context import Event
from runtime.invocation.http import HttpResponse, answering, json_response, path_id, request_id
from runtime.invocation.snapshot import before_snapshot, warm
from runtime.observability import observed
from runtime.use_cases.cancel_payment import CancelPaymentPorts, cancel_payment
from runtime.use_cases.know_caller import Callers
from runtime.wire.from_domain import payment_object


@answering
def respond(event: Event, *, callers: Callers, ports: CancelPaymentPorts) -> HttpResponse:
    """200 with the canceled payment, as often as it is asked for; else a problem."""
    merchant, payment_id = merchant_of(event, Scope.WRITE, callers), path_id(event)
    if not PAYMENT_ID.fullmatch(payment_id):
        raise PaymentMissingError
    payment = cancel_payment(
        payment_id, merchant=merchant, request_id=request_id(event), ports=ports
    )
    return json_response(event, 200, payment_object(payment))


def _handle(event: Event, _: Any) -> HttpResponse:
    ports = bootstrap.cancel_payment_ports()
    return respond(event, callers=bootstrap.callers(), ports=ports)


handler = observed(_handle)
before_snapshot(
    partial(warm, bootstrap.callers, bootstrap.request_signatures, bootstrap.cancel_payment_ports)
)
