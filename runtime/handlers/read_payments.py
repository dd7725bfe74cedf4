"""The reading routes: payments, their ledgers and events, the public keys, health."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from pydantic import BaseModel

from runtime import bootstrap
from runtime.contract.codes import Code
from runtime.contract.scopes import Scope
from runtime.domain.errors import PaymentMissingError
from runtime.domain.messages import PublicKeys
from runtime.domain.payment import Payment
from runtime.invocation.caller import merchant_of
from runtime.invocation.context import Event
from runtime.invocation.http import (
    HttpResponse,
    answering,
    json_response,
    path_id,
    query_of,
    refusal,
)
from runtime.invocation.snapshot import before_snapshot, warm
from runtime.observability import observed
from runtime.use_cases import read_events, read_payments
from runtime.use_cases.know_caller import Callers
from runtime.use_cases.read_payments import ReadPaymentsPorts
from runtime.wire import events, responses, shown
from runtime.wire.from_domain import PATH, entry_object, payment_object
from runtime.wire.problem_json import Problem
from runtime.wire.public_keys import public_key_set

Route = Callable[[Event, str, ReadPaymentsPorts], BaseModel]


def one(event: Event, merchant: str, ports: ReadPaymentsPorts) -> responses.Payment:
    """`GET /v1/payments/{id}`."""
    return _shown(read_payments.find(path_id(event), merchant, ports), ports)


def ledger(event: Event, merchant: str, ports: ReadPaymentsPorts) -> responses.EntryList:
    """`GET /v1/payments/{id}/entries`."""
    found = read_payments.entries(path_id(event), merchant, ports)
    return responses.EntryList(
        object="list",
        url=f"{PATH}/{path_id(event)}/entries",
        has_more=False,
        data=[entry_object(entry) for entry in found],
    )


def many(event: Event, merchant: str, ports: ReadPaymentsPorts) -> responses.PaymentList:
    """`GET /v1/payments`.

    Raises:
        InvalidFieldsError: the query is none that the list answers.
    """
    query = read_payments.read_query(query_of(event, read_payments.ListQuery.parameters()))
    page = read_payments.page(query, merchant, ports)
    data = [_shown(payment, ports) for payment in page.payments]
    return responses.PaymentList(
        object="list",
        url=PATH,
        has_more=page.next_cursor is not None,
        next_cursor=page.next_cursor,
        data=data,
    )


def one_event(event: Event, merchant: str, ports: ReadPaymentsPorts) -> events.AnsweredEvent:
    """`GET /v1/events/{id}`."""
    return events.answered_event(*read_events.look_up(path_id(event), merchant, ports))


def many_events(event: Event, merchant: str, ports: ReadPaymentsPorts) -> events.EventList:
    """`GET /v1/events`.

    Raises:
        InvalidFieldsError: the query is none that the list answers.
    """
    query = read_events.read_query(query_of(event, read_events.EventQuery.parameters()))
    page = read_events.page(query, merchant, ports)
    return events.EventList(
        object="list",
        url=events.PATH,
        has_more=page.next_cursor is not None,
        next_cursor=page.next_cursor,
        data=[events.answered_event(*each) for each in page.events],
    )


def _shown(payment: Payment, ports: ReadPaymentsPorts) -> responses.Payment:
    return payment_object(payment, read_payments.why_undeliverable(payment, ports))


ROUTES: Final[Mapping[str, Route]] = {
    "/v1/payments": many,
    "/v1/payments/{id}": one,
    "/v1/payments/{id}/entries": ledger,
    "/v1/events": many_events,
    "/v1/events/{id}": one_event,
}
"""The gateway's resource → its answer to GET."""


KEYS_SECONDS: Final = 3600
"""How long whoever asked may go on with the keys; a key that is replaced stays for longer."""


@answering
def respond(
    event: Event,
    *,
    callers: Callers,
    ports: ReadPaymentsPorts,
    keys: Callable[[], PublicKeys],
) -> HttpResponse:
    """200 with what was asked for; else a problem."""
    if event["resource"] == "/v1/health":
        return _health(event, ports)
    if event["resource"] == "/v1/keys":
        kept = {"Cache-Control": f"public, max-age={KEYS_SECONDS}"}
        return json_response(event, 200, public_key_set(keys().current()), kept)
    merchant = merchant_of(event, Scope.READ, callers)
    if event["resource"] not in ROUTES:
        raise PaymentMissingError
    return json_response(event, 200, ROUTES[event["resource"]](event, merchant, ports))


def _health(event: Event, ports: ReadPaymentsPorts) -> HttpResponse:
    if ports.queries.healthy():
        return json_response(event, 200, shown.Health(status="ok"))
    return refusal(event, Problem(Code.UNAVAILABLE, "The ledger does not answer."))


def _handle(event: Event, _: Any) -> HttpResponse:
    ports = bootstrap.read_payments_ports()
    callers = bootstrap.callers()
    return respond(event, callers=callers, ports=ports, keys=bootstrap.public_keys)


handler = observed(_handle)
before_snapshot(
    partial(warm, bootstrap.callers, bootstrap.request_signatures, bootstrap.read_payments_ports)
)
