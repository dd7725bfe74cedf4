"""The operators' routes under `/v1/ops/`: lists, the ledger, resolve, resend, erase, the circuit.

Who asks is the AWS identity that signed the request, never anything in it; each call is a line
of the audit log before anything is read or written.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from pydantic import BaseModel

from runtime import bootstrap
from runtime.contract.codes import Code
from runtime.domain.card_data import find_card_data
from runtime.domain.errors import InvalidRequestError, PaymentMissingError
from runtime.domain.payment import Status
from runtime.invocation.body import read_body
from runtime.invocation.context import Event
from runtime.invocation.http import (
    HttpResponse,
    answering,
    instance,
    json_response,
    operator_of,
    path_id,
    query_of,
    request_id,
)
from runtime.invocation.snapshot import before_snapshot, warm
from runtime.observability import logger, observed
from runtime.use_cases import list_ledger, read_ledger
from runtime.use_cases.erase_payer import erase_payer, read_erasure
from runtime.use_cases.list_ledger import LedgerQuery, ListLedgerPorts
from runtime.use_cases.read_ledger import OperatePaymentsPorts
from runtime.use_cases.resend_notification import resend_notification
from runtime.use_cases.resolve_review import read_resolution, resolve_review
from runtime.wire.raw_responses import RawEntryList, RawPaymentList

Found = tuple[int, BaseModel | dict[str, Any]]
Route = Callable[[Event, str, OperatePaymentsPorts], Found]


def one(event: Event, _: str, ports: OperatePaymentsPorts) -> Found:
    """`GET /v1/ops/payments/{id}`."""
    return 200, read_ledger.raw_payment(read_ledger.find(path_id(event), ports))


def ledger(event: Event, _: str, ports: OperatePaymentsPorts) -> Found:
    """`GET /v1/ops/payments/{id}/entries`."""
    found = [read_ledger.raw_entry(entry) for entry in read_ledger.entries(path_id(event), ports)]
    page = {"object": "list", "url": instance(event), "has_more": False, "data": found}
    return 200, RawEntryList.model_validate(page)


def resolve(event: Event, operator: str, ports: OperatePaymentsPorts) -> Found:
    """`POST /v1/ops/payments/{id}/resolve`.

    Raises:
        InvalidRequestError: the body is no resolution, or holds card data.
    """
    said, asked = read_resolution(_document(event)), request_id(event)
    payment = resolve_review(path_id(event), said, operator=operator, request_id=asked, ports=ports)
    proposed = payment.status is Status.REQUIRES_REVIEW
    return 202 if proposed else 200, read_ledger.raw_payment(payment)


def tell_again(event: Event, operator: str, ports: OperatePaymentsPorts) -> Found:
    """`POST /v1/ops/payments/{id}/notifications`."""
    asked = request_id(event)
    payment = resend_notification(path_id(event), operator=operator, request_id=asked, ports=ports)
    return 202, read_ledger.raw_payment(payment)


def erase(event: Event, operator: str, ports: OperatePaymentsPorts) -> Found:
    """`POST /v1/ops/payments/{id}/erase`.

    Raises:
        InvalidRequestError: the body is no erasure, or holds card data.
    """
    said, asked = read_erasure(_document(event)), request_id(event)
    payment = erase_payer(path_id(event), said, operator=operator, request_id=asked, ports=ports)
    return 200, read_ledger.raw_payment(payment)


def _document(event: Event) -> Any:
    """What a person wrote: it stays in the ledger for ever."""
    document = read_body(event)
    if found := find_card_data(document):
        raise InvalidRequestError(Code.CARD_DATA, "The ledger never holds card data.", found.param)
    return document


def circuit(_: Event, __: str, ports: OperatePaymentsPorts) -> Found:
    """`GET /v1/ops/circuit`."""
    return 200, read_ledger.raw_circuit(ports)


def many(event: Event, ports: ListLedgerPorts) -> RawPaymentList:
    """`GET /v1/ops/payments`.

    Raises:
        InvalidFieldsError: the query is none that the list answers.
    """
    query = list_ledger.read_ledger_query(query_of(event, LedgerQuery.parameters()))
    page = list_ledger.page(query, ports)
    found = [read_ledger.raw_payment(payment) for payment in page.payments]
    return RawPaymentList.model_validate(
        {
            "object": "list",
            "url": LIST,
            "has_more": page.next_cursor is not None,
            "next_cursor": page.next_cursor,
            "data": found,
        }
    )


LIST: Final = "/v1/ops/payments"
"""The one resource that reads by the indexes, with ports of its own."""

ROUTES: Final[Mapping[str, Route]] = {
    "/v1/ops/payments/{id}": one,
    "/v1/ops/payments/{id}/entries": ledger,
    "/v1/ops/payments/{id}/resolve": resolve,
    "/v1/ops/payments/{id}/notifications": tell_again,
    "/v1/ops/payments/{id}/erase": erase,
    "/v1/ops/circuit": circuit,
}
"""The gateway's resource → its answer; each has one method."""


@answering
def respond(
    event: Event, *, ports: OperatePaymentsPorts, listing: Callable[[], ListLedgerPorts]
) -> HttpResponse:
    """200 or 202 with what the ledger holds; else a problem."""
    operator, resource = operator_of(event), event["resource"]
    if resource not in {LIST, *ROUTES}:
        raise PaymentMissingError
    who = {"operator": operator, "route": instance(event), "request_id": request_id(event)}
    logger().info("audit: asked", extra=who)
    status, body = (
        (200, many(event, listing()))
        if resource == LIST
        else ROUTES[resource](event, operator, ports)
    )
    logger().info("audit: answered", extra={**who, "status": status})
    return json_response(event, status, body)


def _handle(event: Event, _: Any) -> HttpResponse:
    return respond(
        event, ports=bootstrap.operate_payments_ports(), listing=bootstrap.list_ledger_ports
    )


handler = observed(_handle)
before_snapshot(partial(warm, bootstrap.operate_payments_ports, bootstrap.list_ledger_ports))
