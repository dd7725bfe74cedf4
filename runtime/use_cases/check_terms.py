"""Before a charge, and before one is booked: is the row still what was accepted?

What was changed is for a person.

A change by hand keeps version and hash, so no write condition notices it.
"""

from collections.abc import Sequence

from runtime.contract.fixed_times import FIXED
from runtime.contract.metrics import Metric
from runtime.domain.ledger import Entry, EntryType, Stamp
from runtime.domain.payment import Check, Payment, PaymentError, Status, Verification
from runtime.domain.psp import Outcome, OutcomeKind
from runtime.domain.state_machine import Change, Transition, advance
from runtime.domain.terms import NAMES, ChangedTerm, changed_terms, known_to, restored
from runtime.domain.transitions import read_back
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts, write

CODE = "terms_changed"


def terms_hold(payment: Payment, ports: ProcessPaymentPorts) -> bool:
    """Whether the row says what its entries say; else it is parked, and nothing is charged.

    Raises:
        UnavailableError: the ledger does not answer.
    """
    entries = known_to(payment, ports.ledger.entries(payment.payment_id))
    changed = changed_terms(payment, entries)
    if not changed:
        return True
    # Counted before it is written: by a row that was changed further, nothing may be writable.
    ports.metrics.count(
        Metric.REQUIRES_REVIEW,
        payment_id=payment.payment_id,
        error=CODE,
        terms=", ".join(term.name for term in changed),
    )
    write(_parked(payment, entries, changed, ports), ports)
    return False


def set_aside(
    payment: Payment, entries: Sequence[Entry], changed: Sequence[ChangedTerm], stamp: Stamp
) -> Change:
    """`set_aside`: a payment that nobody has tried to charge goes to a person."""
    return _to_review(payment, Transition.SET_ASIDE, payment, entries, changed, stamp)


def _parked(
    payment: Payment,
    entries: Sequence[Entry],
    changed: Sequence[ChangedTerm],
    ports: ProcessPaymentPorts,
) -> Change:
    stamp = ports.stamp()
    if payment.status is Status.QUEUED:
        return set_aside(payment, entries, changed, stamp)
    base: Payment | Change = payment
    if payment.status is Status.PROCESSING:
        base = read_back(payment, Outcome(OutcomeKind.UNKNOWN, CODE), stamp, ports.timing)
    return _to_review(base, Transition.PARK, payment, entries, changed, stamp)


def _to_review(
    base: Payment | Change,
    transition: Transition,
    payment: Payment,
    entries: Sequence[Entry],
    changed: Sequence[ChangedTerm],
    stamp: Stamp,
) -> Change:
    """The row gets back what the entries hold of it; what it said stands in the evidence."""
    wrong = {term.name for term in changed}
    checks = tuple(Check(name=name, passed=name not in wrong) for name in NAMES)
    return advance(
        base,
        transition,
        stamp,
        data={
            EntryType.REVIEW: {
                "error": CODE,
                "checks": [check.model_dump() for check in checks],
                "evidence": [term.sentence for term in changed],
            }
        },
        error=PaymentError(code=CODE),
        verification=Verification(status="mismatch", checks=checks),
        due_at=stamp.at + FIXED.review_waits,
        **restored(payment, entries),
    )
