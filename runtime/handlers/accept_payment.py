"""`POST /v1/payments`: decode, accept, answer 202."""

import re
from collections.abc import Collection
from functools import partial
from typing import Any, Final

from runtime import bootstrap
from runtime.contract.codes import Code
from runtime.contract.env_accepting import AcceptPaymentEnv
from runtime.contract.scopes import Scope
from runtime.domain.card_data import find_card_data
from runtime.domain.errors import InvalidRequestError
from runtime.domain.messages import MessageOpener
from runtime.invocation.body import body_hashes, read_sealable_body
from runtime.invocation.caller import caller_of
from runtime.invocation.context import Event
from runtime.invocation.http import HttpResponse, answering, header, json_response, request_id
from runtime.invocation.snapshot import before_snapshot, warm
from runtime.observability import observed
from runtime.use_cases.accept_payment import AcceptPaymentPorts, accept_payment
from runtime.use_cases.know_caller import Callers
from runtime.wire.from_domain import payment_object
from runtime.wire.payment_request import read_request

KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")


@answering
def respond(
    event: Event,
    *,
    callers: Callers,
    currencies: Collection[str],
    opener: MessageOpener,
    ports: AcceptPaymentPorts,
) -> HttpResponse:
    """202 with the payment as accepted, first time or not; else a problem."""
    merchant, client, told = caller_of(event, Scope.WRITE, callers)
    document = read_sealable_body(event, opener, sealed_only=client.sealed_only)
    keys = header(event, "idempotency-key")
    if found := find_card_data(document) or find_card_data(keys, "Idempotency-Key"):
        detail = "This looks like card data: send a token of the PSP, and another text here."
        raise InvalidRequestError(Code.CARD_DATA, detail, found.param)
    key = _key(keys)
    request = read_request(document, currencies)
    accepted = accept_payment(
        request,
        merchant=merchant,
        key=key,
        body_hashes=body_hashes(document),
        request_id=request_id(event),
        tells_merchant=told,
        ports=ports,
    )
    payment = payment_object(accepted.payment)
    replayed = {"Idempotent-Replayed": "true"} if accepted.replayed else {}
    return json_response(event, 202, payment, {"Location": payment.links.self, **replayed})


def _key(keys: list[str]) -> str:
    if not any(keys):
        raise InvalidRequestError(Code.KEY_MISSING, "Send one Idempotency-Key per payment.")
    if len(keys) > 1 or not KEY.fullmatch(keys[0]):
        raise InvalidRequestError(Code.KEY_INVALID, "One key of 1 to 255 visible ASCII characters.")
    return keys[0]


def _handle(event: Event, _: Any) -> HttpResponse:
    own = bootstrap.settings(AcceptPaymentEnv)
    return respond(
        event,
        callers=bootstrap.callers(),
        currencies=own.CURRENCIES,
        opener=bootstrap.message_opener(),
        ports=bootstrap.accept_payment_ports(),
    )


handler = observed(_handle)
before_snapshot(
    partial(
        warm,
        bootstrap.callers,
        bootstrap.request_signatures,
        bootstrap.message_opener,
        bootstrap.accept_payment_ports,
    )
)
