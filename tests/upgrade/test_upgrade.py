"""Two versions side by side: this one reads what the kept ones wrote, and the reverse.

During a deployment both run on the same tables and queues. A test that fails here says: give the
change a schema version of its own, and a release that reads it before one that writes it.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from local.stack.merchant_events import shown
from runtime.adapters.dynamodb_entries import commit_item, read_entries
from runtime.adapters.dynamodb_rows import read_row
from runtime.contract.schema_versions import ENTRY_SCHEMA
from runtime.contract.timing import Timing
from runtime.domain import transitions
from runtime.domain.audit import audit
from runtime.domain.email_event import Reason
from runtime.domain.errors import UnreadableRowError
from runtime.domain.events import EventType, events_of
from runtime.domain.ledger import Entry, EntryType, Stamp, chain_faults
from runtime.domain.payment import FINAL, MailStatus, Payment, PaymentError, Status
from runtime.domain.payment_at import payment_at
from runtime.domain.psp import PspState
from runtime.wire.queue_message import UnreadableMessageError, decode, encode
from simulator.batch import quiet
from simulator.book import PAYS, Capture, ChargeCall, Intent
from simulator.fault_injection import Options
from simulator.harness import Harness
from simulator.history import liveness_bound, sweep_every_minute
from simulator.keep import KEPT, keep, written
from simulator.observed import Said

VERSIONS = sorted(folder for folder in KEPT.glob("v*") if folder.is_dir())
RECORDS = [
    path
    for folder in VERSIONS
    for path in sorted(folder.glob("*-*.json"))
    if path.suffix == ".json"
]
NAMES = [f"{path.parent.name} {path.stem}" for path in RECORDS]


def read(path: Path) -> tuple[Payment, list[Entry]]:
    """A kept row and its entries, by this version's readers."""
    record = json.loads(path.read_text())
    return read_row(record["row"], record.get("sealed")), [
        entry for item in record["entries"] for entry in read_entries(item)
    ]


@pytest.mark.parametrize("path", RECORDS, ids=NAMES)
def test_what_a_kept_version_wrote_is_read_and_sound(path: Path) -> None:
    """Row and entries are read, the chain holds, and the row follows from the entries."""
    row, entries = read(path)
    assert audit(row, entries) == []


@pytest.mark.parametrize("path", RECORDS, ids=NAMES)
def test_what_a_kept_version_wrote_is_told_as_it_stands(path: Path) -> None:
    """After its last entry a payment of an earlier version is shown as by its row."""
    row, entries = read(path)
    assert shown(payment_at(row, entries)) == shown(row)
    assert events_of(row, entries)[0].type is EventType.ACCEPTED


@pytest.mark.parametrize("path", RECORDS, ids=NAMES)
def test_what_a_kept_version_left_is_finished(path: Path) -> None:
    """Under this version it comes to rest, every promise kept: final or parked, and told."""
    row, entries = read(path)
    harness = Harness("upgrade", Options())
    observed = harness.observed
    observed.store.rows[row.payment_id], observed.store.lines[row.payment_id] = row, entries
    observed.first[row.payment_id] = row
    known_to_the_psp(harness, row)
    said_by_the_mail_service(harness, entries)
    for folder in VERSIONS:
        harness.queue.put((folder / "message.txt").read_text().strip())
    sweep_every_minute(harness)
    try:
        with quiet():
            harness.scheduler.run(row.updated_at + liveness_bound(Timing()))
    finally:
        harness.scheduler.close()
    left = observed.store.rows[row.payment_id]
    assert left.status in FINAL | {Status.REQUIRES_REVIEW}
    assert left.notification.status not in {MailStatus.DUE, MailStatus.SENDING}


def said_by_the_mail_service(harness: Harness, entries: list[Entry]) -> None:
    """What the kept entries record of it, and the alarm that rang with it."""
    for entry in entries:
        if entry.type is EntryType.NOTIFICATION and entry.actor == "mailer":
            record = entry.data["notification"]
            said = Said(record["id"], Reason(entry.data["reason"]))
            harness.observed.said[record["message_id"]] = said
            harness.observed.metrics["MailUndeliverable"] += 1


