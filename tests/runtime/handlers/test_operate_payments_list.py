"""The operators' list, from event to answer, over fakes."""

import pytest

from runtime.handlers.operate_payments import LIST
from runtime.invocation.http import HttpResponse
from tests.fakes.payments import Harness
from tests.runtime.handlers.events import OPERATOR, asked, shown
from tests.runtime.handlers.operating import answered


def listed(harness: Harness, **query: list[str]) -> HttpResponse:
    """The answer to a list with this query string."""
    request = asked(LIST, "")
    request["multiValueQueryStringParameters"] = query or None
    return answered(harness, request)


def test_an_operator_lists_what_waits_for_a_person(caplog: pytest.LogCaptureFixture) -> None:
    """Rows as the ledger holds them, whosever they are; the call is a line of the audit log."""
    harness = Harness()
    payment = harness.parked()
    answer = listed(harness, status=["requires_review"])
    page = shown(answer)
    assert (answer["statusCode"], page["object"], page["url"]) == (200, "list", LIST)
    assert (page["has_more"], page["next_cursor"] is not None) == (True, True)
    assert [row["last_hash"] for row in page["data"]] == [payment.last_hash]
    assert "sealed" not in page["data"][0]
    first = vars(caplog.records[0])
    assert (first["message"], first["operator"], first["route"]) == ("audit: asked", OPERATOR, LIST)


def test_a_bad_filter_of_the_list_is_named() -> None:
    """Each with its code and parameter; twice is no answer to once."""
    harness = Harness()
    answer = listed(harness, status=["gone"], older_than=["1h"], email=["jane@example.com"])
    told = shown(answer)
    assert (answer["statusCode"], told["code"]) == (400, "parameter_invalid")
    assert {(each["code"], each["param"]) for each in told["errors"]} == {
        ("parameter_invalid", "status"),
        ("parameter_invalid", "older_than"),
        ("parameter_unknown", "email"),
    }
    assert "jane@" not in answer["body"]
    twice = shown(listed(harness, status=["queued", "failed"]))
    assert (twice["code"], twice["param"]) == ("parameter_invalid", "status")
