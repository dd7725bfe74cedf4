"""Do the promises hold over everything that was written?

The oracle is the PSP's own book; the rest is what the ledger holds, what the mailbox holds
and what clients were answered. Numbers and meaning of the invariants: docs/reliability.md.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from local.stack.merchant_events import (
    events_as_they_are,
    events_on_bus,
    events_taken,
    steps_told,
)
from local.stack.snapshot import Snapshot
from runtime.adapters.babel_amounts import amount_text
from runtime.domain.audit import fold
from runtime.domain.ledger import EntryType
from runtime.domain.payment import FINAL, MAX_ATTEMPTS, MailStatus, Status, payment_id
from runtime.use_cases.compose_email import mail_locale


class InvariantResult(NamedTuple):
    """One invariant: how many things were looked at, and what was wrong with them."""

    name: str
    truth: str
    looked_at: int
    faults: list[str]


ACCEPTED: Final = 202
UNKNOWN_FROM: Final = 500
"""From here on an answer says nothing: the payment may exist, and the key is safe to repeat."""

NO_ANSWER: Final = 0
"""In place of a status: the connection broke, or the answer did not come in time."""

Finding = tuple[int, list[str]]
Check = Callable[[Snapshot], Finding]


def _audited(snapshot: Snapshot, words: tuple[str, ...]) -> Finding:
    """The faults of the domain's own audit that hold one of `words`, or all of them."""
    faults = snapshot.audit_faults
    if words:
        faults = [fault for fault in faults if any(word in fault for word in words)]
    return len(snapshot.payments), [*faults]


def _one_state(snapshot: Snapshot) -> Finding:
    return _audited(snapshot, ("the row's",))


def _balanced(snapshot: Snapshot) -> Finding:
    postings = sum(len(e.postings) for lines in snapshot.entries.values() for e in lines)
    return postings, _audited(snapshot, ("do not sum to zero",))[1]


def _charged_once(snapshot: Snapshot) -> Finding:
    captures = snapshot.captures()
    faults = [
        f"{who} was charged {len(found)} times."
        for who, found in captures.items()
        if len(found) > 1
    ]
    return len(snapshot.book["captures"]), faults


def _succeeded_is_charged(snapshot: Snapshot) -> Finding:
    captures = snapshot.captures()
    faults = []
    for payment in snapshot.payments.values():
        # Equal to what was asked, unless a person accepted another amount.
        lines = snapshot.entries[payment.payment_id]
        by_hand = any(entry.type is EntryType.RESOLVED for entry in lines)
        amount = payment.amount_received if by_hand else payment.amount
        wanted = [(amount, payment.currency)]
        found = [(one["amount"], one["currency"]) for one in captures.get(payment.payment_id, [])]
        if payment.status is Status.SUCCEEDED and found != wanted:
            faults.append(f"{payment.payment_id} succeeded; the book says {found}.")
        if found and payment.status not in {Status.SUCCEEDED, Status.REQUIRES_REVIEW}:
            faults.append(f"{payment.payment_id} is {payment.status} and was charged.")
    return sum(p.status is Status.SUCCEEDED for p in snapshot.payments.values()), faults


def _failed_is_closed(snapshot: Snapshot) -> Finding:
    intents = {intent["id"]: intent for intent in snapshot.book["intents"]}
    named = {p.provider.ref for p in snapshot.payments.values() if p.provider}
    closed = [p for p in snapshot.payments.values() if p.status in {Status.FAILED, Status.CANCELED}]
    faults = [
        f"{payment.payment_id} is {payment.status}, and its object can still be charged."
        for payment in closed
        if payment.provider
        and intents[payment.provider.ref]["status"] != "canceled"
        and not intents[payment.provider.ref]["declined"]
    ]
    faults += [
        f"{intent['id']} is on no row and was confirmed."
        for intent in intents.values()
        if intent["id"] not in named and intent["confirms"]
    ]
    return len(closed), faults


def _attempts(snapshot: Snapshot) -> Finding:
    started = {
        (payment_id, entry.data["number"])
        for payment_id, lines in snapshot.entries.items()
        for entry in lines
        if entry.type is EntryType.ATTEMPT_STARTED
    }
    confirms = [call for call in snapshot.book["calls"] if call["attempt"] is not None]
    faults = [
        f"{call['payment_id']}: charge call {call['attempt']} has no entry before it."
        for call in confirms
        if (call["payment_id"], call["attempt"]) not in started
    ]
    faults += [
        f"{payment.payment_id} made {payment.attempt_count} attempts."
        for payment in snapshot.payments.values()
        if payment.attempt_count > MAX_ATTEMPTS
    ]
    return len(started), faults + _audited(snapshot, ("attempt ",))[1]


def _allowed_steps(snapshot: Snapshot) -> Finding:
    steps = sum(len(lines) for lines in snapshot.entries.values())
    return steps, _audited(snapshot, ("not in the table", "other entries", "notification went"))[1]


