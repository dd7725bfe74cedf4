"""The promises that hold after every step, payment by payment.

Each check takes what was observed and a payment's id and says what is wrong with it; the names are
those of docs/reliability.md. `lease` is a write condition of the state table that no row shows.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from runtime.domain.erasure import LEFT, was_erased
from runtime.domain.ledger import GENESIS, EntryType, expected_hash
from runtime.domain.payment import FINAL, MAX_ATTEMPTS, MailStatus, Status
from runtime.domain.polling import poll_step
from runtime.domain.psp import PspState
from simulator.by_hand import booked, people_sign, two_decide
from simulator.circuit import waits_use_no_attempt
from simulator.email_event_checks import given_up_for_a_reason, marked_by_its_own_mail
from simulator.erasing import nobody_is_left
from simulator.expiring import nobody_goes_early
from simulator.observed import Observed
from simulator.privacy import nothing_private
from simulator.telling_merchants import each_step_is_told
from simulator.word import mails_match, no_contradiction_is_believed

Check = Callable[[Observed, str], Iterator[str]]

IMMUTABLE: Final = (
    "merchant", "amount", "currency", "body_hash", "sealed", "livemode", "created_at",
    "charge_until", "locale", "description", "reference", "metadata",
)  # fmt: skip


def one_state(observed: Observed, payment_id: str) -> Iterator[str]:
    """I1: the row is what its entries add up to."""
    row, told = observed.row(payment_id), observed.fold(payment_id)
    lines = observed.lines(payment_id)
    if row is None:
        if lines:
            yield "entries without a row"
        return
    pairs = (
        ("status", row.status, told.status),
        ("attempts", row.attempt_count, told.attempts),
        ("amount received", row.amount_received, told.amount_received),
        ("notification", row.notification.status, told.mail),
        ("version", row.version, lines[-1].seq if lines else 0),
        ("hash", row.last_hash, lines[-1].hash if lines else GENESIS),
    )
    yield from (f"its row's {name} is {a}, its entries say {b}" for name, a, b in pairs if a != b)


def balanced(observed: Observed, payment_id: str) -> Iterator[str]:
    """I2: postings sum to zero, in whole minor units."""
    sums: Counter[str] = Counter()
    for entry in observed.lines(payment_id):
        for posting in entry.postings:
            sums[posting.currency] += posting.amount
        if entry.data.get("amount_received") and not entry.postings:
            yield "succeeded without a posting"
    yield from (f"postings in {currency} sum to {left}" for currency, left in sums.items() if left)


def charged_once(observed: Observed, payment_id: str) -> Iterator[str]:
    """I3: at most one captured charge."""
    captures = observed.captures(payment_id)
    if len(captures) > 1:
        yield f"charged {len(captures)} times"


def succeeded_is_charged(observed: Observed, payment_id: str) -> Iterator[str]:
    """I4, left to right: succeeded means exactly one charge, of amount and currency."""
    row = observed.row(payment_id)
    if row is not None and row.status is Status.SUCCEEDED:
        found = [(one.amount, one.currency) for one in observed.captures(payment_id)]
        if found != [(booked(observed, row), row.currency)]:
            yield f"succeeded, and the book says {found}"


def ended_is_closed(observed: Observed, payment_id: str) -> Iterator[str]:
    """I5: no charge, and a closed object; where the PSP breaks its word, I17 judges."""
    row = observed.row(payment_id)
    if row is None or row.status not in {Status.FAILED, Status.CANCELED}:
        return
    if row.provider and observed.book.betrays(row.provider.ref):
        return
    if observed.captures(payment_id):
        yield f"{row.status} and charged"
    if row.provider:
        state = observed.book.intents[row.provider.ref].state
        if state not in {PspState.CANCELED, PspState.DECLINED}:
            yield f"{row.status}, and its object is {state}"


def orphans_rest(observed: Observed, payment_id: str) -> Iterator[str]:
    """I5: an object on no row was never confirmed."""
    row = observed.row(payment_id)
    named = row.provider.ref if row and row.provider else None
    for intent in observed.book.intents.values():
        if intent.payment_id == payment_id and intent.ref != named and intent.confirms:
            yield f"{intent.ref} is on no row and was confirmed"


def append_only(observed: Observed, payment_id: str) -> Iterator[str]:
    """I6: what was seen stays; what is new follows it, numbered and chained."""
    seen, lines = observed.seen.get(payment_id, ()), observed.lines(payment_id)
    if any(old is not new for old, new in zip(seen, lines, strict=False)) or len(seen) > len(lines):
        yield "an entry changed or went"
    before = seen[-1].hash if seen else GENESIS
    for position, entry in enumerate(lines[len(seen) :], start=len(seen) + 1):
        if (entry.seq, entry.prev_hash) != (position, before):
            yield f"entry {entry.seq} does not follow entry {position - 1}"
        if entry.hash != expected_hash(entry):
            yield f"entry {entry.seq} does not match its hash"
        before = entry.hash


def immutable(observed: Observed, payment_id: str) -> Iterator[str]:
    """I6, for the row: what was asked for does not change, but for what an erasure takes."""
    gone = LEFT if was_erased(observed.lines(payment_id)) else {}
    row, first = observed.row(payment_id), observed.first.get(payment_id)
    if first is not None:
        for name in IMMUTABLE:
            wanted = LEFT[name] if name in gone else getattr(first, name)
            if row is None or getattr(row, name) != wanted:
                yield f"its {name} changed"


def attempts(observed: Observed, payment_id: str) -> Iterator[str]:
    """I7: at most four, one at a time, each written before its charge call leaves."""
    told = observed.fold(payment_id)
    yield from (fault for fault in told.faults if "attempt" in fault)
    calls = Counter(one.attempt for one in observed.book.calls if one.payment_id == payment_id)
    if told.attempts > MAX_ATTEMPTS:
        yield f"{told.attempts} attempts"
    for number, times in calls.items():
        if not 1 <= number <= told.attempts:
            yield f"charge call {number} has no entry before it"
        if times > 1:
            yield f"charge call {number} left {times} times"


def allowed_steps(observed: Observed, payment_id: str) -> Iterator[str]:
    """I8: every step is in the state table."""
    yield from (fault for fault in observed.fold(payment_id).faults if "attempt" not in fault)


def leases(observed: Observed, payment_id: str) -> Iterator[str]:
    """While an attempt's lease runs, only its owner ends it (by the writer's clock)."""
    started = None
    for entry in observed.lines(payment_id):
        if entry.type is EntryType.ATTEMPT_STARTED:
            started = entry
        elif entry.type is EntryType.ATTEMPT_ENDED and started is not None:
            foreign = entry.request_id != started.request_id
            if foreign and entry.at < started.at + observed.timing.lease:
                yield f"entry {entry.seq} ended an attempt whose lease ran"


def mail_claims(observed: Observed, payment_id: str) -> Iterator[str]:
    """I9: a mail leaves under a claim of its own, and a claim waits for the lease before it."""
    claims = observed.claims(payment_id)
    claimed = Counter(entry.data["notification"]["id"] for entry in claims)
    left = Counter(
        mail.notification_id
        for mail in observed.mails
        if mail.notification_id.startswith(payment_id)
    )
    for one, mails in left.items():
        if mails > claimed[one]:
            yield f"{mails} mails left under {claimed[one]} claims of {one}"
    for entry, following in pairwise(claims):
        ended = following.seq > entry.seq + 1
        if not ended and following.at < entry.data["notification"]["lease_until"]:
            yield f"entry {following.seq} claims a mail whose lease ran"


def mail_waits(observed: Observed, payment_id: str) -> Iterator[str]:
    """I9: a mail that was refused for now is not tried again before its time, unasked."""
    planned = mail = None
    for entry in (e for e in observed.lines(payment_id) if e.type is EntryType.NOTIFICATION):
        record = entry.data["notification"]
        if record["id"] != mail:  # `reopen` took the earlier one back.
            planned, mail = None, record["id"]
        if entry.actor.startswith("operator:") and record["status"] != MailStatus.DUE:
            planned = None  # An erasure takes a mail back whenever it comes.
        elif record["status"] == MailStatus.DUE:
            step = poll_step(entry.at - record["since"], observed.timing)
            planned = entry.at + step if entry.actor == "notifier" else None
        elif planned is not None and entry.at < planned - 2 * observed.skew:
            yield f"entry {entry.seq} came before the time that was planned for it"
        else:
            planned = None


def kept_moving(observed: Observed, payment_id: str) -> Iterator[str]:
    """I16: what is not final has a due date; so has a mail that is owed."""
    row = observed.row(payment_id)
    if row is None or row.due_at is not None:
        return
    mail = row.notification.status
    if row.status not in FINAL:
        yield f"{row.status} and due never"
    if mail in {MailStatus.DUE, MailStatus.SENDING}:
        yield f"its mail is {mail} and due never"


STEP_CHECKS: Final[Sequence[tuple[str, Check]]] = (
    ("I1", one_state),
    ("I2", balanced),
    ("I3", charged_once),
    ("I4", succeeded_is_charged),
    ("I5", ended_is_closed),
    ("I5", orphans_rest),
    ("I6", append_only),
    ("I6", immutable),
    ("I7", attempts),
    ("I7", waits_use_no_attempt),
    ("I8", allowed_steps),
    ("lease", leases),
    ("I9", mail_claims),
    ("I9", mail_waits),
    ("I9", marked_by_its_own_mail),
    ("I9", given_up_for_a_reason),
    ("I10", mails_match),
    ("I14", people_sign),
    ("I17", no_contradiction_is_believed),
    ("I15", nothing_private),
    ("I18", nobody_is_left),
    ("I19", nobody_goes_early),
    ("I20", two_decide),
    ("I21", each_step_is_told),
    ("I16", kept_moving),
)


def look(observed: Observed, payment_id: str) -> list[str]:
    """Everything that is wrong with one payment now; remembers what was seen."""
    faults = [
        f"{name}: {payment_id}: {fault}."
        for name, check in STEP_CHECKS
        for fault in check(observed, payment_id)
    ]
    observed.seen[payment_id] = tuple(observed.lines(payment_id))
    return faults
