"""What a merchant that calls too often, or a directory that is away, is answered by a function."""

from typing import Any

import pytest

from runtime.contract.throttle import Throttle
from runtime.domain.errors import UnavailableError, UnreadableRowError
from runtime.handlers.accept_payment import respond
from runtime.invocation.http import HttpResponse
from runtime.use_cases.know_caller import Callers
from tests.fakes.directory import directory_of
from tests.fakes.payments import Harness
from tests.fakes.sealing import FakeOpener
from tests.fakes.signing import FakeSignatures
from tests.runtime.handlers.events import CURRENCIES, post, shown


class Place:
    """A container that lets each merchant call once a second."""

    def __init__(self) -> None:
        self.harness = Harness()
        self.directory = directory_of({"client-1": "acme"})
        once = Throttle(rate=1, burst=1)
        metrics = self.harness.metrics
        self.callers = Callers(self.directory, self.harness.clock, metrics, once, FakeSignatures)

    def ask(self, **more: Any) -> HttpResponse:
        """One request for a payment."""
        ports = self.harness.accepting()
        return respond(
            post(**more),
            callers=self.callers,
            currencies=CURRENCIES,
            opener=FakeOpener(),
            ports=ports,
        )


def test_one_call_too_many_is_429_and_leaves_no_trace() -> None:
    """No row, no message; the headers say how long, and the same key is good afterwards."""
    place = Place()
    first = place.ask(key="one")
    answer = place.ask(key="two")
    assert (answer["statusCode"], shown(answer)["code"]) == (429, "rate_limited")
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert answer["headers"]["Retry-After"] == "1"
    assert answer["headers"]["RateLimit"] == '"merchant";r=0;t=1'
    assert answer["headers"]["RateLimit-Policy"] == '"merchant";q=1;w=1'
    assert list(place.harness.ledger.rows) == [shown(first)["id"]]
    assert len(place.harness.queue.sent) == 1
    place.harness.clock.advance(1)
    assert place.ask(key="two")["statusCode"] == 202


def test_a_replay_counts_and_is_answered_when_its_turn_comes() -> None:
    """A loop with one key is a loop; who waits gets the payment that there is."""
    place = Place()
    first = place.ask()
    assert place.ask()["statusCode"] == 429
    place.harness.clock.advance(1)
    replay = place.ask()
    assert (replay["statusCode"], replay["headers"]["Idempotent-Replayed"]) == (202, "true")
    assert replay["body"] == first["body"]


def test_a_request_that_is_refused_for_itself_counts_too() -> None:
    """Else a loop of broken requests would be free."""
    place = Place()
    assert place.ask(body="{")["statusCode"] == 400
    assert place.ask()["statusCode"] == 429


@pytest.mark.parametrize("method", ["owner", "draw"])
@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (UnavailableError("away"), 503, "service_unavailable"),
        (UnreadableRowError("odd"), 500, "internal_error"),
    ],
)
def test_a_directory_that_can_not_be_read_is_no_403(
    method: str, error: Exception, status: int, code: str
) -> None:
    """Nobody is called unknown, nobody is let in, and the next call asks again."""
    place = Place()
    place.directory.fail_next(method, error)
    answer = place.ask()
    assert (answer["statusCode"], shown(answer)["code"]) == (status, code)
    assert (place.harness.ledger.rows, place.harness.queue.sent) == ({}, [])
    assert place.ask()["statusCode"] == 202
