"""The promises about mails that did not arrive."""

from collections.abc import Iterator

from runtime.domain.ledger import EntryType
from runtime.domain.payment import MailStatus
from simulator.observed import Observed


def marked_by_its_own_mail(observed: Observed, payment_id: str) -> Iterator[str]:
    """I9: a notification is undeliverable by what was said of the very mail that it stands for."""
    for entry in observed.lines(payment_id):
        if entry.type is not EntryType.NOTIFICATION or entry.actor != "mailer":
            continue
        record = entry.data["notification"]
        told = (record["id"], entry.data.get("reason"))
        if observed.said.get(record["message_id"]) != told:
            yield f"entry {entry.seq} marks a mail of which nobody said so"


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
    """I9: whatever is marked undeliverable has rung the alarm."""
    marked = sum(
        entry.data["notification"]["status"] == MailStatus.UNDELIVERABLE
        for lines in observed.store.lines.values()
        for entry in lines
        if entry.type is EntryType.NOTIFICATION
    )
    rung = observed.metrics["MailUndeliverable"]
    if marked > rung:
        yield f"{marked} notifications are undeliverable, and the alarm rang {rung} times"
