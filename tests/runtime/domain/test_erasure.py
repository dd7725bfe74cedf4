"""What is a payer's leaves the row; the chain, the money and the outcome stay."""

import json
from typing import Any

import pytest

from runtime.domain.audit import audit
from runtime.domain.erasure import LEFT, erase, held_by, was_erased
from runtime.domain.errors import PaymentNotErasableError
from runtime.domain.ledger import EntryType
from runtime.domain.payment import FINAL, MailStatus, Payment, Status
from runtime.domain.state_machine import notify
from tests.fakes.payments import ID, TIMING, Harness

WRITTEN = {
    "description": "Jane's cake",
    "statement_descriptor_suffix": "JANE DOE",
    "reference": "jane-1",
    "reference_key": "acme#jane-1",
    "metadata": {"payer": "Jane"},
    "locale": "pt-BR",
}
"""What a merchant may have written of its payer."""
KEPT = frozenset(Payment.model_fields) - set(LEFT)


def erased(harness: Harness) -> Payment:
    """The payment as it is now, without its payer."""
    return harness.write(erase(harness.row(), "TICKET-1", harness.stamp()))


@pytest.mark.parametrize("status", sorted(FINAL))
def test_nothing_of_the_payer_is_left_in_row_and_entries(status: Status) -> None:
    """Neither what was sealed, nor what a merchant wrote; the audit finds no fault."""
    harness = Harness()
    before = harness.in_status(status)
    harness.ledger.rows[ID] = before.model_copy(update=WRITTEN)
    after = erased(harness)
    assert held_by(after) == []
    lines = [each.model_dump() for each in harness.ledger.lines[ID]]
    text = json.dumps([after.model_dump(), lines])
    assert not [word for word in ("jane", "Jane", "JANE", "pm_card_visa", "pt-BR") if word in text]
    assert audit(after, harness.ledger.lines[ID]) == []
    moved = {"version", "last_hash", "updated_at", "due_at", "open_shard", "notification"}
    assert all(getattr(after, name) == getattr(before, name) for name in KEPT - moved)


def test_the_entry_says_what_was_taken_and_why() -> None:
    """Fields by name, and no value of any."""
    harness = Harness()
    harness.told()
    erased(harness)
    entry = harness.ledger.lines[ID][-1]
    assert entry.type is EntryType.ERASED
    assert entry.data == {
        "status": "succeeded",
        "reason": "TICKET-1",
        "fields": ["sealed", "email_masked", "locale"],
    }
    assert was_erased(harness.ledger.lines[ID])


@pytest.mark.parametrize("status", sorted(set(Status) - FINAL))
def test_an_unfinished_payment_keeps_its_payer(status: Status) -> None:
    """It may still be charged, or told: the sentence says what to do."""
    harness = Harness()
    harness.in_status(status)
    with pytest.raises(PaymentNotErasableError, match=f"is {status}.*resolve it .* or wait"):
        erased(harness)


def test_a_mail_that_is_owed_is_taken_back() -> None:
    """It is undeliverable from then on, and due never."""
    harness = Harness()
    harness.succeeded()
    after = erased(harness)
    assert after.notification.status is MailStatus.UNDELIVERABLE
    assert (after.due_at, after.open_shard) == (None, None)
    kinds = [entry.type for entry in harness.ledger.lines[ID]][-2:]
    assert kinds == [EntryType.NOTIFICATION, EntryType.ERASED]
    assert harness.ledger.lines[ID][-2].data["reason"] == "erased"


def test_a_mail_under_way_is_waited_for() -> None:
    """Its sender is about to write what became of it; once its claim is over, nobody waits."""
    harness = Harness()
    until = harness.clock.now() + TIMING.mail_lease
    times: dict[str, Any] = {"due_at": until, "lease_until": until, "owner": "other"}
    harness.write(notify(harness.succeeded(), MailStatus.SENDING, harness.stamp(), **times))
    harness.clock.advance(TIMING.mail_lease - 1)
    with pytest.raises(PaymentNotErasableError, match=r"ask again in 1 s"):
        erased(harness)
    harness.clock.advance(1)
    assert erased(harness).notification.status is MailStatus.UNDELIVERABLE


@pytest.mark.parametrize("field", LEFT)
def test_what_comes_back_is_a_fault(field: str) -> None:
    """A hand, or a restored row beside later entries: the audit names the field."""
    harness = Harness()
    before = harness.told()
    after = erased(harness)
    again = {"sealed": before.sealed, "email_masked": "j…@…", **WRITTEN}[field]
    found = audit(after.model_copy(update={field: again}), harness.ledger.lines[ID])
    assert f"{ID}: the row's {field} is still there, and the entries say erased." in found


def test_a_row_without_its_method_is_a_fault_where_nobody_erased_it() -> None:
    """Only an entry explains that what is sealed is gone."""
    harness = Harness()
    row = harness.told().model_copy(update=LEFT)
    assert any("payment_method_digest" in each for each in audit(row, harness.ledger.lines[ID]))


def test_an_unfinished_payment_that_says_erased_is_a_fault() -> None:
    """Also where a mail is owed: the audit reads the order of the entries."""
    harness = Harness()
    row = harness.succeeded()
    (_, erasure) = erase(row, "TICKET-1", harness.stamp()).entries
    found = audit(row, [*harness.ledger.lines[ID], erasure])
    assert any("a payer who was still needed" in each for each in found)
