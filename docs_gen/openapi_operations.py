"""What the API's document says of each route, beside what the table of routes says itself."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from pydantic import BaseModel

from components.parts.routes import ROUTES, Route
from runtime.contract.codes import Code
from runtime.use_cases.erase_payer import Erasure
from runtime.use_cases.list_ledger import LedgerQuery
from runtime.use_cases.read_events import EventQuery
from runtime.use_cases.read_payments import ListQuery
from runtime.use_cases.resolve_review import Resolution
from runtime.wire import events, raw_responses, responses, shown
from runtime.wire.payment_request import PaymentRequest
from runtime.wire.public_keys import PublicKeySet

Problems = Mapping[int, Sequence[str]]
"""Status → codes."""

_NONE: Final[Problems] = MappingProxyType({})

_NO_OTHER: Final[Mapping[int, str]] = MappingProxyType({})

_BODY: Final = (
    Code.PARAMETER_MISSING,
    Code.PARAMETER_INVALID,
    Code.PARAMETER_UNKNOWN,
    Code.CARD_DATA,
)
_ASKED: Final = (
    *_BODY,
    Code.KEY_INVALID,
    Code.AMOUNT_TOO_SMALL,
    Code.AMOUNT_TOO_LARGE,
    Code.CURRENCY_NOT_SUPPORTED,
    Code.EMAIL_INVALID,
)
_QUERY: Final = (Code.PARAMETER_INVALID, Code.PARAMETER_UNKNOWN)
_SEALED: Final = (Code.ENCRYPTION_INVALID, Code.ENCRYPTION_KEY_UNKNOWN)


class Described(NamedTuple):
    """What a reader learns of one call."""

    name: str
    summary: str
    status: int
    """Of the answer that is no problem."""
    answer: type[BaseModel]
    problems: Problems = _NONE
    """The call's own; the rest comes from what the route is."""
    also: Mapping[int, str] = _NO_OTHER
    """Other statuses of an answer that is no problem → what they say."""
    body: type[BaseModel] | None = None
    """What is sent; None where nothing is, or where it is another's."""
    query: type[BaseModel] | None = None
    """The query string that it takes."""


DESCRIBED: Final[Mapping[str, Described]] = {
    "post-payments": Described(
        "createPayment",
        "Ask for a payment. The same key and body again is the same payment.",
        202,
        responses.Payment,
        {
            400: (*_ASKED, *_SEALED),
            415: (Code.MEDIA_TYPE, Code.ENCRYPTION_REQUIRED),
            422: (Code.KEY_REUSED,),
        },
        body=PaymentRequest,
    ),
    "get-payments": Described(
        "listPayments",
        "A page of payments, newest first, back to the first payment; it may lag by a second. "
        "A page may end early: there is more until `has_more` is false.",
        200,
        responses.PaymentList,
        {400: _QUERY},
        query=ListQuery,
    ),
    "get-payments-id": Described("getPayment", "One payment as it stands.", 200, responses.Payment),
    "get-payments-id-entries": Described(
        "listEntries",
        "Every step that the ledger holds, oldest first.",
        200,
        responses.EntryList,
    ),
    "get-events": Described(
        "listEvents",
        "What happened to one payment, or whatever was told in 30 days, newest first: an event for "
        "each step that a merchant sees. A page may end early, as that of payments.",
        200,
        events.EventList,
        {400: _QUERY},
        query=EventQuery,
    ),
    "get-events-id": Described("getEvent", "One event.", 200, events.AnsweredEvent),
    "post-payments-id-cancel": Described(
        "cancelPayment",
        "Take a payment back, while nobody has claimed it.",
        200,
        responses.Payment,
        {409: (Code.NOT_CANCELABLE,)},
    ),
    "post-webhooks-psp": Described(
        "receiveWebhook",
        "The provider tells of an event; its signature is the whole authorization.",
        200,
        shown.Received,
        {400: (Code.SIGNATURE_INVALID,)},
    ),
    "get-keys": Described(
        "listKeys",
        "The public keys that a payment's body may be encrypted for: use the first.",
        200,
        PublicKeySet,
    ),
    "get-health": Described("getHealth", "Whether the ledger answers.", 200, shown.Health),
    "get-ops-payments": Described(
        "listLedgerRows",
        "Operators: payments of all merchants, or of one, by what is known of them. What is "
        "unfinished comes in no order, all else merchant by merchant, newest first. A page may "
        "end early: there is more until `has_more` is false.",
        200,
        raw_responses.RawPaymentList,
        {400: _QUERY},
        query=LedgerQuery,
    ),
    "get-ops-payments-id": Described(
        "readLedgerRow",
        "Operators: the payment as the ledger holds it, whosever it is.",
        200,
        raw_responses.LedgerRow,
    ),
    "get-ops-payments-id-entries": Described(
        "readLedgerEntries",
        "Operators: its entries as the ledger holds them, oldest first; each hash can be checked.",
        200,
        raw_responses.RawEntryList,
    ),
    "post-ops-payments-id-resolve": Described(
        "resolvePayment",
        "Operators: say what became of a payment in review; the provider's record must agree.",
        200,
        raw_responses.LedgerRow,
        {
            400: (*_BODY, Code.PERSONAL_DATA),
            409: (Code.NOT_IN_REVIEW, Code.SECOND_PERSON, Code.CONTRADICTED),
            415: (Code.MEDIA_TYPE,),
            503: (Code.PROVIDER_SILENT,),
        },
        {202: "It is proposed, and stays in review until another person says the same."},
        Resolution,
    ),
    "post-ops-payments-id-notifications": Described(
        "resendNotification",
        "Operators: have the payer's mail sent once more.",
        202,
        raw_responses.LedgerRow,
        {409: (Code.NOT_RESENDABLE,)},
    ),
    "post-ops-payments-id-erase": Described(
        "erasePayer",
        "Operators: take from a final payment what is its payer's; twice is the same as once.",
        200,
        raw_responses.LedgerRow,
        {
            400: (*_BODY, Code.PERSONAL_DATA),
            409: (Code.NOT_ERASABLE,),
            415: (Code.MEDIA_TYPE,),
        },
        body=Erasure,
    ),
    "get-ops-circuit": Described(
        "readCircuit",
        "Operators: whether calls to the provider flow; else why not, and until when.",
        200,
        raw_responses.Circuit,
    ),
}
"""Route's name → what is said of it."""


