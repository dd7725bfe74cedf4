"""A person resolves a payment that requires review (`resolve`).

The person says what is so, why, and what shows it; the PSP's own record must not contradict.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

from runtime.contract.metrics import Metric
from runtime.contract.timing import Timing
from runtime.domain import transitions
from runtime.domain.errors import (
    PaymentNotInReviewError,
    ProviderSilentError,
    ResolutionContradictedError,
    SecondPersonNeededError,
)
from runtime.domain.four_eyes import needs_second, propose, standing
from runtime.domain.ledger import EntryType, Stamp, money_taken
from runtime.domain.payment import Check, Payment, Status, Verification
from runtime.domain.psp import Outcome, PspRecord, PspState
from runtime.domain.psp_verdict import is_ours
from runtime.domain.state_machine import Change, Transition, advance
from runtime.domain.verification import checks
from runtime.use_cases.ledger_steps import commit_or_lose
from runtime.use_cases.read_ledger import OperatePaymentsPorts, as_its_entries_say, find
from runtime.use_cases.scheduling import enqueue
from runtime.wire.documents import Strict, read_as
from runtime.wire.fields import Sentence

OVERRULED: Final = frozenset({"amount", "not_refunded", "not_disputed"})
"""The checks that a person's evidence may stand against; without the others no money is ours."""

NOT_CHARGED: Final = frozenset({PspState.CANCELED, PspState.DECLINED})


class Resolution(Strict):
    """The body of `POST /v1/ops/payments/{id}/resolve`."""

    resolution: Literal["succeeded", "failed"]
    reason: Sentence
    evidence: Sentence
    """Where another person finds what shows it: a ticket, a line of the PSP's report."""


class _Confirmed(Resolution):
    """A resolution that another person proposed before."""

    proposal: dict[str, Any]
    """`seq` and `actor` of that entry."""


def read_resolution(document: Any) -> Resolution:
    """The resolution in a JSON document.

    Raises:
        InvalidFieldsError: with every fault, never with a value.
    """
    return read_as(Resolution, document)


def resolve_review(
    payment_id: str,
    said: Resolution,
    *,
    operator: str,
    request_id: str,
    ports: OperatePaymentsPorts,
) -> Payment:
    """`resolve` by a person, or by two: then the first call proposes, and it stays in review.

    Before `failed` the PSP's object is canceled, but by no proposal.

    Raises:
        PaymentMissingError: there is no such payment.
        PaymentNotInReviewError: the payment does not wait for a person.
        SecondPersonNeededError: the same person has proposed it before.
        ResolutionContradictedError: the PSP's record says otherwise.
        ProviderSilentError: the PSP does not answer; nothing is written.
        UnavailableError: no answer; the same call may be made again.
    """
    payment = find(payment_id, ports)
    if payment.status is not Status.REQUIRES_REVIEW:
        raise PaymentNotInReviewError(payment.status)
    stamp = ports.stamp(operator, request_id)
    payment = as_its_entries_say(payment, ports)
    change = _decided(payment, said, stamp, ports)
    if not commit_or_lose(change, ports.ledger):
        # Whoever was first has resolved it, or written about its mail: look once more.
        return resolve_review(
            payment_id, said, operator=operator, request_id=request_id, ports=ports
        )
    if change.after.status is Status.REQUIRES_REVIEW:
        ports.metrics.count(Metric.REVIEW_PROPOSED)
        return change.after
    enqueue(ports.notification_queue, payment_id, ports.metrics)
    ports.metrics.count(Metric.REVIEW_RESOLVED)
    return change.after


def _decided(
    payment: Payment, said: Resolution, stamp: Stamp, ports: OperatePaymentsPorts
) -> Change:
    """The resolution; or, where it needs another person still, that one was proposed."""
    limits, currency = ports.four_eyes, payment.currency
    proposal = None
    if limits:
        proposal = standing(payment, ports.ledger.entries(payment.payment_id), stamp.at)
    same = proposal is not None and proposal.resolution == said.resolution
    confirms = proposal if proposal and same and not proposal.by(stamp.actor) else None

    def proposed() -> Change:
        if proposal and same:
            raise SecondPersonNeededError(proposal.until)
        return propose(payment, said.model_dump(), stamp)

    if confirms:
        about = {"seq": confirms.seq, "actor": confirms.actor}
        said = _Confirmed(**said.model_dump(), proposal=about)
    elif Status(said.resolution) is Status.FAILED and needs_second(
        limits, currency, payment.amount
    ):
        return proposed()  # The PSP's object is canceled when another says so too.
    if payment.provider is None:
        change = _never_sent(payment, said, stamp, ports.timing)
    else:
        change = _by_record(payment, payment.provider.ref, said, stamp, ports)
    amount = max(payment.amount, change.after.amount_received)
    if not confirms and needs_second(limits, currency, amount):
        return proposed()
    return change


