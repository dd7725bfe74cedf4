"""`docs/openapi.json` is the API that is deployed."""

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from pydantic import BaseModel

from components.parts.routes import ROUTES
from docs_gen.openapi import ROOT, document, text
from runtime.contract.codes import Code
from runtime.contract.currencies import CURRENCIES
from runtime.contract.response_headers import RETRY_AFTER
from runtime.domain.email_event import Reason
from runtime.domain.payment import Status
from runtime.invocation.body import read_body
from runtime.invocation.http import json_response
from runtime.use_cases import read_ledger
from runtime.use_cases.read_payments import read_query
from runtime.wire import raw_responses, responses
from runtime.wire.documents import Fault, InvalidFieldsError
from runtime.wire.from_domain import entry_object, payment_object
from runtime.wire.payment_request import read_request
from runtime.wire.problem_json import Problem
from tests.fakes.payments import ID, Harness
from tests.runtime.handlers.events import event


def test_the_file_is_what_the_code_says_today() -> None:
    """`docs/openapi.json` is generated; run `make docs` after a change of the API."""
    assert (ROOT / "docs" / "openapi.json").read_text() == text()


def test_it_is_openapi() -> None:
    """It holds against OpenAPI 3.1's own schema, references included."""
    validate(json.loads(text()))


def test_its_patterns_are_those_of_every_language() -> None:
    """ECMA-262, as JSON Schema asks: no group has a name in Python's own way."""
    assert re.findall(r'"pattern": ".*\(\?P.*"', text()) == []


def test_it_has_every_route_and_who_may_call_it() -> None:
    """Method, path and scope as deployed; operators sign, and two routes are open."""
    paths = document()["paths"]
    said = {
        (method.upper(), path): operation["security"]
        for path, methods in paths.items()
        for method, operation in methods.items()
    }
    assert said == {
        (each.method, each.path): [{"operator": []}]
        if each.operators
        else merchants(f"payments/{each.scope}")
        if each.scope
        else []
        for each in ROUTES
    }


def merchants(scope: str) -> list[dict[str, list[str]]]:
    """A token by itself, or with a signature: which of them is the client's matter."""
    return [{"merchant": [scope]}, {"merchant": [scope], "message_signature": []}]


def test_a_request_is_as_strict_as_the_code() -> None:
    """Fields, what is required, and that nothing else may come."""
    schema: dict[str, Any] = document()["components"]["schemas"]["PaymentRequest"]
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"amount", "currency", "payment_method", "customer"}
    assert schema["properties"]["amount"]["maximum"] == 99_999_999
    assert "eur" in schema["properties"]["currency"]["enum"]


def differences(answer: BaseModel) -> list[str]:
    """What the document's schema says against the answer's bytes."""
    schemas = document()["components"]
    model = {"$ref": f"#/components/schemas/{type(answer).__name__}", "components": schemas}
    body = json.loads(json_response(event("/v1/payments"), 200, answer)["body"])
    return [error.message for error in Draft202012Validator(model).iter_errors(body)]


@pytest.mark.parametrize("status", Status)
def test_a_payment_and_its_ledger_in_every_status_are_as_documented(status: Status) -> None:
    """No member is missing, none is unknown, and none has another type or value."""
    harness = Harness()
    payment = harness.in_status(status)
    entries = [entry_object(entry) for entry in harness.ledger.lines[ID]]
    page = responses.EntryList(object="list", url="/v1", has_more=False, data=entries)
    assert len(entries) == payment.version
    assert [differences(answer) for answer in (payment_object(payment), page)] == [[], []]


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_of_a_lost_mail_is_documented(reason: Reason) -> None:
    """On the payment and in a page of them."""
    shown = payment_object(Harness().told(), reason)
    page = responses.PaymentList(
        object="list", url="/v1", has_more=False, next_cursor=None, data=[shown]
    )
    assert [differences(answer) for answer in (shown, page)] == [[], []]


@pytest.mark.parametrize("status", Status)
def test_what_operators_read_is_as_documented(status: Status) -> None:
    """The row, its entries and the circuit, as the ledger holds them."""
    harness = Harness()
    row = harness.in_status(status)
    entries = [read_ledger.raw_entry(entry) for entry in harness.ledger.lines[ID]]
    page = {"object": "list", "url": "/v1", "has_more": False, "data": entries}
    shown = raw_responses.RawEntryList.model_validate(page)
    assert json.loads(shown.model_dump_json())["data"] == entries
    assert differences(shown) == []
    raw = read_ledger.raw_payment(row)
    assert differences(raw_responses.LedgerRow.model_validate(raw)) == []
    circuit = read_ledger.raw_circuit(harness.operating())
    assert differences(raw_responses.Circuit.model_validate(circuit)) == []


