"""`process_dead_letter`'s handler, over fakes."""

import pytest

from runtime.domain.errors import UnavailableError
from runtime.domain.payment import Status
from runtime.handlers.process_dead_letter import respond
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
from runtime.wire.queue_message import encode
from tests.fakes.payments import ID, Harness
from tests.runtime.handlers.events import records


def test_a_dead_letter_is_processed_and_counted() -> None:
    """One alarm says that there was one at all: our infrastructure failed ten times."""
    harness = Harness()
    harness.accepted()
    answer = respond(records(encode(ID)), ports=harness.processing, metrics=harness.metrics)
    assert answer == {"batchItemFailures": []}
    assert harness.row().status is Status.SUCCEEDED
    assert harness.metrics.counts == {"DeadLetter": 1}


def test_a_letter_that_cant_be_read_stays_parked_with_its_alarm() -> None:
    """It alone is given back; the payments beside it go on."""
    harness = Harness()
    harness.accepted()
    answer = respond(records("{}", encode(ID)), ports=harness.processing, metrics=harness.metrics)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert harness.row().status is Status.SUCCEEDED
    assert harness.metrics.counts == {"DeadLetter": 2, "MessageUnreadable": 1, "DeadLetterStuck": 1}


@pytest.mark.fault(
    "F27",
    sees="The payment takes longer",
    does=(
        "Every letter stays and is counted; the payment stays due, so the sweeper tells of it again"
    ),
    person=(
        "mends what the alarm names; the letters are processed by themselves, or by `till redrive`"
    ),
)
def test_the_dead_letter_processors_own_failure_is_counted_and_deletes_nothing() -> None:
    """F27: without the PSP's key every letter stays, and each is heard of."""
    harness = Harness()

    def ports() -> ProcessPaymentPorts:
        message = "no key"
        raise UnavailableError(message)

    answer = respond(records(encode(ID), encode(ID)), ports=ports, metrics=harness.metrics)
    assert len(answer["batchItemFailures"]) == 2
    assert harness.metrics.counts == {"DeadLetter": 2, "DeadLetterStuck": 2}
