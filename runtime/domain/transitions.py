"""Each transition by name, with everything that it writes besides the status."""

from collections.abc import Mapping
from typing import Any

from runtime.contract.fixed_times import FIXED
from runtime.contract.timing import Timing
from runtime.domain.ledger import EntryType, Stamp, money_taken
from runtime.domain.payment import (
    Attempt,
    Check,
    MailStatus,
    Notification,
    Payment,
    PaymentError,
    Provider,
    Status,
    Verification,
)
from runtime.domain.polling import poll_step
from runtime.domain.psp import Outcome, PspRecord
from runtime.domain.state_machine import Change, Transition, advance
from runtime.domain.sweep_date import sweep_at

Base = Payment | Change


def row(base: Base) -> Payment:
    """The payment as it stands after the change."""
    return base.after if isinstance(base, Change) else base


def error_of(outcome: Outcome) -> PaymentError:
    """What the payment keeps of an outcome that was no success."""
    return PaymentError(
        code=outcome.code or "provider_error",
        decline_code=outcome.decline_code,
        advice_code=outcome.advice_code,
    )


def claim(payment: Payment, ref: str, psp: str, owner: str, stamp: Stamp, timing: Timing) -> Change:
    """`claim` and `claim_again`: the write-ahead entry of the next attempt, and its lease."""
    number = payment.attempt_count + 1
    transition = Transition.CLAIM if payment.status is Status.QUEUED else Transition.CLAIM_AGAIN
    lease_until = stamp.at + timing.lease
    return advance(
        payment,
        transition,
        stamp,
        data={EntryType.ATTEMPT_STARTED: {"number": number, "ref": ref}},
        provider=payment.provider or Provider(name=psp, ref=ref),
        attempts=(*payment.attempts, Attempt(number=number, started_at=stamp.at)),
        attempt_count=number,
        attempt_owner=owner,
        lease_until=lease_until,
        next_attempt_at=None,
        due_at=sweep_at(payment, lease_until + 1, lease_until + timing.first_sweep),
    )


def retry_later(
    payment: Payment, outcome: Outcome, at: int, stamp: Stamp, timing: Timing
) -> Change:
    """`retry_later`: the attempt is over, nothing was charged, the next one starts at `at`."""
    return advance(
        payment,
        Transition.RETRY_LATER,
        stamp,
        data={EntryType.ATTEMPT_ENDED: _ending(payment, outcome)},
        **_closed(payment, outcome, stamp),
        next_attempt_at=at,
        due_at=at + timing.first_sweep,
    )


def read_back(payment: Payment, outcome: Outcome, stamp: Stamp, timing: Timing) -> Change:
    """`read_back`: only the PSP's own record may say what happened."""
    changes = _closed(payment, outcome, stamp) if payment.open_attempt else {}
    note = _ending(payment, outcome)
    poll = poll_step(stamp.at - payment.last_started, timing)
    return advance(
        payment,
        Transition.READ_BACK,
        stamp,
        data={EntryType.ATTEMPT_ENDED: note, EntryType.VERIFIED: note},
        **changes,
        verification=Verification(status="pending"),
        next_attempt_at=None,
        due_at=stamp.at + poll + timing.first_sweep,
    )


def decline(payment: Payment, outcome: Outcome, stamp: Stamp, timing: Timing) -> Change:
    """`decline`: a definitive no, or a rejection whose object is canceled."""
    error = error_of(outcome)
    return advance(
        payment,
        Transition.DECLINE,
        stamp,
        data={
            EntryType.ATTEMPT_ENDED: _ending(payment, outcome),
            EntryType.FAILED: _failure(error, payment.version + 2, payment),
        },
        **_closed(payment, outcome, stamp),
        **finalized(payment, "failed", payment.version + 2, stamp, timing),
    )


def succeed(
    base: Base, psp_record: PspRecord, checks: tuple[Check, ...], stamp: Stamp, timing: Timing
) -> Change:
    """`succeed`: every check passed, so the money is booked."""
    payment, seq = row(base), row(base).version + 2
    if payment.provider is None or psp_record.charge is None:
        message = f"{payment.payment_id} has no charge to book."
        raise ValueError(message)
    return advance(
        base,
        Transition.SUCCEED,
        stamp,
        data={
            EntryType.VERIFIED: {"checks": _results(checks), "ref": psp_record.ref},
            EntryType.SUCCEEDED: {
                "amount_received": psp_record.amount_received,
                "currency": psp_record.currency,
                "charge": psp_record.charge.ref,
                "notification": f"{payment.payment_id}-{seq}",
            },
        },
        postings=money_taken(
            payment.merchant, payment.provider.name, psp_record.amount_received, psp_record.currency
        ),
        amount_received=psp_record.amount_received,
        provider=payment.provider.model_copy(update={"charge": psp_record.charge.ref}),
        verification=Verification(status="verified", verified_at=stamp.at, checks=checks),
        error=None,
        **finalized(base, "succeeded", seq, stamp, timing),
    )


