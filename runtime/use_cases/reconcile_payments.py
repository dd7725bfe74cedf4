"""Once a day: does the PSP's list say what the ledger says?

Nothing is decided here. A payment that failed and was paid gets a message, and the step
function looks at it (`reopen`); an object that was made for nothing is canceled; every other
difference is for a person.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from runtime.contract.fixed_times import FIXED
from runtime.contract.metrics import Metric
from runtime.domain.payment import Payment, Status, created_key
from runtime.domain.ports import Clock, MessageQueue, Metrics, PageQuery, PaymentQueries
from runtime.domain.psp import CHARGEABLE, MONEY, Outcome, Psp, PspRecord, PspState
from runtime.domain.psp_verdict import is_ours, took_money
from runtime.domain.terms import as_accepted
from runtime.use_cases.scheduling import enqueue

WINDOW: Final = FIXED.reconciled
"""Seconds back: a payment is charged for 20 h and looked after for 24 h more, so each object is
seen by a run after its history is over."""

PAGE: Final = 100
TIME_TO_STOP: Final = FIXED.reconciler_stops
"""Seconds that must be left to go on."""


class Difference(StrEnum):
    """What the two books disagree about."""

    PAID_AFTER_FAILED = "paid_after_failed"
    """Ours failed and theirs is paid; the step function was told (`reopen`)."""
    NOT_PAID = "not_paid"
    """Ours succeeded and theirs is not paid."""
    OTHER_MONEY = "other_money"
    """Money moved on both sides, but not the same."""
    OTHER_TERMS = "other_terms"
    """Our row is not what was accepted, as its first entry has it."""
    NOT_OURS = "not_ours"
    """Theirs took money by an object that no payment of ours names."""
    LEFT_OVER = "left_over"
    """Theirs could still be confirmed and no payment of ours ever will; it is canceled now."""
    UNREAD = "unread"
    """Not compared: one side did not answer, or the time was over."""


class Finding(NamedTuple):
    """One difference; an audit line, so ids and nothing else."""

    difference: Difference
    payment_id: str | None
    ref: str | None


@dataclass(frozen=True, slots=True)
class ReconcilePaymentsPorts:
    """What reconciling needs from outside."""

    queries: PaymentQueries
    psp: Psp
    queue: MessageQueue
    clock: Clock
    metrics: Metrics
    merchants: Sequence[str]
    time_left: Callable[[], float]


def reconcile_payments(ports: ReconcilePaymentsPorts) -> Iterator[Finding]:
    """Compare three days of both books, and yield each difference as it is found.

    Raises:
        UnavailableError: the ledger can't be read; what was found so far stands, and the next
            run compares the same days again.
    """
    since = ports.clock.now() - WINDOW
    paid: set[str] = set()
    answer: PspRecord | Outcome | None = None
    for answer in ports.psp.list(since):
        if ports.time_left() < TIME_TO_STOP:
            yield _counted(Finding(Difference.UNREAD, None, None), ports)
            return
        if isinstance(answer, Outcome):
            yield _counted(Finding(Difference.UNREAD, None, None), ports)
            continue
        if answer.state in MONEY:
            paid.add(answer.ref)
        yield from _of_theirs(answer, ports)
    if isinstance(answer, Outcome):
        return  # Their list broke off: what it did not show would be asked for one by one.
    for payment in _succeeded(since, ports):
        if ports.time_left() < TIME_TO_STOP:
            yield _counted(Finding(Difference.UNREAD, None, None), ports)
            return
        if payment.provider and payment.provider.ref not in paid:
            yield from _ours(payment, payment.provider.ref, ports)


def _of_theirs(psp_record: PspRecord, ports: ReconcilePaymentsPorts) -> Iterator[Finding]:
    if _shows_money(psp_record):
        yield from _theirs(psp_record, ports)
    elif psp_record.state in CHARGEABLE:
        yield from _left_over(psp_record, ports)


def _theirs(psp_record: PspRecord, ports: ReconcilePaymentsPorts) -> Iterator[Finding]:
    payment, changed = _named(psp_record, ports)
    yield from changed
    if payment is None or payment.provider is None or payment.provider.ref != psp_record.ref:
        yield _counted(Finding(Difference.NOT_OURS, psp_record.payment_id, psp_record.ref), ports)
        return
    if payment.status is Status.FAILED and took_money(psp_record):
        enqueue(ports.queue, payment.payment_id, ports.metrics)
        yield _counted(
            Finding(Difference.PAID_AFTER_FAILED, psp_record.payment_id, psp_record.ref), ports
        )
    elif psp_record.state in MONEY and _final(payment) and not _same(payment, psp_record):
        # Our row is newer than their list: what was held then may have been released.
        yield from _looked_up(payment, psp_record.ref, ports)


def _left_over(psp_record: PspRecord, ports: ReconcilePaymentsPorts) -> Iterator[Finding]:
    """Made under a key whose answer was lost or a failure, or by a worker that came too late."""
    payment, changed = _named(psp_record, ports)
    yield from changed
    if payment is None or not _will_never_name(payment, psp_record.ref):
        return
    answer = ports.psp.cancel(psp_record.ref)
    if isinstance(answer, Outcome) or answer.ref != psp_record.ref:
        yield _counted(Finding(Difference.UNREAD, payment.payment_id, psp_record.ref), ports)
    elif _shows_money(answer):
        yield from _theirs(answer, ports)
    else:
        yield _counted(Finding(Difference.LEFT_OVER, payment.payment_id, psp_record.ref), ports)


def _shows_money(psp_record: PspRecord) -> bool:
    return psp_record.state in MONEY or took_money(psp_record)


def _named(
    psp_record: PspRecord, ports: ReconcilePaymentsPorts
) -> tuple[Payment | None, list[Finding]]:
    """Whose object the record says that it is."""
    row = ports.queries.get(psp_record.payment_id) if psp_record.payment_id else None
    return _as_accepted(row, psp_record.ref, ports) if row else (None, [])


def _will_never_name(payment: Payment, ref: str) -> bool:
    if payment.provider is None:
        return _final(payment)
    return payment.provider.ref != ref


def _ours(payment: Payment, ref: str, ports: ReconcilePaymentsPorts) -> Iterator[Finding]:
    """A payment that succeeded and is not in their list as paid, which may only lag."""
    payment, changed = _as_accepted(payment, ref, ports)
    yield from changed
    yield from _looked_up(payment, payment.provider.ref if payment.provider else ref, ports)


def _looked_up(payment: Payment, ref: str, ports: ReconcilePaymentsPorts) -> Iterator[Finding]:
    """What is said of a payment that is final by a record of now, and not by a list."""
    psp_record = ports.psp.lookup(ref)
    if isinstance(psp_record, Outcome) or not is_ours(payment, psp_record):
        yield _counted(Finding(Difference.UNREAD, payment.payment_id, ref), ports)
    elif psp_record.state not in MONEY:
        if payment.status is Status.SUCCEEDED:
            yield _counted(Finding(Difference.NOT_PAID, payment.payment_id, ref), ports)
    elif not _same(payment, psp_record):
        yield _counted(Finding(Difference.OTHER_MONEY, payment.payment_id, ref), ports)


def _as_accepted(
    row: Payment, ref: str, ports: ReconcilePaymentsPorts
) -> tuple[Payment, list[Finding]]:
    """The payment as its entries have it: what a hand wrote to the row says nothing here."""
    payment, changed = as_accepted(row, ports.queries.entries(row.payment_id))
    finding = Finding(Difference.OTHER_TERMS, row.payment_id, ref)
    return payment, [_counted(finding, ports)] if changed else []


def _succeeded(since: int, ports: ReconcilePaymentsPorts) -> Iterator[Payment]:
    before = created_key(ports.clock.now() + 1, "")
    for merchant in ports.merchants:
        for payment in ports.queries.page(PageQuery(merchant, PAGE, before, since)):
            if payment.status is Status.SUCCEEDED:
                yield payment


def _final(payment: Payment) -> bool:
    """Whether the ledger has said what became of it, and nobody is looking at it already."""
    return payment.status in {Status.SUCCEEDED, Status.FAILED, Status.CANCELED}


def _same(payment: Payment, psp_record: PspRecord) -> bool:
    return (
        payment.status is Status.SUCCEEDED
        and psp_record.state is PspState.PAID
        and (payment.amount_received, payment.currency)
        == (psp_record.amount_received, psp_record.currency)
    )


def _counted(finding: Finding, ports: ReconcilePaymentsPorts) -> Finding:
    match finding.difference:
        case Difference.UNREAD:
            ports.metrics.count(Metric.RECONCILIATION_INCOMPLETE)
        case Difference.LEFT_OVER:
            ports.metrics.count(Metric.PSP_OBJECT_CANCELED)
        case _:
            ports.metrics.count(Metric.RECONCILIATION_DIFFERENCE)
    return finding
