"""`POST /v1/payments/{id}/cancel`, from event to answer, over fakes."""

import pytest

from runtime.domain.errors import UnavailableError
from runtime.domain.payment import Status
from runtime.handlers.cancel_payment import respond
from runtime.invocation.http import HttpResponse
from runtime.use_cases.cancel_payment import CancelPaymentPorts
from tests.fakes.payments import ID, Harness
from tests.runtime.handlers.events import event, known, shown


def ask(harness: Harness, payment_id: str = ID, client: str = "client-1") -> HttpResponse:
    """The handler's answer over the harness's fakes."""
    request = event("/v1/payments/{id}/cancel", client=client, payment_id=payment_id)
    ports = CancelPaymentPorts(ledger=harness.ledger, clock=harness.clock)
    return respond(request, callers=known(), ports=ports)


def test_a_queued_payment_is_canceled_and_canceling_again_answers_the_same() -> None:
    """200 with the canceled payment, however often; the ledger holds one `canceled`."""
    harness = Harness()
    harness.accepted()
    first, second = ask(harness), ask(harness)
    assert first["statusCode"] == second["statusCode"] == 200
    assert shown(first)["status"] == shown(second)["status"] == "canceled"
    assert harness.history() == ["accept", "cancel"]


@pytest.mark.parametrize("status", [s for s in Status if s not in {"queued", "canceled"}])
def test_a_payment_past_queued_is_409_and_stays_as_it_is(status: Status) -> None:
    """Once somebody claimed it, canceling is refused, changes nothing, and waiting helps nobody."""
    harness = Harness()
    before = harness.in_status(status)
    answer = ask(harness)
    assert (answer["statusCode"], shown(answer)["code"]) == (409, "payment_not_cancelable")
    assert "Retry-After" not in answer["headers"]
    assert harness.row() == before


def test_another_merchants_payment_looks_like_none() -> None:
    """The answer to a stranger is the answer for an id that nobody has, byte for byte."""
    harness = Harness()
    harness.accepted()
    stranger = ask(harness, client="client-3")
    assert (stranger["statusCode"], shown(stranger)["code"]) == (404, "resource_missing")
    assert ask(Harness(), client="client-3") == stranger
    assert harness.row().status is Status.QUEUED


@pytest.mark.parametrize("odd", ["pay_1", "pay_" + "A" * 26, "pay_" + "a" * 26 + "\n", "../x"])
def test_what_is_no_id_is_never_looked_up(odd: str) -> None:
    """A malformed id is 404 without a call to the ledger."""
    harness = Harness()
    assert ask(harness, odd)["statusCode"] == 404
    assert not harness.ledger.calls


def test_a_ledger_that_fails_is_503() -> None:
    """The caller learns that the outcome is unknown, and when to ask again."""
    harness = Harness()
    harness.accepted()
    harness.ledger.fail_next("commit", UnavailableError("lost"))
    answer = ask(harness)
    assert (answer["statusCode"], shown(answer)["code"]) == (503, "service_unavailable")
