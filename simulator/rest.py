"""The promises about answers, and those that hold once everything has come to rest.

At rest the checks of `make demo` (`local.stack.invariants`) judge the same once more.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from local.stack import invariants
from local.stack.snapshot import AcceptedMail, Snapshot
from local.stack.snapshot import ClientResponse as Heard
from runtime.domain.audit import audit
from runtime.domain.payment import FINAL, MailStatus, Status, payment_id
from runtime.domain.psp import PspState
from simulator.book import CONFIRMABLE
from simulator.email_event_checks import alarmed, recorded
from simulator.observed import ApiReply, Observed
from simulator.word import changes_are_found, reviews_ring

ACCEPTED, REUSED, UNKNOWN_FROM = 202, 422, 500

AT_REST: Final = FINAL | {Status.REQUIRES_REVIEW}


def answered(observed: Observed, answer: ApiReply) -> Iterator[str]:
    """I11 and I12: one key, one payment and one body; what was accepted is there."""
    ask = answer.ask
    who = payment_id(ask.merchant, ask.key)
    row = observed.row(who)
    if answer.http_status == ACCEPTED:
        if row is None or answer.payment is None or answer.payment.payment_id != who:
            yield f"I12: {who} was answered with 202 and is not there."
        elif row.body_hash != ask.body_hash:
            yield f"I11: {who} was answered with 202 to another body."
        elif (answer.payment.status, answer.payment.attempts) != (Status.QUEUED, ()):
            yield f"I11: {who} was not answered as it was accepted."
    elif answer.http_status == REUSED:
        if row is None or (row.body_hash == ask.body_hash and not rehashed(observed, who)):
            yield f"I11: {who} was answered with 422 to its own body."
        if any(entry.request_id == answer.request_id for entry in observed.lines(who)):
            yield f"I11: {who} was changed by a request that got 422."


def rehashed(observed: Observed, payment_id: str) -> bool:
    """Whether a hand changed the hash by which the acceptor knows a request again."""
    return any(hand.term == "body_hash" for hand in observed.hands.get(payment_id, ()))


def everything_rests(observed: Observed) -> Iterator[str]:
    """I12: every accepted payment is final or in front of a person, and its mail is final."""
    for one, row in observed.store.rows.items():
        if row.status not in AT_REST:
            yield f"{one} is still {row.status}"
        if row.notification.status in {MailStatus.DUE, MailStatus.SENDING}:
            yield f"the mail of {one} is still {row.notification.status}"


def retries_converge(observed: Observed) -> Iterator[str]:
    """I13: whatever was answered first, the last try of a client that kept trying got 202."""
    last: dict[tuple[str, str, str], int] = {}
    for answer in observed.answers:
        last[answer.ask.merchant, answer.ask.key, answer.ask.body] = answer.http_status
    for (merchant, key, _), status in last.items():
        if status not in {ACCEPTED, REUSED}:
            yield f"{merchant}/{key} was last answered {status}"


def charged_is_succeeded(observed: Observed) -> Iterator[str]:
    """I4 and I17: what the book captured is what succeeded, or it is in front of a person."""
    for one in {capture.payment_id: None for capture in observed.book.captures}:
        row = observed.row(one)
        if row is None or row.status not in {Status.SUCCEEDED, Status.REQUIRES_REVIEW}:
            yield f"{one} was charged and is {row.status if row else 'nowhere'}"


def nothing_left_over(observed: Observed) -> Iterator[str]:
    """I5: what was made for nothing was canceled by a night."""
    for intent in observed.book.intents.values():
        row = observed.row(intent.payment_id)
        named = row.provider.ref if row and row.provider else None
        if row and row.status in FINAL and intent.ref != named and intent.state in CONFIRMABLE:
            yield f"{intent.ref} of {intent.payment_id} is left over and may still be charged"


def ledger_is_sound(observed: Observed) -> Iterator[str]:
    """I1, I2, I6, I7, I8: the domain's own audit finds nothing."""
    for one, row in observed.rows().items():
        yield from audit(row, observed.lines(one))


def demo_agrees(observed: Observed) -> Iterator[str]:
    """The checks of `make demo` find nothing either."""
    for verdict in invariants.examine(snapshot(observed)):
        yield from (f"{verdict.name}: {fault}" for fault in verdict.faults)


REST_CHECKS: Final[Sequence[tuple[str, Callable[[Observed], Iterator[str]]]]] = (
    ("I9", recorded),
    ("I9", alarmed),
    ("I12", everything_rests),
    ("I13", retries_converge),
    ("I5", nothing_left_over),
    ("I17", charged_is_succeeded),
    ("I17", reviews_ring),
    ("terms", changes_are_found),
    ("audit", ledger_is_sound),
    ("demo", demo_agrees),
)


def at_rest(observed: Observed) -> list[str]:
    """Everything that is wrong with the end of a history."""
    return [f"{name}: {fault}." for name, check in REST_CHECKS for fault in check(observed)]


def snapshot(observed: Observed) -> Snapshot:
    """What was observed, as the demo's checks read it.

    They take a key's first answer for its payment's own, so bodies that lost are left out:
    `answered` has judged those.
    """
    rows = observed.rows()
    owners = [
        answer
        for answer in observed.answers
        if (row := rows.get(payment_id(answer.ask.merchant, answer.ask.key)))
        and row.body_hash == answer.ask.body_hash
        and not (answer.http_status == REUSED and rehashed(observed, row.payment_id))
    ]
    return Snapshot(
        payments=rows,
        entries=observed.store.lines,
        book={
            "captures": [one._asdict() for one in observed.book.captures],
            "calls": [one._asdict() for one in observed.book.calls],
            "intents": [
                {
                    "id": one.ref,
                    "status": "canceled" if one.state is PspState.CANCELED else "other",
                    "declined": one.state is PspState.DECLINED,
                    "confirms": one.confirms,
                }
                for one in observed.book.intents.values()
            ],
        },
        mails=[
            AcceptedMail(
                mail.template,
                mail.to.get_secret_value(),
                "",
                mail.fields["amount"],
                mail.notification_id,
            )
            for mail in observed.mails
        ],
        answers=[
            Heard(
                answer.ask.merchant,
                answer.ask.key,
                answer.ask.body,
                answer.http_status,
                answer.payment.payment_id if answer.payment else None,
            )
            for answer in owners
        ],
    )