def try_again(base: Base, at: int, stamp: Stamp, timing: Timing) -> Change:
    """`try_again`: the PSP says not charged; the next attempt starts at `at`."""
    return advance(
        base,
        Transition.TRY_AGAIN,
        stamp,
        data={EntryType.VERIFIED: {"charged": False}},
        verification=Verification(),
        next_attempt_at=at,
        due_at=at + timing.first_sweep,
    )


def fail(base: Base, error: PaymentError, stamp: Stamp, timing: Timing) -> Change:
    """`fail`: not charged, and the object can't be charged any more."""
    payment, seq = row(base), row(base).version + 2
    return advance(
        base,
        Transition.FAIL,
        stamp,
        data={
            EntryType.VERIFIED: {"charged": False},
            EntryType.FAILED: _failure(error, seq, payment),
        },
        error=error,
        verification=Verification(),
        **finalized(base, "failed", seq, stamp, timing),
    )


def park(
    base: Base, error: PaymentError, checks: tuple[Check, ...], stamp: Stamp, *evidence: str
) -> Change:
    """`park`: a person decides, by the evidence where there is some; no mail is owed."""
    more: dict[str, Any] = {"evidence": list(evidence)} if evidence else {}
    status = "mismatch" if error.code == "verification_mismatch" else "pending"
    return advance(
        base,
        Transition.PARK,
        stamp,
        data={EntryType.REVIEW: {"error": error.code, "checks": _results(checks), **more}},
        error=error,
        verification=Verification(status=status, checks=checks),
        due_at=stamp.at + FIXED.review_waits,
    )


def cancel(payment: Payment, stamp: Stamp) -> Change:
    """`cancel`: the merchant takes it back before anybody claimed it."""
    return advance(payment, Transition.CANCEL, stamp, due_at=None)


def give_up(payment: Payment, error: PaymentError, stamp: Stamp, timing: Timing) -> Change:
    """`give_up`: it can't be charged, and no attempt was made."""
    seq = payment.version + 1
    return advance(
        payment,
        Transition.GIVE_UP,
        stamp,
        data={EntryType.FAILED: _failure(error, seq, payment)},
        error=error,
        **finalized(payment, "failed", seq, stamp, timing),
    )


def _results(checks: tuple[Check, ...]) -> list[dict[str, Any]]:
    return [check.model_dump() for check in checks]


def _ending(payment: Payment, outcome: Outcome) -> dict[str, Any]:
    note: dict[str, Any] = {"number": payment.attempt_count, "outcome": str(outcome.kind)}
    if outcome.code:
        note["error"] = error_of(outcome).model_dump(exclude_none=True)
    if outcome.request_id:
        note["provider_request_id"] = outcome.request_id
    return note


def _closed(payment: Payment, outcome: Outcome, stamp: Stamp) -> Mapping[str, Any]:
    error = error_of(outcome) if outcome.code else None
    ended = payment.attempts[-1].model_copy(
        update={"ended_at": stamp.at, "outcome": str(outcome.kind), "error": error}
    )
    return {
        "attempts": (*payment.attempts[:-1], ended),
        "attempt_owner": None,
        "lease_until": None,
        "error": error,
    }


def _failure(error: PaymentError, seq: int, payment: Payment) -> dict[str, Any]:
    return {
        "error": error.model_dump(exclude_none=True),
        "notification": f"{payment.payment_id}-{seq}",
    }


def finalized(
    base: Base, outcome: str, seq: int, stamp: Stamp, timing: Timing
) -> Mapping[str, Any]:
    """What the row of a final payment says besides: a mail is owed, named by entry `seq`."""
    owed = Notification(
        status=MailStatus.DUE, id=f"{row(base).payment_id}-{seq}", outcome=outcome, since=stamp.at
    )
    wanted = stamp.at + timing.first_sweep
    due_at = sweep_at(base, wanted - timing.first_sweep // 2, wanted)
    return {"notification": owed, "next_attempt_at": None, "due_at": due_at}
