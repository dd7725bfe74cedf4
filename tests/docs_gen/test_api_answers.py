"""The models of the answers are what the API's own code makes."""

import pytest
from pydantic import BaseModel, ValidationError

from docs_gen import api_answers as answers
from runtime.contract.problems import Code
from runtime.domain.payment import Status
from runtime.wire import responses
from runtime.wire.payment_request import Fault
from runtime.wire.problem_json import Problem
from tests.fakes.payments import ID, Harness


@pytest.mark.parametrize("status", Status)
def test_a_payment_in_every_status_is_what_the_model_says(status: Status) -> None:
    """No member is missing, none is unknown, and none has another type."""
    harness = Harness()
    payment = harness.in_status(status)
    answers.Payment.model_validate(responses.payment_object(payment))
    for entry in harness.ledger.lines[ID]:
        answers.Entry.model_validate(responses.entry_object(entry))


def test_a_page_is_what_the_model_says() -> None:
    """Payments and entries are listed alike."""
    harness = Harness()
    payment = harness.told()
    url = "/v1/payments"
    page = responses.list_object(url, [responses.payment_object(payment)], has_more=False)
    answers.PaymentList.model_validate(page)
    lines = [responses.entry_object(entry) for entry in harness.ledger.lines[ID]]
    answers.EntryList.model_validate(responses.list_object(url, lines, has_more=False))


def test_a_problem_is_what_the_model_says() -> None:
    """With the field that is wrong, and without."""
    fault = Fault(Code.EMAIL_INVALID, "Must be one e-mail address.", "customer.email")
    for problem in (
        Problem(Code.INTERNAL, "Something failed."),
        Problem(Code.EMAIL_INVALID, fault.detail, fault.param, (fault,)),
    ):
        answers.Problem.model_validate(
            problem.body("/v1/payments", "request-1", "https://errors.example.com/")
        )


@pytest.mark.parametrize(
    ("model", "found"),
    [
        (answers.Links, {"self": "/v1/payments/x", "entries": "/e", "more": "/m"}),
        (answers.Posting, {"account": "a", "amount": 1}),
    ],
)
def test_what_the_model_does_not_say_is_refused(
    model: type[BaseModel], found: dict[str, object]
) -> None:
    """An unknown member, and one that is missing: so the comparisons above can fail."""
    with pytest.raises(ValidationError):
        model.model_validate(found)
