"""A payment as it stood at an earlier version: its entries say what its row does not keep. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from runtime.domain.ledger import Entry, EntryType
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
    when_accepted,
)
from runtime.domain.state_machine import Transition

MISMATCHES: Final = frozenset({"verification_mismatch", "terms_changed"})
"""Errors of a review in which records differ; in every other one the PSP's could not be read."""

TERMS: Final = ("amount", "currency", "livemode")
"""What the first entry says of a payment and a merchant reads: it holds, whatever the row says."""

Told = Mapping[str, Any]
"""Fields of the payment → what an entry makes of them."""


def payment_at(row: Payment, entries: Sequence[Entry]) -> Payment:
    """The payment as a merchant saw it after the last of the entries.

    When the next attempt was to start is in no entry: it is None here. What an erasure took from
    the row is gone at every version.

    Args:
        row: as it is now, or as it was at any later time.
        entries: oldest first, from the first one on.
    """
    then = when_accepted(row)
    for entry in entries:
        step = _STEPS.get(entry.type)
        status = {"status": Status(entry.data["status"])} if "status" in entry.data else {}
        told = step(then, entry.data, entry.at) if step else {}
        seen = {"updated_at": entry.at, "version": entry.seq, "last_hash": entry.hash}
        then = then.model_copy(update={**status, **told, **seen})
    if then.provider and row.provider:
        # Whose object it is stands in the row alone, and never changes.
        named = then.provider.model_copy(update={"name": row.provider.name})
        return then.model_copy(update={"provider": named})
    return then


def _accepted(_: Payment, data: Told, __: int) -> Told:
    return {term: data[term] for term in TERMS if term in data}


def _started(then: Payment, data: Told, at: int) -> Told:
    number = data["number"]
    return {
        "attempts": (*then.attempts, Attempt(number=number, started_at=at)),
        "attempt_count": number,
        "provider": then.provider or Provider(name="", ref=data["ref"]),
    }


def _ended(then: Payment, data: Told, at: int) -> Told:
    error = _error(data)
    ended = then.attempts[-1].model_copy(
        update={"ended_at": at, "outcome": data["outcome"], "error": error}
    )
    told = {"attempts": (*then.attempts[:-1], ended), "error": error}
    return {**told, **_verified(then, data, at)}


def _verified(_: Payment, data: Told, at: int) -> Told:
    match data["transition"]:
        case Transition.READ_BACK:
            return {"verification": Verification(status="pending")}
        case Transition.SUCCEED:
            return {"verification": _proof(data, at)}
        case Transition.FAIL | Transition.TRY_AGAIN:
            return {"verification": Verification()}
    return {}


def _succeeded(then: Payment, data: Told, _: int) -> Told:
    return {"error": None, **_booked(then, data), **_mail_owed(data)}


def _failed(then: Payment, data: Told, _: int) -> Told:
    # What was declined is told by the attempt's end, in the same transaction.
    declined = data["transition"] == Transition.DECLINE
    return {"error": then.error if declined else _error(data), **_mail_owed(data)}


def _reviewed(then: Payment, data: Told, _: int) -> Told:
    code = data["error"]
    status = "mismatch" if code in MISMATCHES else "pending"
    kept = then.notification.status in {MailStatus.SENT, MailStatus.UNDELIVERABLE}
    return {
        "error": PaymentError(code=code),
        "verification": Verification(status=status, checks=_checks(data)),
        "notification": then.notification if kept else Notification(),
    }


def _resolved(then: Payment, data: Told, at: int) -> Told:
    if data["status"] == Status.SUCCEEDED:
        told = {"error": None, "verification": _proof(data, at), **_booked(then, data)}
    else:
        told = {"error": _error(data), "verification": Verification()}
    return {**told, **_mail_owed(data)}


def _told(_: Payment, data: Told, __: int) -> Told:
    return {"notification": Notification.model_validate(data["notification"])}


def _booked(then: Payment, data: Told) -> Told:
    provider = then.provider and then.provider.model_copy(update={"charge": data["charge"]})
    return {"amount_received": data["amount_received"], "provider": provider}


def _mail_owed(data: Told) -> Told:
    owed = Notification(status=MailStatus.DUE, id=data["notification"], outcome=data["status"])
    return {"notification": owed}


def _proof(data: Told, at: int) -> Verification:
    checks = _checks(data)
    if all(check.passed for check in checks):
        return Verification(status="verified", verified_at=at, checks=checks)
    return Verification(status="mismatch", checks=checks)


def _checks(data: Told) -> tuple[Check, ...]:
    return tuple(Check.model_validate(check) for check in data.get("checks", ()))


def _error(data: Told) -> PaymentError | None:
    return PaymentError.model_validate(data["error"]) if "error" in data else None


_STEPS: Final[Mapping[EntryType, Callable[[Payment, Told, int], Told]]] = {
    EntryType.ACCEPTED: _accepted,
    EntryType.ATTEMPT_STARTED: _started,
    EntryType.ATTEMPT_ENDED: _ended,
    EntryType.VERIFIED: _verified,
    EntryType.SUCCEEDED: _succeeded,
    EntryType.FAILED: _failed,
    EntryType.REVIEW: _reviewed,
    EntryType.RESOLVED: _resolved,
    EntryType.NOTIFICATION: _told,
}
"""What each kind of entry says besides the status; `proposed` and `erased` say no more."""
