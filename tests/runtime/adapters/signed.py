"""Requests to be signed, and whether they hold."""

import json
import re
from typing import Final

import pytest

from runtime.adapters.http_signatures import HttpSignatures
from runtime.contract.codes import Code
from runtime.domain.errors import InvalidRequestError
from runtime.domain.signed_request import SignedRequest
from tests.fakes.signing import WHOLE, public
from tests.fakes.system import FakeClock

NOW: Final = FakeClock().now()
PAY: Final = SignedRequest(
    "POST",
    "pay.example.com",
    "/v1/payments",
    [],
    [
        ("Authorization", "Bearer a.b.c"),
        ("Content-Type", "application/json"),
        ("Idempotency-Key", "order-1001"),
    ],
    json.dumps({"amount": 2500, "customer": {"email": "jane@example.com"}}).encode(),
)
LIST: Final = PAY._replace(
    method="GET", query=[("limit", "5"), ("created[gte]", "0")], headers=PAY.headers[:1], body=b""
)
LISTED: Final = (*WHOLE, '"@query-param";name="limit"', '"@query-param";name="created%5Bgte%5D"')
CANCEL: Final = PAY._replace(path="/v1/payments/pay_a/cancel", headers=PAY.headers[:1], body=b"")


def check(request: SignedRequest, *names: str) -> None:
    """Against the keys of these names."""
    HttpSignatures(FakeClock()).check(request, [public(each) for each in names or ("key-1",)])


def refused(request: SignedRequest, *names: str) -> str:
    """Why it does not hold; nothing of the request is told."""
    with pytest.raises(InvalidRequestError) as found:
        check(request, *names)
    assert found.value.code == Code.REQUEST_SIGNATURE_INVALID
    assert not re.search(r"jane|Bearer|order-1001|a\.b\.c|2500", found.value.detail)
    assert found.value.__cause__ is None
    return found.value.detail


def with_header(request: SignedRequest, name: str, value: str | None) -> SignedRequest:
    """With this value of the header, or without it."""
    others = [each for each in request.headers if each[0].lower() != name]
    return request._replace(headers=[*others, *([(name, value)] if value is not None else [])])


def value_of(request: SignedRequest, name: str) -> str:
    """The one value of a header."""
    (found,) = (value for key, value in request.headers if key.lower() == name)
    return found
