"""A row that was changed by hand is not charged."""

from typing import Any

import pytest

from runtime.domain.audit import audit
from runtime.domain.payment import Status
from runtime.domain.private import Clear, Sealed
from runtime.use_cases.check_terms import terms_hold
from runtime.use_cases.process_payment import process_payment
from tests.fakes.payments import ID, REF, TIMING, Harness

CHANGES: list[dict[str, Any]] = [
    {"amount": 9900},
    {"currency": "usd"},
    {"merchant": "bistro"},
    {"livemode": True},
    {"body_hash": "1" * 64},
    {"sealed": {"customer": Sealed("x"), "payment_method": Sealed("another")}},
]


def by_hand(harness: Harness, **changes: Any) -> None:
    """Somebody writes to the row, past every use case."""
    harness.ledger.rows[ID] = harness.row().model_copy(update=changes)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_a_queued_payment_with_other_terms_is_not_charged(change: dict[str, Any]) -> None:
    """The PSP is not even asked for an object; a person is called, with both values to compare."""
    harness = Harness()
    harness.accepted()
    by_hand(harness, **change)
    process_payment(ID, harness.processing())
    assert harness.psp.calls == []
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert harness.error_code() == "terms_changed"
    assert harness.history() == ["accept", "set_aside"]
    assert harness.metrics.counts == {"RequiresReview": 1}
    assert harness.notification_queue.sent == harness.queue.sent == []
    said = harness.ledger.lines[ID][-1].data
    assert len(said["evidence"]) == 1
    wrong = [check["name"] for check in said["checks"] if not check["passed"]]
    assert said["evidence"][0].startswith(f"{wrong[0]}: the row says ")


@pytest.mark.parametrize("change", CHANGES[:-1], ids=lambda change: next(iter(change)))
def test_the_row_gets_its_terms_back(change: dict[str, Any]) -> None:
    """What a person resolves, and a mail may say, is what was accepted."""
    harness = Harness()
    accepted = harness.accepted()
    by_hand(harness, **change)
    process_payment(ID, harness.processing())
    name = next(iter(change))
    assert getattr(harness.row(), name) == getattr(accepted, name)
    assert audit(harness.row(), harness.ledger.lines[ID]) == []


def test_a_changed_payment_method_stays_in_sight() -> None:
    """The entries have its digest and not its text, so the audit goes on telling of it."""
    harness = Harness()
    harness.accepted()
    by_hand(harness, **CHANGES[-1])
    process_payment(ID, harness.processing())
    (fault,) = audit(harness.row(), harness.ledger.lines[ID])
    assert "payment_method_digest" in fault


@pytest.mark.parametrize("ref", ["pi_of_another", REF])
def test_a_second_attempt_charges_no_other_object(ref: str) -> None:
    """The object is the one that the claim recorded; the changed row is parked unread."""
    harness = Harness()
    waiting = harness.waiting()
    harness.clock.advance(10)
    harness.psp.calls.clear()
    assert waiting.provider is not None
    by_hand(harness, provider=waiting.provider.model_copy(update={"ref": ref}))
    process_payment(ID, harness.processing())
    changed = ref != REF
    assert bool(harness.psp.calls) is not changed
    assert (harness.row().status is Status.REQUIRES_REVIEW) is changed
    if changed:
        assert harness.history()[-2:] == ["read_back", "park"]
        assert harness.row().provider == waiting.provider
        assert audit(harness.row(), harness.ledger.lines[ID]) == []


def test_an_entry_that_was_changed_parks_as_well() -> None:
    """Whichever of the two was changed, they differ; an unsound chain restores nothing."""
    harness = Harness()
    row = harness.accepted()
    first = harness.ledger.lines[ID][0]
    forged = first.model_copy(update={"data": {**first.data, "amount": 1}})
    harness.ledger.lines[ID][0] = forged
    process_payment(ID, harness.processing())
    assert harness.psp.calls == []
    assert (harness.row().status, harness.row().amount) == (Status.REQUIRES_REVIEW, row.amount)


def test_a_row_that_can_not_be_written_raises_its_alarm() -> None:
    """With another version too, no write passes: the alarm rings, and nothing is charged."""
    harness = Harness()
    harness.waiting()
    harness.clock.advance(10)
    harness.psp.calls.clear()
    by_hand(harness, amount=1, version=1)
    process_payment(ID, harness.processing())
    assert harness.psp.calls == []
    assert harness.metrics.counts["RequiresReview"] == 1


def test_newer_entries_are_another_worker_s() -> None:
    """A row that was read a moment ago is not taken for a changed one."""
    harness = Harness()
    before = harness.accepted()
    harness.psp.prepare(before, Clear("pm_card_visa"), 1)
    process_payment(ID, harness.processing())
    assert terms_hold(before, harness.processing())
    assert harness.metrics.counts == {}


@pytest.mark.parametrize("lease", ["open attempt", "verifying"])
def test_what_was_changed_after_the_charge_is_not_booked(lease: str) -> None:
    """The money would go to another merchant's account."""
    harness = Harness()
    payment = harness.claimed() if lease == "open attempt" else harness.verifying()
    harness.psp.take(REF)
    harness.clock.time = max(harness.clock.now(), (payment.lease_until or 0) + 1)
    by_hand(harness, merchant="bistro")
    process_payment(ID, harness.processing())
    assert (harness.row().status, harness.row().merchant) == (Status.REQUIRES_REVIEW, "acme")
    assert harness.psp.called("lookup") == []
    assert audit(harness.row(), harness.ledger.lines[ID]) == []


def test_a_retry_confirms_no_object_that_says_it_is_another_s() -> None:
    """The look before a second attempt shows another payment's: a person looks first."""
    harness = Harness()
    harness.waiting()
    harness.clock.advance(10)
    harness.psp.set(REF, payment_id="pay_" + "a" * 26)
    process_payment(ID, harness.processing())
    assert harness.psp.called("charge") == []
    assert harness.row().status is Status.REQUIRES_REVIEW


def test_a_changed_row_whose_window_passed_is_for_a_person_too() -> None:
    """It would fail uncharged, and its payer would be told of terms that nobody agreed to."""
    harness = Harness()
    harness.accepted()
    by_hand(harness, amount=9900)
    harness.clock.advance(TIMING.charge_window)
    process_payment(ID, harness.processing())
    assert harness.history() == ["accept", "set_aside"]
    assert harness.row().amount == 2500


def test_changed_terms_are_a_plain_no() -> None:
    """Not the lack of an answer."""
    harness = Harness()
    row = harness.accepted()
    assert terms_hold(row, harness.processing()) is True
    assert terms_hold(row.model_copy(update={"amount": 1}), harness.processing()) is False
