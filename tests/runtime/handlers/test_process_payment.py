"""The payment queue's handler, over fakes."""

from runtime.domain.errors import UnavailableError
from runtime.domain.payment import Status
from runtime.handlers.process_payment import respond
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
from runtime.wire.queue_message import encode
from tests.fakes.payments import ID, Harness
from tests.runtime.handlers.events import records


def test_a_message_takes_its_payment_a_step_further() -> None:
    """A queued payment is charged, verified and final, and its mail is sent for."""
    harness = Harness()
    harness.accepted()
    answer = respond(records(encode(ID)), ports=harness.processing, metrics=harness.metrics)
    assert answer == {"batchItemFailures": []}
    assert harness.row().status is Status.SUCCEEDED
    assert harness.notification_queue.sent == [(ID, 0)]


def test_a_batch_reads_the_circuit_once() -> None:
    """Ten messages, one read; what one of them learns of the PSP holds for the others."""
    harness = Harness()
    harness.accepted()
    breaker = harness.breaker()
    batch = records(*[encode(ID)] * 10)
    respond(batch, ports=lambda: harness.processing(breaker), metrics=harness.metrics)
    assert harness.circuit.reads == 1
    assert harness.row().status is Status.SUCCEEDED


def test_a_ledger_that_fails_returns_the_message() -> None:
    """Our own infrastructure is the only reason for a message to come again."""
    harness = Harness()
    harness.accepted()
    harness.ledger.fail_next("get", UnavailableError("throttled"))
    answer = respond(records(encode(ID)), ports=harness.processing, metrics=harness.metrics)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert harness.row().status is Status.QUEUED


def test_ports_that_cant_be_made_return_every_message() -> None:
    """Without the PSP's key nothing is lost: each message comes again."""
    harness = Harness()

    def ports() -> ProcessPaymentPorts:
        message = "no key"
        raise UnavailableError(message)

    answer = respond(records(encode(ID), encode(ID)), ports=ports, metrics=harness.metrics)
    assert len(answer["batchItemFailures"]) == 2
