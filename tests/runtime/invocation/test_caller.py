"""Who has called, as an event of the gateway tells it."""

from typing import Any

import pytest

from runtime.contract.scopes import Scope
from runtime.domain.errors import InvalidRequestError, MerchantUnknownError
from runtime.domain.signed_request import SignedRequest
from runtime.invocation.caller import merchant_of, signed_request
from tests.runtime.handlers.events import MERCHANTS, SIGNER, event, known


@pytest.mark.parametrize("authorizer", [None, {}, {"claims": {}}, {"claims": {"client_id": "x"}}])
def test_only_a_known_client_has_a_merchant(authorizer: dict[str, Any] | None) -> None:
    """No claims, no client and an unknown client are all refused."""
    request = event("/v1/payments")
    request["requestContext"]["authorizer"] = authorizer
    with pytest.raises(MerchantUnknownError):
        merchant_of(request, Scope.READ, known())


def test_the_merchant_follows_from_the_client_alone() -> None:
    """Two clients of one merchant are the same merchant."""
    for client, merchant in MERCHANTS.items():
        assert merchant_of(event("/", client=client), Scope.READ, known()) == merchant


@pytest.mark.parametrize(
    ("domain", "path"),
    [
        ("abc123.execute-api.eu-central-1.amazonaws.com", "/live/v1/payments"),
        ("pay.example.com", "/v1/payments"),
    ],
)
def test_a_request_is_seen_as_its_sender_wrote_it(domain: str, path: str) -> None:
    """With the stage that was asked for, and without where an own domain hides it."""
    request = event("/v1/payments", "{}", headers={"X-A": "1"}, query={"limit": ["5", "6"]})
    request["requestContext"] |= {"domainName": domain, "path": path}
    query = [("limit", "5"), ("limit", "6")]
    assert signed_request(request) == SignedRequest(
        "POST", domain, path, query, [("x-a", "1")], b"{}"
    )


def test_who_signs_is_asked_for_it() -> None:
    """Whatever it calls; who signs nothing is not."""
    with pytest.raises(InvalidRequestError, match="signs its requests"):
        merchant_of(event("/v1/payments", client=SIGNER), Scope.READ, known())
    assert merchant_of(event("/v1/payments"), Scope.READ, known()) == "acme"