def known_to_the_psp(harness: Harness, row: Payment) -> None:
    """The PSP's side of a kept payment."""
    book = harness.observed.book
    book.calls.extend(ChargeCall(row.payment_id, one.number) for one in row.attempts)
    if row.provider is None:
        return
    taken = row.status in {Status.SUCCEEDED, Status.REQUIRES_REVIEW}
    ended = PspState.CANCELED if row.status is Status.FAILED else PspState.NOT_CHARGED
    ref = row.provider.ref
    book.intents[ref] = Intent(
        ref=ref,
        payment_id=row.payment_id,
        amount=row.amount,
        currency=row.currency,
        card=PAYS,
        livemode=row.livemode,
        state=PspState.PAID if taken else ended,
        received=row.amount if taken else 0,
        confirms=len(row.attempts),
    )
    if taken:
        book.captures.append(Capture(row.payment_id, row.amount, row.currency))


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda folder: folder.name)
def test_what_this_version_writes_is_read_by_a_kept_one(folder: Path) -> None:
    """Rows and entries of its own schema version fit the shape that it accepts; it refuses others.

    What it refuses it leaves: the message comes again, to a function of this version.
    """
    shapes = {name: schema(folder, name) for name in ("row", "entry")}
    same = folder.name == f"v{ENTRY_SCHEMA}"
    for row, entries in written():
        assert shapes["row"].is_valid(row.model_dump(mode="json", exclude_none=True)) is same
        for entry in entries[-2:]:
            assert shapes["entry"].is_valid(entry.model_dump(mode="json")) is same


def test_what_is_checked_against_a_kept_version_holds_a_mail_that_bounced() -> None:
    """Its reason is in the entry, where it disturbs no reader, and not on the row."""
    bounced = [
        (row, entries[-1])
        for row, entries in written()
        if row.notification.status is MailStatus.UNDELIVERABLE
    ]
    assert bounced
    assert {entry.data["reason"] for _, entry in bounced} == {"bounced"}
    assert not any("bounced" in row.model_dump_json() for row, _ in bounced)


def schema(folder: Path, name: str) -> Draft202012Validator:
    """A kept shape."""
    return Draft202012Validator(json.loads((folder / f"{name}.schema.json").read_text()))


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda folder: folder.name)
def test_a_kept_shape_refuses_what_its_version_would_refuse(folder: Path) -> None:
    """A field more, another state, another schema: none of these is guessed at."""
    row = next(written())[0].model_dump(mode="json", exclude_none=True)
    shape = schema(folder, "row")
    for change in ({"tip": 1}, {"status": "resting"}, {"v": ENTRY_SCHEMA + 1}, {"amount": "2500"}):
        assert not shape.is_valid({**row, **change})


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda folder: folder.name)
def test_messages_are_read_in_both_directions(folder: Path) -> None:
    """A kept message is read, and what is sent now is the same to the byte."""
    kept = (folder / "message.txt").read_text().strip()
    assert encode(decode(kept)) == kept


def test_what_a_later_version_wrote_is_refused_and_named() -> None:
    """A row or a message of the future is never guessed at."""
    record: dict[str, Any] = json.loads(RECORDS[0].read_text())
    record["row"]["v"] = {"N": str(ENTRY_SCHEMA + 1)}
    with pytest.raises(UnreadableRowError):
        read_row(record["row"])
    message = json.loads(encode(record["row"]["payment_id"]["S"]))
    with pytest.raises(UnreadableMessageError):
        decode(json.dumps({**message, "v": ENTRY_SCHEMA + 1}))


def test_a_mixed_history_is_one_chain() -> None:
    """Version 1's entries, then today's: read in today's words, hashed as they were stored."""
    row, entries = read(KEPT / "v1" / "verifying-attempts_1-mail_none.json")
    stamp = Stamp(row.updated_at + 60, "test", "request-1")
    change = transitions.fail(row, PaymentError(code="attempts_exhausted"), stamp, Timing())
    history = [*entries, *change.entries]
    stored = [one for entry in history for one in read_entries(commit_item([entry]))]
    assert audit(change.after, stored) == []
    assert {entry.v for entry in stored} == {1, ENTRY_SCHEMA}
    steps = [entry.data["transition"] for entry in stored]
    assert steps == ["accept", "claim", "read_back", "fail", "fail"]
    assert stored[0].as_stored()["data"]["transition"] == "T1"
    assert chain_faults([stored[0].model_copy(update={"v": ENTRY_SCHEMA}), *stored[1:]])


def test_this_version_is_kept_and_stays_as_it_is(tmp_path: Path) -> None:
    """Its folder is there, with a record of every state, and can't be written again."""
    assert KEPT / f"v{ENTRY_SCHEMA}" in VERSIONS
    assert {read(path)[0].status for path in RECORDS} == set(Status)
    with pytest.raises(FileExistsError):
        keep(tmp_path)
