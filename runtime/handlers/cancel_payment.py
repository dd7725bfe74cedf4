"""`POST /v1/payments/{id}/cancel`: only while the payment is queued."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from runtime import bootstrap
from runtime.contract.env import CancelPaymentEnv
from runtime.domain.errors import PaymentMissingError
from runtime.domain.payment import PAYMENT_ID
from runtime.invocation.http import (
    Event,
    HttpResponse,
    answering,
    json_response,
    merchant_of,
    path_id,
    request_id,
)
from runtime.invocation.snapshot import before_snapshot
from runtime.observability import logger, observed
from runtime.use_cases.cancel_payment import CancelPaymentPorts, cancel_payment
from runtime.wire.from_domain import payment_object


@answering
def respond(
    event: Event, *, merchants: Mapping[str, str], ports: CancelPaymentPorts
) -> HttpResponse:
    """200 with the canceled payment, as often as it is asked for; else a problem."""
    merchant, payment_id = merchant_of(event, merchants), path_id(event)
    if not PAYMENT_ID.fullmatch(payment_id):
        raise PaymentMissingError
    payment = cancel_payment(
        payment_id, merchant=merchant, request_id=request_id(event), ports=ports
    )
    logger().info("canceled", extra={"payment_id": payment_id})
    return json_response(event, 200, payment_object(payment))


def _handle(event: Event, _: Any) -> HttpResponse:
    merchants = bootstrap.settings(CancelPaymentEnv).MERCHANTS
    return respond(event, merchants=merchants, ports=bootstrap.cancel_payment_ports())


handler = observed(_handle)
before_snapshot(partial(bootstrap.warm, bootstrap.cancel_payment_ports))