def operations() -> Iterator[tuple[Route, Described]]:
    """Every route that is deployed, with its description."""
    return ((route, DESCRIBED[route.name]) for route in ROUTES)


def problems(route: Route, described: Described) -> dict[int, list[str]]:
    """What a call may be refused with, by status: what every such route may, and its own."""
    found: dict[int, list[str]] = {}
    for each in (*_of(route), described.problems):
        for status, codes in each.items():
            known = found.setdefault(status, [])
            known += [str(code) for code in codes if code not in known]
    return dict(sorted(found.items()))


def _of(route: Route) -> Iterator[Problems]:
    yield {
        403: (Code.REQUEST_BLOCKED,),
        429: (Code.RATE_LIMITED,),
        500: (Code.INTERNAL,),
        503: (Code.UNAVAILABLE,),
        504: (Code.TIMEOUT,),
    }
    if route.scope or route.operators:
        yield {401: (Code.TOKEN_INVALID,), 403: (Code.SCOPE_MISSING,)}
    if route.scope:
        yield {
            401: (Code.REQUEST_UNSIGNED, Code.REQUEST_SIGNATURE_INVALID),
            403: (Code.MERCHANT_UNKNOWN, Code.CLIENT_DISABLED),
        }
    if route.operators:
        # Without a signature the gateway knows no such route.
        yield {403: (Code.OPERATOR_UNKNOWN,), 404: (Code.RESOURCE_MISSING,)}
    if "{id}" in route.path:
        yield {404: (Code.RESOURCE_MISSING,)}
    if route.takes_json:
        yield {400: (Code.JSON_INVALID,), 413: (Code.BODY_TOO_LARGE,)}
    if route.takes_key:
        yield {400: (Code.KEY_MISSING,)}


def parameters(route: Route) -> Iterator[dict[str, Any]]:
    """What a call carries in its path and headers."""
    if "{id}" in route.path:
        named = events.AnsweredEvent if route.path.startswith("/v1/events/") else responses.Payment
        identifier = named.model_json_schema()["properties"]["id"]
        yield {"name": "id", "in": "path", "required": True, "schema": identifier}
    if route.takes_key:
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": "Names the payment for ever; no other body may use it.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
        }
    if route.path == "/v1/webhooks/psp":
        yield {
            "name": "Stripe-Signature",
            "in": "header",
            "required": True,
            "description": "Of the body as it is sent, with one of the endpoint's secrets.",
            "schema": {"type": "string"},
        }
