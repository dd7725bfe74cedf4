"""The answers that hold nothing of a payment."""

import pytest
from pydantic import ValidationError

from runtime.wire.shown import Problem, Received

SAID = {
    "type": "about:blank",
    "title": "t",
    "status": 400,
    "detail": "d",
    "instance": "/v1/payments",
    "code": "c",
    "request_id": "r",
}


def test_a_problem_without_a_field_names_none() -> None:
    """What there is no value for is not sent, and everything else is."""
    assert Problem.model_validate(SAID).model_dump() == SAID


def test_an_answer_has_no_more_than_it_says() -> None:
    """An unknown member is refused."""
    with pytest.raises(ValidationError):
        Received.model_validate({"received": True, "payment": "pay_1"})