def test_a_refusal_says_which_codes_it_may_have() -> None:
    """Of the status that the code stands at, and of no other call."""
    answers = document()["paths"]["/v1/payments/{id}/cancel"]["post"]["responses"]
    schema = {
        **answers["409"]["content"]["application/problem+json"]["schema"],
        "components": document()["components"],
    }
    judge = Draft202012Validator(schema)
    for code, right in ((Code.NOT_CANCELABLE, True), (Code.NOT_IN_REVIEW, False)):
        body = Problem(code, "x").body("/v1", "r", "d").model_dump(mode="json")
        assert judge.is_valid(body) is right


def test_each_answer_says_its_headers() -> None:
    """The request's id always, `Retry-After` where waiting helps, the limit where it is reached."""
    for methods in document()["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                waits = {"Retry-After"} if int(status) in RETRY_AFTER else set()
                limit = {"RateLimit", "RateLimit-Policy"} if status == "429" else set()
                assert answer["headers"].keys() == {"Request-Id"} | waits | limit


BODIES: list[dict[str, Any]] = [
    {},
    {"description": "Order 7"},
    {"description": "two\nlines"},
    {"description": " "},
    {"reference": "\t"},
    {"reference": "x" * 65},
    {"statement_descriptor_suffix": "A<B"},
    {"statement_descriptor_suffix": "123"},
    {"statement_descriptor_suffix": "SHOP 7"},
    {"metadata": {"a": "b"}},
    {"metadata": {"a\nb": "c"}},
    {"metadata": {"": "c"}},
    {"amount": 49},
    {"amount": 2500.0},
    {"amount": 2500.5},
    {"currency": "kwd", "amount": 5124},
    {"currency": "xxx"},
    {"payment_method": "visa"},
    {"unknown": 1},
    *(
        {"customer": {"email": email}}
        for email in ("jane", "a@b", "j..d@example.com", "ö@example.com")
    ),
    {"customer": {"email": f"{'j' * 64}@example.com"}},
    {"customer": {"email": f"{'j' * 65}@example.com"}},
    {"customer": {"email": f"jane@{'.'.join(4 * ['d' * 62])}.com"}},
    {"customer": {"email": "jane@example.com", "name": "www.example.com"}},
    {"customer": {"email": "jane@example.com", "name": "Wwwyatt"}},
]


@pytest.mark.parametrize("changes", BODIES, ids=str)
def test_a_body_is_judged_alike_by_the_document_and_the_code(changes: dict[str, Any]) -> None:
    """What the one takes the other takes: a client that is made from the document is not misled."""
    body = {
        "amount": 2500,
        "currency": "eur",
        "payment_method": "pm_one",
        "customer": {"email": "jane@example.com"},
        **changes,
    }
    model = {"$ref": "#/components/schemas/PaymentRequest", "components": document()["components"]}
    read = read_body(event("/", json.dumps(body), headers={"Content-Type": "application/json"}))
    try:
        taken = bool(read_request(read, CURRENCIES))
    except InvalidFieldsError:
        taken = False
    assert Draft202012Validator(model).is_valid(body) is taken


QUERIES: list[tuple[str, str]] = [
    ("starting_after", ID),
    ("starting_after", "before_1795341600"),
    ("starting_after", "pay_1"),
    ("starting_after", "before_1"),
    ("starting_after", ""),
    ("reference", "order-1"),
    ("reference", " "),
    ("reference", ""),
    ("status", "failed"),
    ("status", "paid"),
]


@pytest.mark.parametrize(("name", "value"), QUERIES)
def test_a_query_is_judged_alike_by_the_document_and_the_code(name: str, value: str) -> None:
    """Each parameter has its real rule there."""
    whole = document()
    (schema,) = (
        each["schema"]
        for each in whole["paths"]["/v1/payments"]["get"]["parameters"]
        if each["name"] == name
    )
    try:
        taken = bool(read_query({name: value}))
    except InvalidFieldsError:
        taken = False
    judge = Draft202012Validator({**schema, "components": whole["components"]})
    assert judge.is_valid(value) is taken


def test_a_problem_is_as_documented() -> None:
    """With the field that is wrong, and without."""
    fault = Fault(Code.EMAIL_INVALID, "Must be one e-mail address.", "customer.email")
    for problem in (
        Problem(Code.INTERNAL, "Something failed."),
        Problem(Code.EMAIL_INVALID, fault.detail, fault.param, (fault,)),
    ):
        assert differences(problem.body("/v1/payments", "request-1", "https://example.com/")) == []


def test_what_is_not_documented_is_a_difference() -> None:
    """So the comparisons above can fail."""
    shown = payment_object(Harness().told(), "of_tomorrow")
    assert any("of_tomorrow" in each for each in differences(shown))
