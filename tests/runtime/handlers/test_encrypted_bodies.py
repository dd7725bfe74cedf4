"""`POST /v1/payments` with an encrypted body, from event to answer, over fakes."""

import json
from typing import Any

import pytest

from runtime.domain.errors import UnavailableError
from runtime.handlers.accept_payment import respond
from runtime.invocation.http import HttpResponse
from runtime.wire.documents import LONGEST_BODY, LONGEST_SEALED
from tests.fakes.payments import Harness
from tests.fakes.sealing import FakeOpener, sealed
from tests.runtime.handlers.events import CURRENCIES, ORDER, SEALER, known, post, shown

JOSE = {"Content-Type": "application/jose"}


class Place:
    """A container, its ledger and queue, and what opens its messages."""

    def __init__(self) -> None:
        self.harness = Harness()
        self.opener = FakeOpener()
        self.callers = known()

    def ask(self, body: Any, client: str = "client-1", **headers: str) -> HttpResponse:
        """The answer; encrypted unless a header says otherwise."""
        request = post(body, **JOSE | headers)
        request["requestContext"]["authorizer"]["claims"]["client_id"] = client
        return respond(
            request,
            callers=self.callers,
            currencies=CURRENCIES,
            opener=self.opener,
            ports=self.harness.accepting(),
        )

    def refused(self, *args: Any, **named: Any) -> tuple[int, str]:
        """Status and code of an answer that left no trace."""
        answer = self.ask(*args, **named)
        assert (self.harness.ledger.rows, self.harness.queue.sent) == ({}, [])
        assert "jane@example.com" not in answer["body"]
        return answer["statusCode"], shown(answer)["code"]


@pytest.mark.parametrize("client", ["client-1", SEALER])
def test_an_encrypted_body_is_the_payment_that_it_holds(client: str) -> None:
    """202, whether the client must encrypt or may."""
    place = Place()
    answer = place.ask(sealed(ORDER), client)
    assert answer["statusCode"] == 202
    assert list(place.harness.ledger.rows) == [shown(answer)["id"]]
    assert place.harness.queue.sent == [(shown(answer)["id"], 0)]


def test_a_repeat_encrypted_anew_or_in_clear_is_a_replay() -> None:
    """No two messages are alike, and the payment is one: what counts is the JSON inside."""
    place = Place()
    first = place.ask(sealed(ORDER))
    respelled = json.dumps(dict(reversed(ORDER.items())), indent=3)
    anew = place.ask(sealed(respelled))
    clear = place.ask(ORDER, **{"Content-Type": "application/json"})
    for again in (anew, clear):
        assert (again["statusCode"], again["body"]) == (202, first["body"])
        assert again["headers"]["Idempotent-Replayed"] == "true"
    assert len(place.harness.ledger.rows) == 1


def test_another_payment_under_the_same_key_is_refused() -> None:
    """422, as in clear."""
    place = Place()
    place.ask(sealed(ORDER))
    answer = place.ask(sealed(ORDER | {"amount": 2501}))
    assert (answer["statusCode"], shown(answer)["code"]) == (422, "idempotency_key_reused")


def test_a_client_that_must_encrypt_is_refused_in_clear() -> None:
    """415 with a code of its own, and nothing of it is kept."""
    kind = {"Content-Type": "application/json"}
    assert Place().refused(ORDER, SEALER, **kind) == (415, "encryption_required")


@pytest.mark.parametrize(
    "kind", ["application/jose+json", "application/jose; charset=utf-8", "text/plain", ""]
)
def test_another_media_type_is_refused(kind: str) -> None:
    """415, and the answer names both that are good."""
    place = Place()
    answer = place.ask(sealed(ORDER), **{"Content-Type": kind})
    assert (answer["statusCode"], shown(answer)["code"]) == (415, "media_type_unsupported")
    assert "application/jose" in shown(answer)["detail"]
    assert place.harness.ledger.rows == {}


def test_a_body_that_is_compressed_on_top_is_refused() -> None:
    """415, as in clear."""
    encoded = {"Content-Encoding": "gzip"}
    assert Place().refused(sealed(ORDER), **encoded) == (415, "media_type_unsupported")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (sealed("not JSON, and jane@example.com"), 400, "json_invalid"),
        (sealed(b"\xff"), 400, "json_invalid"),
        (sealed('{"amount": 1, "amount": 2}'), 400, "json_invalid"),
        (sealed([ORDER]), 400, "json_invalid"),
        (sealed(ORDER | {"description": "4242424242424242"}), 400, "card_data_not_accepted"),
        (sealed(" " * (LONGEST_BODY + 1)), 413, "body_too_large"),
        ("x" * (LONGEST_SEALED + 1), 413, "body_too_large"),
        (sealed(ORDER)[:-1], 400, "encryption_invalid"),
        ("", 400, "encryption_invalid"),
        (ORDER, 400, "encryption_invalid"),
    ],
    ids=range(10),
)  # fmt: skip
def test_what_does_not_open_to_a_good_request_leaves_no_trace(
    body: Any, status: int, code: str
) -> None:
    """No row, no message, no word of it in the answer: as each would be refused in clear."""
    assert Place().refused(body) == (status, code)


def test_what_opens_messages_may_be_away() -> None:
    """503 with `Retry-After` and nothing kept; the same call is good afterwards."""
    place = Place()
    place.opener.fail_next("open", UnavailableError("KMS is busy with jane@example.com"))
    answer = place.ask(sealed(ORDER))
    assert (answer["statusCode"], shown(answer)["code"]) == (503, "service_unavailable")
    assert answer["headers"]["Retry-After"].isdecimal()
    assert "jane" not in answer["body"]
    assert (place.harness.ledger.rows, place.harness.queue.sent) == ({}, [])
    assert place.ask(sealed(ORDER))["statusCode"] == 202


def test_nobody_s_message_is_opened() -> None:
    """A caller that may not pay costs no call of KMS."""
    place = Place()
    place.opener.fail_next("open", AssertionError("opened"))
    assert place.refused(sealed(ORDER), "stranger") == (403, "merchant_unknown")


def test_nothing_of_a_refused_message_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The log has a code, and neither the message nor what it holds."""
    message = sealed("not JSON, and jane@example.com")
    Place().ask(message)
    said = str([vars(record) for record in caplog.records])
    assert "json_invalid" in said
    assert "jane" not in said
    assert message[:20] not in said
