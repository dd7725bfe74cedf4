"""Each payment's beginning and end is counted once, and so is what KMS did not do."""

import pytest

from runtime.contract.fixed_times import FIXED
from runtime.domain.errors import ConflictError, UnavailableError
from runtime.domain.payment import PaymentError, Status
from runtime.domain.transitions import fail
from runtime.step_log.counts import CountedCipher, CountedLedger, CountedOpener
from tests.fakes.payments import JANE, TIMING, Harness
from tests.fakes.system import FakeMetrics


def counted(source: Harness) -> FakeMetrics:
    """What is counted while the changes of another ledger are written once more."""
    metrics = FakeMetrics()
    ledger = CountedLedger(Harness().ledger, metrics, source.clock)
    for change in source.ledger.changes:
        (ledger.create if change.before is None else ledger.commit)(change)
    return metrics


@pytest.mark.parametrize(
    ("status", "end"),
    [
        (Status.QUEUED, {}),
        (Status.VERIFYING, {}),
        (Status.REQUIRES_REVIEW, {}),
        (Status.SUCCEEDED, {"PaymentSucceeded": 1}),
        (Status.FAILED, {"PaymentDeclined": 1}),
        (Status.CANCELED, {"PaymentCanceled": 1}),
    ],
)
def test_an_end_is_counted_by_its_kind(status: Status, end: dict[str, int]) -> None:
    """Beside the acceptance; what has not ended has no end."""
    source = Harness()
    source.in_status(status)
    assert counted(source).counts == {"PaymentAccepted": 1, **end}


def test_an_end_says_how_long_it_took_and_what_it_is_about() -> None:
    """From the acceptance to this commit, whatever the end; a mail says nothing again."""
    source, metrics = Harness(), FakeMetrics()
    source.told()
    ledger = CountedLedger(Harness().ledger, metrics, source.clock)
    source.clock.time = source.ledger.changes[0].after.created_at + 7
    for change in source.ledger.changes:
        (ledger.create if change.before is None else ledger.commit)(change)
    paid = source.ledger.changes[-1].after
    assert metrics.ends == [("PaymentSucceeded", paid.currency, paid.amount, 7)]


def test_a_failure_is_no_decline() -> None:
    """The bank was never asked, or never said no."""
    source = Harness()
    payment = source.verifying()
    error = PaymentError(code="charge_window_passed")
    source.write(fail(payment, error, source.stamp(), TIMING))
    assert counted(source).counts == {"PaymentAccepted": 1, "PaymentFailed": 1}


def test_a_mail_is_no_end() -> None:
    """The payment has ended before it."""
    source = Harness()
    source.told()
    assert counted(source).counts == {"PaymentAccepted": 1, "PaymentSucceeded": 1}


def test_who_is_late_counts_nothing() -> None:
    """Whoever was first has counted."""
    source, metrics = Harness(), FakeMetrics()
    source.succeeded()
    ledger = CountedLedger(source.ledger, metrics, source.clock)
    assert ledger.create(source.ledger.changes[0]) is not None
    with pytest.raises(ConflictError):
        ledger.commit(source.ledger.changes[-1])
    assert metrics.counts == {}


def test_an_old_payment_that_waits_once_more_says_how_old_it_is() -> None:
    """A young one does not, nor one that has ended and owes a mail, nor a plan that was late."""
    harness, metrics = Harness(), FakeMetrics()
    ledger = CountedLedger(harness.ledger, metrics, harness.clock)
    payment = harness.verifying()
    harness.clock.advance(899)
    row = ledger.defer(payment, harness.clock.now() + 60, sweeps=1)
    assert row is not None
    assert metrics.ages == []
    harness.clock.advance(1)
    assert ledger.defer(row, harness.clock.now() + 60, sweeps=2) is not None
    assert metrics.ages == [900]
    assert ledger.defer(row, harness.clock.now() + 60, sweeps=2) is None
    other = Harness()
    final = other.succeeded()
    other.clock.advance(5_000)
    CountedLedger(other.ledger, metrics, other.clock).defer(final, None, sweeps=0)
    assert metrics.ages == [900]


def test_what_the_key_service_did_not_do_is_counted() -> None:
    """Each call, and the error goes on; what it did is not counted."""
    harness, metrics = Harness(), FakeMetrics()
    cipher = CountedCipher(lambda: harness.cipher, metrics)
    sealed = cipher.seal("acme", "customer", JANE)
    assert cipher.unseal("acme", "customer", sealed) == JANE
    assert metrics.counts == {}
    harness.cipher.fail_next("seal", UnavailableError("throttled"))
    harness.cipher.fail_next("open", UnavailableError("throttled"))
    with pytest.raises(UnavailableError):
        cipher.seal("acme", "customer", JANE)
    with pytest.raises(UnavailableError):
        cipher.unseal("acme", "customer", sealed)
    assert metrics.counts == {"KeyServiceFailed": 2}


class _Opener:
    """Opens whatever begins with a key, as KMS would."""

    def open(self, message: bytes, longest: int) -> bytes:
        """The text behind the key, if KMS is there."""
        key, _, text = message.partition(b":")
        if key != b"key":
            raise UnavailableError("throttled")
        return text[:longest]


def test_what_the_key_service_did_not_do_for_a_body_is_counted_too() -> None:
    """The error goes on; a body that was opened, or is damaged, is not counted."""
    metrics = FakeMetrics()
    opener = CountedOpener(_Opener(), metrics)
    assert opener.open(b"key:text", 3) == b"tex"
    assert metrics.counts == {}
    with pytest.raises(UnavailableError):
        opener.open(b"none", 9)
    assert metrics.counts == {"KeyServiceFailed": 1}


def test_a_payment_that_waits_for_a_person_does_not_say_how_old_it_is() -> None:
    """Somebody would be woken by it as by one that nobody works on; it has an alarm of its own."""
    harness, metrics = Harness(), FakeMetrics()
    payment = harness.in_status(Status.REQUIRES_REVIEW)
    harness.clock.advance(FIXED.review_waits)
    assert CountedLedger(harness.ledger, metrics, harness.clock).defer(payment, 0, sweeps=1)
    assert metrics.ages == []
