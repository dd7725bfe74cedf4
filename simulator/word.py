"""The promises about whose word counts: the entries' against the row, and no lying record's."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from runtime.adapters.babel_amounts import amount_text
from runtime.domain.audit import audit
from runtime.domain.ledger import EntryType
from runtime.domain.payment import FINAL, Payment, Status
from runtime.use_cases.compose_email import mail_locale
from simulator.observed import Observed

if TYPE_CHECKING:
    from simulator.invocation import Invocation

GOES_ON: Final = frozenset({Status.PROCESSING, Status.VERIFYING})
DECIDED: Final = frozenset({Status.PROCESSING, Status.SUCCEEDED, Status.FAILED})
"""What a run that read a contradiction must not make of a payment."""
CODE: Final = "terms_changed"


def no_contradiction_is_believed(observed: Observed, payment_id: str) -> Iterator[str]:
    """I17: what a contradictory record is about is neither `succeeded` nor `failed`."""
    row = observed.row(payment_id)
    if row and row.status in FINAL and row.provider and observed.book.lies(row.provider.ref):
        yield f"{row.status}, and the record of its object contradicts itself"


def mails_match(observed: Observed, payment_id: str) -> Iterator[str]:
    """I10: amount, outcome and recipient are those of the final entry that its id names."""
    row = observed.row(payment_id)
    asked = next((a for a in observed.asks if row and a.body_hash == row.body_hash), None)
    for mail in observed.mails:
        who, _, seq = mail.notification_id.rpartition("-")
        if who != payment_id or row is None or asked is None:
            continue
        final = next((e.data for e in observed.lines(payment_id) if str(e.seq) == seq), {})
        if not mail.template.endswith(f"-{final.get('status')}"):
            yield f"the mail {mail.template} is of no such entry"
        if mail.to != asked.request.customer.email:
            yield "a mail went to somebody else"
        amount = final.get("amount_received", asked.request.amount)
        said = amount_text(amount, row.currency, mail_locale(observed.first[who].locale))
        if (mail.fields["amount"], mail.fields["merchant"]) != (said, row.merchant):
            yield f"a mail of {mail.fields['merchant']} says {mail.fields['amount']}"


def sent_as_accepted(
    observed: Observed, payment: Payment, *, ref: str | None = None, card: str | None = None
) -> Iterator[str]:
    """What leaves for the PSP is what was accepted, on the payment's own object."""
    who, first = payment.payment_id, observed.first[payment.payment_id]
    for name in ("amount", "currency", "merchant", "livemode"):
        if getattr(payment, name) != getattr(first, name):
            yield f"terms: {who} went to the PSP with another {name}."
    sealed = first.sealed["payment_method"].get_secret_value()
    if card is not None and not sealed.endswith(f"|{card}"):
        yield f"terms: {who} went to the PSP with another payment method."
    if ref is not None:
        intent = observed.book.intents.get(ref)
        if intent is None or intent.payment_id != who:
            yield f"terms: {who} went to the PSP with another's object, {ref}."
        elif not intent.received and (intent.amount, intent.currency) != (
            first.amount,
            first.currency,
        ):
            yield f"terms: {who} is charged on an object of other terms."


def cancels_another(run: "Invocation", ref: str) -> Iterator[str]:
    """A changed row leads nobody to cancel another payment's object."""
    intent = run.harness.observed.book.intents.get(ref)
    if run.use_case == "reconciler" or run.read is None:
        return
    if intent is not None and intent.payment_id != run.read.payment_id:
        yield f"terms: {run.request_id} cancels {ref}, which is another payment's."


def parked_at_once(observed: Observed, run: "Invocation") -> Iterator[str]:
    """Who read a contradiction and was not stopped has put the payment in front of a person."""
    for payment_id in run.contradicted:
        row = observed.row(payment_id)
        stands = run.read is not None and row is not None and row.version == run.read.version
        if row and stands and row.status in GOES_ON:
            yield f"I17: {run.request_id} read a contradiction and left {payment_id} {row.status}."


def decides_nothing(run: "Invocation", after: Payment) -> Iterator[str]:
    """Who read a contradiction neither charges again nor finalizes."""
    if after.payment_id in run.contradicted and after.status in DECIDED:
        yield f"I17: {run.request_id} read a contradiction and made it {after.status}."


def changes_are_found(observed: Observed) -> Iterator[str]:
    """At rest a row that a hand changed is parked, or was final then, and the audit names it."""
    for who, hands in observed.hands.items():
        raw, lines = observed.store.rows[who], observed.lines(who)
        reviews = [entry for entry in lines if entry.type is EntryType.REVIEW]
        parked = any(entry.data["error"] == CODE for entry in reviews)
        true = observed.rows()[who]
        latest = {
            hand.field: hand
            for hand in hands
            if getattr(true, hand.field) != getattr(raw, hand.field) == hand.wrong
        }
        standing = latest.values()
        for hand in standing:
            sealed = hand.status is Status.REQUIRES_REVIEW and hand.field == "sealed"
            early = hand.status not in FINAL and not sealed
            if raw.status in {Status.SUCCEEDED, Status.FAILED} and early and not parked:
                yield f"{who} is {raw.status}, and its {hand.term} was changed while {hand.status}"
        if standing and not audit(raw, lines):
            yield f"{who} was changed by hand, and the audit says nothing"
        last = lines[-1]
        if CODE in (last.data.get("error"), last.data.get("reason")):
            yield from (
                f"{who} was set aside with a wrong {hand.term}"
                for hand in standing
                if hand.version < last.seq and hand.field != "sealed"
            )


def reviews_ring(observed: Observed) -> Iterator[str]:
    """I17: whoever puts a payment in front of a person has rung the alarm."""
    for who, lines in observed.store.lines.items():
        for entry in lines:
            if entry.type is EntryType.REVIEW and entry.request_id not in observed.alarms:
                yield f"{who} is in front of a person, and no alarm rang"
