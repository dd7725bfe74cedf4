"""The promises about mails that did not arrive."""

from collections.abc import Iterator

from runtime.domain.ledger import EntryType
from runtime.domain.payment import MailStatus
from tests.sim.scene import Scene


def marked_by_its_own_mail(scene: Scene, payment_id: str) -> Iterator[str]:
    """I9: a notification is undeliverable by what was said of the very mail that it stands for."""
    for entry in scene.lines(payment_id):
        if entry.type is not EntryType.NOTIFICATION or entry.actor != "mailer":
            continue
        record = entry.data["notification"]
        told = (record["id"], entry.data.get("reason"))
        if scene.said.get(record["message_id"]) != told:
            yield f"entry {entry.seq} marks a mail of which nobody said so"


def recorded(scene: Scene) -> Iterator[str]:
    """I9: at rest a mail that did not arrive is marked, or its event lies in front of a person."""
    for one, row in scene.store.rows.items():
        record = row.notification
        said = scene.said.get(record.message_id or "")
        if (
            said
            and said.reason
            and record.status is MailStatus.SENT
            and record.message_id not in scene.parked
        ):
            yield f"the mail of {one} did not arrive, and nobody knows"


def alarmed(scene: Scene) -> Iterator[str]:
    """I9: whatever is marked undeliverable has rung the alarm."""
    marked = sum(
        entry.data["notification"]["status"] == MailStatus.UNDELIVERABLE
        for lines in scene.store.lines.values()
        for entry in lines
        if entry.type is EntryType.NOTIFICATION
    )
    rung = scene.metrics["MailUndeliverable"]
    if marked > rung:
        yield f"{marked} notifications are undeliverable, and the alarm rang {rung} times"