def _told(snapshot: Snapshot) -> Finding:
    mails = Counter(mail.notification_id for mail in snapshot.mails)
    owed, faults = 0, []
    for payment in snapshot.payments.values():
        lines = snapshot.entries[payment.payment_id]
        claims = Counter(
            entry.data["notification"]["id"]
            for entry in lines
            if entry.type is EntryType.NOTIFICATION
            and entry.data["notification"]["status"] == MailStatus.SENDING
        )
        ids = fold(lines).notification_ids
        owed += len(ids)
        done = payment.notification.status in {MailStatus.SENT, MailStatus.UNDELIVERABLE}
        if ids and not done:
            faults.append(f"{payment.payment_id}: its mail is {payment.notification.status}.")
        faults += [
            f"{one}: {mails[one]} mails for {claims[one]} claims."
            for one in ids
            # A mail that was still to be sent when its payment was opened again is sent no more.
            if not (one == payment.notification.id) <= mails[one] <= claims[one]
            and payment.notification.status is not MailStatus.UNDELIVERABLE
        ]
    return owed, faults


def _mails_match(snapshot: Snapshot) -> Finding:
    # By the id that merchant and key make, because a payment may exist whose answer was an error;
    # and the first request wins, because later ones with its key are repeats of it.
    asked = {
        payment_id(answer.merchant, answer.key): json.loads(answer.body)
        for answer in reversed(snapshot.answers)
    }
    faults = []
    for mail in snapshot.mails:
        who, _, seq = mail.notification_id.rpartition("-")
        lines = {str(entry.seq): entry for entry in snapshot.entries.get(who, ())}
        if who not in asked or seq not in lines:
            faults.append(f"{mail.notification_id}: a mail of which nobody asked for the payment.")
            continue
        body, final = asked[who], lines[seq]
        amount = final.data.get("amount_received", body["amount"])
        locale = mail_locale(body["customer"].get("locale", "en"))
        if mail.amount != amount_text(amount, body["currency"], locale):
            faults.append(f"{who}: the mail says {mail.amount}.")
        if mail.to != body["customer"]["email"]:
            faults.append(f"{who}: the mail went to somebody else.")
        if not mail.template.endswith(f"-{final.data.get('status')}"):
            faults.append(f"{who}: the mail's outcome is not that of entry {seq}.")
    return len(snapshot.mails), faults


def _idempotent(snapshot: Snapshot) -> Finding:
    bodies: dict[tuple[str, str], str] = {}
    ids: dict[tuple[str, str], str | None] = {}
    faults = []
    for answer in snapshot.answers:
        scope = (answer.merchant, answer.key)
        first = bodies.setdefault(scope, answer.body)
        if answer.http_status == ACCEPTED:
            if (
                answer.body != first
                or ids.setdefault(scope, answer.payment_id) != answer.payment_id
            ):
                faults.append(f"{answer.merchant}/{answer.key} stands for two payments.")
        elif answer.body == first and NO_ANSWER < answer.http_status < UNKNOWN_FROM:
            faults.append(f"{answer.merchant}/{answer.key}: a repeat got {answer.http_status}.")
    return len(snapshot.answers), faults


def _kept(snapshot: Snapshot) -> Finding:
    ids = {a.payment_id for a in snapshot.answers if a.http_status == ACCEPTED}
    at_rest = FINAL | {Status.REQUIRES_REVIEW}
    found = {one: snapshot.payments.get(one or "") for one in ids}
    faults = [
        f"{one} was accepted and is {payment.status if payment else 'gone'}."
        for one, payment in found.items()
        if payment is None or payment.status not in at_rest
    ]
    return len(ids), faults


CHECKS: Final[Sequence[tuple[str, str, Check]]] = (
    ("I1", "one state, which its entries add up to", _one_state),
    ("I2", "postings sum to zero", _balanced),
    ("I3", "charged at most once", _charged_once),
    ("I4", "succeeded is exactly what was charged", _succeeded_is_charged),
    ("I5", "failed or canceled can't be charged any more", _failed_is_closed),
    ("I7", "at most four attempts, each written before its call", _attempts),
    ("I8", "every step is in the state table", _allowed_steps),
    ("I9", "one mail for each final outcome", _told),
    ("I10", "each mail matches its payment", _mails_match),
    ("I11", "one key, one payment", _idempotent),
    ("I12", "everything accepted is there and at rest", _kept),
    ("I21", "each step is told once, as it was", steps_told),
    ("I22", "each event was taken by its merchant's endpoint", events_taken),
    ("I23", "an endpoint is sent events of its merchant, as they are", events_as_they_are),
    ("I25", "each event came on the bus, as it is", events_on_bus),
)


def examine(snapshot: Snapshot) -> list[InvariantResult]:
    """One verdict for each invariant, in order."""
    return [InvariantResult(name, truth, *check(snapshot)) for name, truth, check in CHECKS]
