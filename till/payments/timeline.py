"""One payment's entries as a timeline in plain words, with the rule that decided each step.

Pure: from entries as they are stored, of any version that is read. The words of a transition stand
in one table, so a transition without words fails a test.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from runtime.adapters.dynamodb_entries import FIRST_NAMES
from till.payments.amounts import money
from till.payments.reading import Entry

Data = Mapping[str, Any]


class Moment(NamedTuple):
    """One step."""

    seq: int
    at: int
    """Unix seconds."""
    waited: int
    """Seconds since the step before."""
    actor: str
    """Which function, or which person."""
    what: str
    rule: str
    """Why it went this way; empty where a step only records."""


RULES: Final[Mapping[str, str]] = {
    "accept": "a key that is new is a new payment, queued",
    "claim": "queued, never tried, its window open: the attempt is written before it leaves",
    "claim_again": "surely not charged, attempts left, its time come, its window open",
    "retry_later": "the provider did surely not charge, and attempts are left: wait, then again",
    "read_back": "no certain answer: never charged again before the provider's record is read",
    "decline": "the provider said no for good: failed, and the payer is told",
    "succeed": "the provider's record passed every check: booked, and the payer is told",
    "try_again": "the provider's record says not charged, and attempts are left",
    "fail": "the provider's record says not charged, and nothing may follow: failed",
    "park": "no machine may decide: a person does",
    "resolve": "a person said what is so, and the provider's record does not contradict",
    "cancel": "still queued, and nobody had tried: the merchant may take it back",
    "reopen": "it had failed, and the provider took money all the same: a person decides",
    "give_up": "it can't be charged any more, and no attempt was made: failed",
    "set_aside": "the row was not what its entries say, before anything was charged",
}
"""Transition → the rule of `runtime/domain/state_machine.py` and its use cases, in words."""

ERRORS: Final[Mapping[str, str]] = {
    "authentication_required": "the card needs the payer's authentication",
    "attempts_exhausted": "every attempt was used",
    "card_declined": "the card was declined",
    "charge_window_passed": "the time in which it could be charged was over",
    "expired_card": "the card has expired",
    "incorrect_cvc": "the card's security code is wrong",
    "provider_error": "the provider failed",
    "provider_misconfigured": "the provider refused our credentials",
    "provider_rate_limited": "the provider asked us to slow down",
    "provider_rejected": "the provider refused the request itself",
    "provider_timeout": "the provider did not answer in time",
    "provider_unavailable": "the provider could not be reached",
    "terms_changed": "the row was changed by hand",
    "verification_mismatch": "the provider's record differs",
    "verification_timeout": "the provider's record could not be read in time",
}
"""Error code → words; one that is not here is shown as it is."""

MAILS: Final[Mapping[str, str]] = {
    "due": "A mail to the payer is due",
    "sending": "The notifier takes the mail in hand",
    "sent": "The mail service took the mail",
    "undeliverable": "The mail can't be delivered",
}
"""Status of a notification → words."""


def timeline(entries: Sequence[Entry]) -> list[Moment]:
    """The steps of one payment, oldest first."""
    found = []
    before = int(entries[0]["at"]) if entries else 0
    for entry in entries:
        at, data = int(entry["at"]), entry["data"]
        told = str(data.get("transition", ""))
        transition = FIRST_NAMES.get(told, told)
        words = WORDS.get(str(entry["type"]), _unknown)
        found.append(
            Moment(
                seq=int(entry["seq"]),
                at=at,
                waited=at - before,
                actor=str(entry["actor"]),
                what="; ".join(words(data, transition)),
                rule=RULES.get(transition, ""),
            )
        )
        before = at
    return found


def _accepted(data: Data, _: str) -> Iterator[str]:
    if "amount" in data:
        yield f"Accepted {money(int(data['amount']), str(data['currency']))} for {data['merchant']}"
    else:
        yield "Accepted"
    if data.get("livemode") is False:
        yield "in test mode"


def _started(data: Data, _: str) -> Iterator[str]:
    yield f"Attempt {data.get('number', '?')} may leave"
    if "ref" in data:
        yield f"the provider's object is {data['ref']}"


def _ended(data: Data, transition: str) -> Iterator[str]:
    yield f"Attempt {data.get('number', '?')} ended: {data.get('outcome', 'unknown')}"
    yield from _why(data)
    if "provider_request_id" in data:
        yield f"the provider's request is {data['provider_request_id']}"
    if transition == "retry_later":
        yield "nothing was charged"


def _verified(data: Data, transition: str) -> Iterator[str]:
    if transition == "read_back":
        yield from _ended(data, transition)
        return
    if data.get("charged") is False:
        yield "The provider's record says: not charged"
    else:
        yield "The provider's record was read"
    yield from _checks(data)


def _succeeded(data: Data, _: str) -> Iterator[str]:
    amount, currency = data.get("amount_received"), data.get("currency")
    if amount is not None and currency is not None:
        yield f"Succeeded: {money(int(amount), str(currency))} received"
    else:
        yield "Succeeded"
    if "charge" in data:
        yield f"the charge is {data['charge']}"


def _failed(data: Data, _: str) -> Iterator[str]:
    yield "Failed"
    yield from _why(data)


def _canceled(_: Data, __: str) -> Iterator[str]:
    yield "Canceled by its merchant"


def _review(data: Data, _: str) -> Iterator[str]:
    yield "A person must decide"
    yield from _why(data)
    yield from _checks(data)
    yield from (str(each) for each in data.get("evidence", ()))


def _resolved(data: Data, _: str) -> Iterator[str]:
    yield f"Resolved as {data.get('resolution', data.get('status', 'unknown'))}"
    if "reason" in data:
        yield f"reason: {data['reason']}"
    if "evidence" in data:
        yield f"evidence: {data['evidence']}"
    yield from _checks(data)


def _proposed(data: Data, _: str) -> Iterator[str]:
    yield f"A person proposes {data.get('resolution', data.get('status', 'a resolution'))}"
    yield from (f"{name}: {data[name]}" for name in ("reason", "evidence") if name in data)


def _mail(data: Data, _: str) -> Iterator[str]:
    record = data.get("notification") or {}
    yield MAILS.get(str(record.get("status")), f"The mail is {record.get('status')}")
    if "reason" in data:
        yield f"because it is {data['reason']}"
    if record.get("message_id"):
        yield f"the mail's id is {record['message_id']}"
    yield from (str(each) for each in data.get("evidence", ()))


def _erased(data: Data, _: str) -> Iterator[str]:
    yield f"The payer was erased: {', '.join(data.get('fields', ())) or 'nothing was left'}"
    if "reason" in data:
        yield f"reason: {data['reason']}"


def _unknown(data: Data, transition: str) -> Iterator[str]:
    yield f"A step that has no words here ({transition or data.get('status', 'no name')})"


def _why(data: Data) -> Iterator[str]:
    error = data.get("error")
    if not error:
        return
    known = error if isinstance(error, Mapping) else {"code": error}
    code = str(known.get("code"))
    yield f"{ERRORS.get(code, code)}{_in_brackets(known)}"


def _in_brackets(error: Mapping[str, Any]) -> str:
    more = [str(error[name]) for name in ("decline_code", "advice_code") if error.get(name)]
    return f" ({', '.join(more)})" if more else ""


def _checks(data: Data) -> Iterator[str]:
    found = data.get("checks", ())
    wrong = [str(each["name"]) for each in found if not each["passed"]]
    if wrong:
        yield f"checks that failed: {', '.join(wrong)}"
    elif found:
        yield f"{len(found)} checks passed"


WORDS: Final[Mapping[str, Callable[[Data, str], Iterator[str]]]] = {
    "accepted": _accepted,
    "attempt_started": _started,
    "attempt_ended": _ended,
    "verified": _verified,
    "succeeded": _succeeded,
    "failed": _failed,
    "canceled": _canceled,
    "review": _review,
    "proposed": _proposed,
    "resolved": _resolved,
    "notification": _mail,
    "erased": _erased,
}
"""Type of an entry → its words."""
