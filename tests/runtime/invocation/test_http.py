"""Headers, identity and the outermost edge of the HTTP handlers."""

import pytest

from runtime.domain.errors import (
    OperatorUnknownError,
    PaymentMissingError,
)
from runtime.domain.events import event_id
from runtime.invocation.context import Event
from runtime.invocation.http import (
    HttpResponse,
    answering,
    header,
    instance,
    json_response,
    operator_of,
)
from tests.runtime.handlers.events import OPERATOR, REQUEST_ID, asked, event

ID = "pay_" + "a" * 26


def test_every_answer_carries_the_request_id_and_the_security_headers() -> None:
    """Success and problem alike: the gateway's id, no caching, TLS only, no sniffing."""

    @answering
    def missing(_: Event) -> HttpResponse:
        raise PaymentMissingError

    request = event("/v1/payments")
    for given in (json_response(request, 200, {}), missing(request)):
        headers = given["headers"]
        assert headers["Request-Id"] == REQUEST_ID
        assert headers["Cache-Control"] == "no-store"
        assert headers["Strict-Transport-Security"].startswith("max-age=")
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("status", "waits"), [(200, False), (202, True), (409, False), (503, True)]
)
def test_retry_after_stands_where_waiting_helps(status: int, waits: bool) -> None:  # noqa: FBT001
    """202 and 5xx say how many seconds to wait; a plain answer does not."""
    assert ("Retry-After" in json_response(event("/"), status, {})["headers"]) is waits


def test_an_unforeseen_error_is_a_problem_and_its_text_stays_inside(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The edge answers 500, logs the error's type and place, and repeats nothing of it."""

    @answering
    def broken(_: Event) -> HttpResponse:
        message = "jane@example.com"
        raise LookupError(message)

    given = broken(event("/v1/payments"))
    logged = vars(caplog.records[-1])
    assert given["statusCode"] == 500
    assert given["headers"]["Content-Type"] == "application/problem+json"
    assert (logged["levelname"], logged["error"]) == ("ERROR", "LookupError")
    assert logged["where"].startswith("test_http.py:")
    assert "jane" not in given["body"] + str(logged)


def test_an_operator_is_who_signed_the_request() -> None:
    """The gateway's finding counts, not what the request says of itself; without it, nobody."""
    request = asked("/v1/ops/payments/{id}", ID)
    request["headers"] = {"userArn": "arn:aws:iam::111122223333:user/somebody-else"}
    assert operator_of(request) == OPERATOR
    for identity in (None, {}, {"userArn": None}):
        request["requestContext"]["identity"] = identity
        with pytest.raises(OperatorUnknownError):
            operator_of(request)


def test_a_header_is_found_in_any_spelling() -> None:
    """Names of headers have no case; several values are all seen."""
    request = {"multiValueHeaders": {"CONTENT-type": ["a", "b"]}}
    assert header(request, "content-type") == ["a", "b"]
    assert header({"headers": {"Content-Type": "a"}}, "content-type") == ["a"]
    assert header({"headers": None}, "content-type") == []


def test_a_problem_names_the_path_but_repeats_no_stranger() -> None:
    """Only an id of ours is put back into the path; anything else stays a placeholder."""
    path = "/v1/payments/{id}"
    assert instance(event(path, payment_id=ID)) == f"/v1/payments/{ID}"
    assert instance(event(path, payment_id="4242424242424242")) == path
    assert instance(event("/v1/payments")) == "/v1/payments"
    named = event_id(ID, 1)
    assert instance(event("/v1/events/{id}", payment_id=named)) == f"/v1/events/{named}"
    assert instance(event("/v1/events/{id}", payment_id=f"{named}x")) == "/v1/events/{id}"
