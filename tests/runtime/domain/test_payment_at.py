"""A payment at an earlier version, by its entries."""

import pytest

from local.stack.merchant_events import shown
from runtime.domain.erasure import LEFT, erase
from runtime.domain.payment import MailStatus, when_accepted
from runtime.domain.payment_at import payment_at
from runtime.domain.state_machine import Change
from simulator.keep import histories
from tests.fakes.payments import ID, Harness


def ways() -> list[list[Change]]:
    """The changes of one payment of each card that the simulator plays, to the end."""
    known: dict[str, list[Change]] = {}
    for changes in histories():
        known[changes[-1].after.payment_id] = changes
    return list(known.values())


def test_each_version_of_a_payment_is_rebuilt_from_its_last_row() -> None:
    """Every row that a payment passed is what its entries make of the row at its end."""
    for changes in ways():
        entries = [entry for change in changes for entry in change.entries]
        end = changes[-1].after
        for change in changes:
            then = payment_at(end, entries[: change.after.version])
            assert shown(then) == shown(change.after)
            assert (then.version, then.last_hash) == (
                change.after.version,
                change.after.last_hash,
            )


def test_the_first_version_is_the_first_answer() -> None:
    """Whatever came later, the payment was accepted as it was asked for."""
    harness = Harness()
    row = harness.told()
    first = harness.ledger.lines[ID][:1]
    assert shown(payment_at(row, first)) == shown(when_accepted(row))


@pytest.mark.parametrize(
    ("field", "wrong"), [("amount", 9900), ("currency", "usd"), ("livemode", True)]
)
def test_a_row_that_a_hand_changed_changes_no_version(field: str, wrong: object) -> None:
    """The terms are those of the first entry; a hand writes none."""
    harness = Harness()
    row = harness.succeeded()
    by_hand = row.model_copy(update={field: wrong})
    assert shown(payment_at(by_hand, harness.ledger.lines[ID])) == shown(row)


def test_what_was_erased_is_gone_at_every_version() -> None:
    """An erasure leaves nothing of the payer to any reader, of whatever version."""
    harness = Harness()
    row = harness.write(erase(harness.told(), "asked for", harness.stamp()))
    entries = harness.ledger.lines[ID]
    for number in range(1, len(entries) + 1):
        then = payment_at(row, entries[:number])
        assert {name: getattr(then, name) for name in LEFT} == LEFT


def test_a_mail_stands_as_its_last_entry_says() -> None:
    """Sent, with its time and its name at the mail service."""
    harness = Harness()
    row = harness.told(MailStatus.SENT)
    then = payment_at(row, harness.ledger.lines[ID])
    assert then.notification == row.notification
