"""The promises about mails that did not arrive."""

from collections.abc import Iterator
from typing import Final

from runtime.domain.email_event import Reason
from runtime.domain.erasure import was_erased
from runtime.domain.ledger import EntryType
from runtime.domain.payment import MailStatus
from simulator.observed import Observed

OURS: Final = ("rejected", "rendering_failed")
"""What the service says of a mail that no address is to blame for."""


def marked_by_its_own_mail(observed: Observed, payment_id: str) -> Iterator[str]:
    """I9: what was said of a mail is written of that mail, and gives it up for the payer alone.

    For a reason of ours it is due again, until it was due for a day or a person looks at the
    outcome.
    """
    status = ""
    for entry in observed.lines(payment_id):
        status = entry.data.get("status", status)
        if entry.type is not EntryType.NOTIFICATION or entry.actor != "mailer":
            continue
        record, reason = entry.data["notification"], entry.data.get("reason")
        again = record["status"] == MailStatus.DUE
        said = observed.said.values() if again else [observed.said.get(record.get("message_id"))]
        if (record["id"], reason) not in said or (again and reason not in OURS):
            yield f"entry {entry.seq} marks a mail of which nobody said so"
        young = entry.at - record["since"] < observed.timing.give_up - 2 * observed.skew
        erased = was_erased(observed.lines(payment_id)[: entry.seq])
        wanted = young and not erased and status in {"succeeded", "failed"}
        if not again and reason in OURS and wanted:
            yield f"entry {entry.seq} gives a mail up for a reason of ours"


def given_up_for_a_reason(observed: Observed, payment_id: str) -> Iterator[str]:
    """I9: the notifier gives a mail up for its address, or when it was due for a day."""
    for entry in observed.lines(payment_id):
        record = entry.data.get("notification", {})
        if entry.actor != "notifier" or record.get("status") != MailStatus.UNDELIVERABLE:
            continue
        waited = entry.at - record["since"]
        expired = entry.data["reason"] == Reason.EXPIRED
        if expired and waited < observed.timing.give_up - 2 * observed.skew:
            yield f"entry {entry.seq} gives a mail up after {waited} s"
        if entry.data["reason"] == Reason.TERMS_CHANGED:
            if payment_id not in observed.hands:
                yield f"entry {entry.seq} gives a mail up for a row that nobody changed"
        elif entry.data["reason"] == Reason.ERASED:
            if not was_erased(observed.lines(payment_id)[: entry.seq]):
                yield f"entry {entry.seq} gives a mail up for an erasure that nobody wrote"
        elif not expired and record["id"] not in observed.unsendable:
            yield f"entry {entry.seq} gives a mail up whose address nobody refused"


def recorded(observed: Observed) -> Iterator[str]:
    """I9: at rest a mail that did not arrive is marked, or its event lies in front of a person."""
    for one, row in observed.store.rows.items():
        record = row.notification
        said = observed.said.get(record.message_id or "")
        if (
            said
            and said.reason
            and record.status is MailStatus.SENT
            and record.message_id not in observed.parked
        ):
            yield f"the mail of {one} did not arrive, and nobody knows"


def alarmed(observed: Observed) -> Iterator[str]:
    """I9: whatever is marked undeliverable, or put off for our account, has rung the alarm."""
    notified = [
        (entry, entry.data["notification"])
        for lines in observed.store.lines.values()
        for entry in lines
        if entry.type is EntryType.NOTIFICATION
    ]
    marked = sum(
        record["status"] == MailStatus.UNDELIVERABLE and not entry.actor.startswith("operator:")
        for entry, record in notified
    )
    rung = observed.metrics["MailUndeliverable"]
    if marked > rung:
        yield f"{marked} notifications are undeliverable, and the alarm rang {rung} times"
    put_off = sum(
        record["status"] == MailStatus.DUE
        and (entry.actor == "mailer" or (record["id"], entry.request_id) in observed.refused)
        for entry, record in notified
    )
    rung = observed.metrics["MailAccountRefused"]
    if put_off > rung:
        yield f"{put_off} mails were put off for our account, and the alarm rang {rung} times"
