"""`GET /v1/keys`, from event to answer, over fakes."""

from typing import Any

from runtime.domain.errors import UnavailableError
from runtime.handlers.read_payments import respond
from runtime.invocation.http import HttpResponse
from runtime.use_cases.read_payments import ReadPaymentsPorts
from tests.fakes import FakePaymentQueries
from tests.fakes.payments import Harness
from tests.fakes.sealing import FakePublicKeys
from tests.runtime.handlers.events import event, known, shown


def ask(request: dict[str, Any], keys: FakePublicKeys | None = None) -> HttpResponse:
    """The handler's answer."""
    harness, found = Harness(), keys or FakePublicKeys()
    ports = ReadPaymentsPorts(
        FakePaymentQueries(harness.ledger), harness.ledger.events, harness.clock
    )
    return respond(request, callers=known(), ports=ports, keys=lambda: found)


def test_the_public_keys_are_for_everybody_and_may_be_kept_for_an_hour() -> None:
    """Two while one replaces the other, each to encrypt with and no more than its public half."""
    request = event("/v1/keys")
    request["requestContext"]["authorizer"] = None
    answer = ask(request)
    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (200, "application/json")
    assert answer["headers"]["Cache-Control"] == "public, max-age=3600"
    half = FakePublicKeys().current()[0]
    first, second = shown(answer)["keys"]
    assert first == {
        "kty": "RSA",
        "use": "enc",
        "alg": "RSA-OAEP-256",
        "kid": "key-1",
        "n": str(half.n),
        "e": "AQAB",
    }
    assert second["kid"] == "key-2"


def test_keys_that_can_t_be_read_are_a_503_that_nobody_keeps() -> None:
    """A problem with `Retry-After`, and no cache holds it."""
    keys = FakePublicKeys()
    keys.fail_next("current", UnavailableError("KMS"))
    answer = ask(event("/v1/keys"), keys)
    assert (answer["statusCode"], shown(answer)["code"]) == (503, "service_unavailable")
    assert answer["headers"]["Retry-After"].isdecimal()
    assert answer["headers"]["Cache-Control"] == "no-store"