def _by_record(
    payment: Payment, ref: str, said: Resolution, stamp: Stamp, ports: OperatePaymentsPorts
) -> Change:
    psp = ports.psp()
    failing = Status(said.resolution) is Status.FAILED
    answer = psp.cancel(ref) if failing else psp.lookup(ref)
    if isinstance(answer, Outcome):
        raise ProviderSilentError
    finalize = _failed if failing else _succeeded
    return finalize(payment, said, answer, stamp, ports.timing)


def _never_sent(payment: Payment, said: Resolution, stamp: Stamp, timing: Timing) -> Change:
    """A payment that was parked before anybody asked the PSP for an object."""
    if Status(said.resolution) is not Status.FAILED:
        message = "The payment was never sent to the provider; it can only be failed."
        raise ResolutionContradictedError(message)
    if payment.attempt_count:
        message = "An attempt was started, and the row names no object at the provider."
        raise ResolutionContradictedError(message)
    why = {"error": payment.error.model_dump(exclude_none=True)} if payment.error else {}
    return _resolved(payment, said, stamp, timing, why, verification=Verification())


def _succeeded(
    payment: Payment, said: Resolution, psp_record: PspRecord, stamp: Stamp, timing: Timing
) -> Change:
    found = checks(payment, psp_record)
    wrong = [check.name for check in found if not check.passed and check.name not in OVERRULED]
    if wrong or psp_record.charge is None or payment.provider is None:
        message = f"The provider's record is {psp_record.state}; it fails: {', '.join(wrong)}."
        raise ResolutionContradictedError(message)
    money = {
        "amount_received": psp_record.amount_received,
        "currency": psp_record.currency,
        "charge": psp_record.charge.ref,
        "checks": [check.model_dump() for check in found],
    }
    return _resolved(
        payment,
        said,
        stamp,
        timing,
        money,
        postings=money_taken(
            payment.merchant, payment.provider.name, psp_record.amount_received, psp_record.currency
        ),
        amount_received=psp_record.amount_received,
        provider=payment.provider.model_copy(update={"charge": psp_record.charge.ref}),
        verification=_verification(found, stamp),
        error=None,
    )


def _failed(
    payment: Payment, said: Resolution, psp_record: PspRecord, stamp: Stamp, timing: Timing
) -> Change:
    charge = psp_record.charge
    if not is_ours(payment, psp_record):
        message = f"The provider answered with another object, {psp_record.ref}."
        raise ResolutionContradictedError(message)
    if psp_record.state not in NOT_CHARGED:
        message = f"The provider's record is {psp_record.state}; the payment can't be failed."
        raise ResolutionContradictedError(message)
    if charge is not None and charge.paid and not charge.refunded:
        message = (
            f"The provider's record is {psp_record.state} and shows the paid charge {charge.ref}: "
            "refund it there first."
        )
        raise ResolutionContradictedError(message)
    if psp_record.amount_received and not (charge and charge.paid):
        message = (
            f"The provider's record is {psp_record.state} and shows "
            f"{psp_record.amount_received} {psp_record.currency} received."
        )
        raise ResolutionContradictedError(message)
    error = transitions.error_of(psp_record.decline) if psp_record.decline else payment.error
    why = {"error": error.model_dump(exclude_none=True)} if error else {}
    return _resolved(payment, said, stamp, timing, why, error=error, verification=Verification())


def _resolved(
    payment: Payment,
    said: Resolution,
    stamp: Stamp,
    timing: Timing,
    facts: Mapping[str, Any],
    **changes: Any,
) -> Change:
    seq = payment.version + 1
    ref = {"ref": payment.provider.ref} if payment.provider else {}
    note = {**ref, "notification": f"{payment.payment_id}-{seq}", **facts}
    return advance(
        payment,
        Transition.RESOLVE,
        stamp,
        to=Status(said.resolution),
        data={EntryType.RESOLVED: {**said.model_dump(), **note}},
        **transitions.finalized(payment, said.resolution, seq, stamp, timing),
        **changes,
    )


def _verification(found: tuple[Check, ...], stamp: Stamp) -> Verification:
    if all(check.passed for check in found):
        return Verification(status="verified", verified_at=stamp.at, checks=found)
    return Verification(status="mismatch", checks=found)
