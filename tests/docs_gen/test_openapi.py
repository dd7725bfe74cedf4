"""`docs/openapi.json` is the API that is deployed."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from pydantic import BaseModel

from components.parts.routes import ROUTES
from docs_gen.openapi import GATEWAY, OPERATIONS, ROOT, document, text
from runtime.contract.problems import PROBLEMS, Code
from runtime.domain.email_event import Reason
from runtime.domain.payment import Status
from runtime.invocation.http import json_response
from runtime.wire import responses
from runtime.wire.from_domain import entry_object, payment_object
from runtime.wire.payment_request import Fault
from runtime.wire.problem_json import Problem
from tests.fakes.payments import ID, Harness
from tests.runtime.handlers.events import event

NOT_A_MERCHANTS = {
    Code.SIGNATURE_INVALID,
    Code.OPERATOR_UNKNOWN,
    Code.NOT_IN_REVIEW,
    Code.NOT_RESENDABLE,
    Code.CONTRADICTED,
    Code.PROVIDER_SILENT,
}
"""What only the provider's events and the operators' routes can answer."""


def test_the_file_is_what_the_code_says_today() -> None:
    """`docs/openapi.json` is generated; run `make docs` after a change of the API."""
    assert (ROOT / "docs" / "openapi.json").read_text() == text()


def test_it_is_openapi() -> None:
    """It holds against OpenAPI 3.1's own schema, references included."""
    validate(json.loads(text()))


def test_it_has_the_merchants_routes_and_their_scopes() -> None:
    """Every route but the operators' and the provider's, with method, path and scope."""
    deployed = {
        (each.method, each.path, each.scope)
        for each in ROUTES
        if not each.operators and each.path != "/v1/webhooks/psp"
    }
    assert {(each.method, each.path, each.scope) for each in OPERATIONS} == deployed


def test_every_code_stands_at_its_status() -> None:
    """All codes of the functions and of the gateway, each where it is really answered."""
    said = {
        (code, status)
        for each in OPERATIONS
        for status, codes in [*each.problems.items(), *GATEWAY.items()]
        for code in codes
    }
    answered = {(str(code), kind.status) for code, kind in PROBLEMS.items()}
    missing = {(code, status) for code, status in answered - said if code not in NOT_A_MERCHANTS}
    assert (missing, said - answered) == (set(), set())


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
