"""What a client that may only read is answered by the functions, whatever its token says."""

from runtime.domain.payment import Status
from runtime.handlers import accept_payment, cancel_payment, read_payments
from runtime.use_cases.cancel_payment import CancelPaymentPorts
from runtime.use_cases.read_payments import ReadPaymentsPorts
from tests.fakes import FakePaymentQueries
from tests.fakes.payments import ID, Harness
from tests.fakes.sealing import FakeOpener, FakePublicKeys
from tests.runtime.handlers.events import CURRENCIES, READER, event, known, post, shown


def test_it_pays_nothing() -> None:
    """403, and no row, message or sealed field comes of it."""
    harness, request = Harness(), post()
    request["requestContext"]["authorizer"]["claims"]["client_id"] = READER
    answer = accept_payment.respond(
        request,
        callers=known(),
        currencies=CURRENCIES,
        opener=FakeOpener(),
        ports=harness.accepting(),
    )
    assert (answer["statusCode"], shown(answer)["code"]) == (403, "scope_missing")
    assert (harness.ledger.rows, harness.queue.sent) == ({}, [])


def test_it_cancels_nothing() -> None:
    """403, and the payment stays queued."""
    harness = Harness()
    harness.accepted()
    request = event("/v1/payments/{id}/cancel", client=READER, payment_id=ID)
    ports = CancelPaymentPorts(ledger=harness.ledger, clock=harness.clock)
    answer = cancel_payment.respond(request, callers=known(), ports=ports)
    assert (answer["statusCode"], shown(answer)["code"]) == (403, "scope_missing")
    assert harness.row().status is Status.QUEUED


def test_it_reads() -> None:
    """Its merchant's payments."""
    harness = Harness()
    harness.accepted()
    request = event("/v1/payments/{id}", client=READER, payment_id=ID)
    ports = ReadPaymentsPorts(
        FakePaymentQueries(harness.ledger), harness.ledger.events, harness.clock
    )
    answer = read_payments.respond(request, callers=known(), ports=ports, keys=FakePublicKeys)
    assert (answer["statusCode"], shown(answer)["id"]) == (200, ID)
