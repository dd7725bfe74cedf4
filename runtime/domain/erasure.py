"""What is a payer's in a row, and how it leaves: the row loses it, and an entry says so.

No entry and no hash over one holds anything of a payer that a reader could make out, so the chain
stays as it is (docs/decisions/2026-11-29-an-erasure-empties-the-row.md). Pure.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from runtime.domain import state_machine
from runtime.domain.email_event import Reason
from runtime.domain.errors import PaymentNotErasableError
from runtime.domain.ledger import Entry, EntryType, Stamp
from runtime.domain.masked_email import NOBODY
from runtime.domain.payment import FINAL, MailStatus, Payment
from runtime.domain.state_machine import Change

LEFT: Final[Mapping[str, Any]] = {
    "sealed": {},
    "email_masked": NOBODY,
    "locale": "und",
    "description": None,
    "statement_descriptor_suffix": None,
    "reference": None,
    "reference_key": None,
    "metadata": {},
}
"""Field of the row that a payer's data may stand in → what an erasure leaves there. `und` is BCP
47's language of nobody; free text is a merchant's, who may have named a payer all the same."""


def held_by(payment: Payment) -> list[str]:
    """The fields that an erasure would empty; none where it has, and no new row is without."""
    return [name for name, left in LEFT.items() if getattr(payment, name) != left]


def was_erased(entries: Sequence[Entry]) -> bool:
    """Whether the entries tell of an erasure; a row could be changed by hand."""
    return any(entry.type is EntryType.ERASED for entry in entries)


def erase(payment: Payment, reason: str, stamp: Stamp) -> Change:
    """The row without its payer, and the entry that says which fields, and why.

    A mail that is owed is taken back: there will be no address to send it to.

    Raises:
        PaymentNotErasableError: the payment is not final, or a mail is being handed over.
    """
    if payment.status not in FINAL:
        raise PaymentNotErasableError.unfinished(payment.status)
    base: Payment | Change = payment
    if payment.notification.status is MailStatus.SENDING:
        left = (payment.notification.lease_until or 0) - stamp.at
        if left > 0:
            raise PaymentNotErasableError.telling(left)
    if payment.owes_mail:
        base = state_machine.notify(
            payment,
            MailStatus.UNDELIVERABLE,
            stamp,
            reason=Reason.ERASED,
            due_at=None,
            owner=None,
            lease_until=None,
        )
    note = {"status": str(payment.status), "reason": reason, "fields": held_by(payment)}
    return state_machine.amend(base, stamp, {EntryType.ERASED: note}, LEFT)
