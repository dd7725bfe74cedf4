"""What this process has surely sent, and until when that counts."""

import pytest

from runtime.domain.errors import UnavailableError
from runtime.domain.payment import Payment
from runtime.use_cases.accept_payment import accept_payment
from runtime.use_cases.sent_messages import MOST, SentMessages
from runtime.use_cases.sweep_payments import sweep_payments
from runtime.wire.payment_request import read_request
from tests.fakes.payments import ID, TIMING, Harness

BODY = {
    "amount": 2500,
    "currency": "eur",
    "payment_method": "pm_card_visa",
    "customer": {"email": "jane@example.com", "name": "Jane", "locale": "pt-BR"},
}


def submitted(harness: Harness, key: str = "key-1") -> Payment:
    """The payment, asked for once more."""
    return accept_payment(
        read_request(BODY, ["eur"]),
        merchant="acme",
        key=key,
        body_hashes=["a" * 64],
        request_id="request-1",
        tells_merchant=False,
        ports=harness.accepting(),
    ).payment


def test_a_replay_is_not_told_while_the_message_is_on_its_way() -> None:
    """The queue took the first one, and nobody has moved the row since."""
    harness = Harness()
    submitted(harness)
    submitted(harness)
    assert harness.queue.sent == [(ID, 0)]


def test_a_replay_of_a_payment_that_was_sent_is_read_and_not_written() -> None:
    """Its row is there: to seal, and to be refused a write, would cost more."""
    harness = Harness()
    first = submitted(harness)
    harness.ledger.fail_next("create", UnavailableError("not asked"))
    harness.cipher.fail_next("seal", UnavailableError("not asked"))
    assert submitted(harness) == first


def test_a_replay_is_told_where_the_send_was_not_answered() -> None:
    """Write, then tell: what is not surely sent is sent again, and then it is known."""
    harness = Harness()
    harness.queue.refusing = True
    submitted(harness)
    harness.queue.refusing = False
    submitted(harness)
    submitted(harness)
    assert harness.queue.sent == [(ID, 0)]


def test_another_process_tells_again() -> None:
    """Who wrote may have died before it sent: only the sender knows."""
    harness = Harness()
    submitted(harness)
    harness.sent = SentMessages()
    submitted(harness)
    assert harness.queue.sent == [(ID, 0)] * 2


@pytest.mark.parametrize("moved", ["swept", "planned"])
def test_a_row_that_was_moved_since_is_told_again(moved: str) -> None:
    """The message of a sweep or of a plan may have failed, and this process did not send it."""
    harness = Harness()
    submitted(harness)
    if moved == "swept":
        harness.clock.advance(TIMING.first_sweep)
        sweep_payments(harness.sweeping())
    else:
        row = harness.row()
        assert harness.ledger.defer(row, harness.clock.now() + 500, sweeps=0)
    harness.queue.sent.clear()
    submitted(harness)
    assert harness.queue.sent == [(ID, 0)]


@pytest.mark.parametrize(("late", "told"), [(-1, 1), (0, 2)])
def test_a_replay_is_told_once_the_message_is_late(late: int, told: int) -> None:
    """Past the row's date it may be lost, and the sweeper stands still too: a replay mends it."""
    harness = Harness()
    submitted(harness)
    harness.clock.advance(TIMING.first_sweep + late)
    submitted(harness)
    assert harness.queue.sent == [(ID, 0)] * told


def test_the_memory_is_bounded() -> None:
    """The oldest is forgotten, and would be told again."""
    harness = Harness()
    for number in range(MOST + 1):
        submitted(harness, f"key-{number}")
    first, last = submitted(harness, "key-0"), submitted(harness, f"key-{MOST}")
    ids = [each for each, _ in harness.queue.sent]
    assert (ids.count(first.payment_id), ids.count(last.payment_id)) == (2, 1)
