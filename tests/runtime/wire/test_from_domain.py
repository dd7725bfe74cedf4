"""What a merchant sees, and what it never sees."""

import json

import pytest

from runtime.domain.ledger import Entry, EntryType, Stamp, write_entry
from runtime.domain.payment import Check, PaymentError, Status
from runtime.wire.from_domain import (
    MASKED,
    MESSAGES,
    entry_object,
    error_object,
    payment_object,
)
from tests.fakes.payments import ID, Harness

FIELDS = {
    "id": str,
    "object": str,
    "livemode": bool,
    "status": str,
    "amount": int,
    "amount_received": int,
    "currency": str,
    "customer": dict,
    "description": str | None,
    "reference": str | None,
    "metadata": dict,
    "created": int,
    "updated": int,
    "attempt_count": int,
    "max_attempts": int,
    "next_attempt_at": int | None,
    "attempts": list,
    "last_payment_error": dict | None,
    "provider": dict | None,
    "verification": dict,
    "notification": dict,
    "links": dict,
}


@pytest.mark.parametrize("status", Status)
def test_a_payment_has_the_same_shape_in_every_status(status: Status) -> None:
    """Every field is always there, with its type, and the whole is JSON."""
    shown = payment_object(Harness().in_status(status)).model_dump(mode="json")
    assert shown.keys() == FIELDS.keys()
    assert [name for name, kind in FIELDS.items() if not isinstance(shown[name], kind)] == []
    assert json.loads(json.dumps(shown)) == shown
    assert shown["status"] == status
    assert shown["links"] == {"self": f"/v1/payments/{ID}", "entries": f"/v1/payments/{ID}/entries"}


def test_a_payment_that_succeeded_shows_its_proof() -> None:
    """What was received, the PSP's names for it, and each check that passed."""
    shown = payment_object(Harness().succeeded()).model_dump(mode="json")
    assert (shown["amount_received"], shown["last_payment_error"]) == (2500, None)
    assert shown["provider"] == {"name": "fake", "payment_id": f"pi_{ID}", "charge_id": "ch_1"}
    assert shown["verification"]["status"] == "verified"
    assert shown["verification"]["checks"] == [{"name": "status", "passed": True}]
    mail = {"status": "due", "sent_at": None, "message_id": None, "reason": None}
    assert shown["notification"] == mail


def test_a_declined_payment_shows_why_and_each_attempt() -> None:
    """The error stands on the payment and on the attempt that met it."""
    shown = payment_object(Harness().failed()).model_dump(mode="json")
    error = {
        "code": "card_declined",
        "decline_code": "insufficient_funds",
        "advice_code": None,
        "message": "The card was declined.",
    }
    assert shown["last_payment_error"] == error
    (attempt,) = shown["attempts"]
    assert (attempt["number"], attempt["outcome"], attempt["error"]) == (1, "declined", error)


def test_nothing_sealed_and_nothing_internal_is_shown() -> None:
    """No sealed text, hash, key, owner or lease is in the object."""
    payment = Harness().claimed()
    text = payment_object(payment).model_dump_json()
    sealed = [one.get_secret_value() for one in payment.sealed.values()]
    hidden = (*sealed, payment.body_hash, payment.last_hash, payment.day_key)
    assert payment.attempt_owner is not None
    assert not [value for value in (*hidden, payment.attempt_owner) if value in text]


@pytest.mark.parametrize("code", sorted(MASKED))
def test_a_code_that_must_not_be_revealed_is_generic(code: str) -> None:
    """Lost, stolen and fraudulent look like any other decline."""
    error = error_object(PaymentError(code="card_declined", decline_code=code)).model_dump(
        mode="json"
    )
    assert error["decline_code"] == "generic_decline"
    assert code not in str(error)


def test_every_error_code_of_a_payment_has_words() -> None:
    """A code has its own sentence, and one that is not known yet has a general one."""
    assert len(set(MESSAGES.values())) == len(MESSAGES)
    assert (
        error_object(PaymentError(code="new"))
        .model_dump(mode="json")["message"]
        .endswith("could not be charged.")
    )


def _entry(kind: EntryType, data: dict[str, object], actor: str = "processor") -> Entry:
    return write_entry(ID, 1, kind, Stamp(1, actor, "request-1"), data, prev_hash="0" * 64)


def test_an_entry_hides_the_real_decline_code_request_ids_names_and_hashes() -> None:
    """Codes are as on the payment; who at the PSP or among us did it stays inside."""
    data: dict[str, object] = {
        "status": "failed",
        "provider_request_id": "req_secret",
        "reason": "operator's words",
        "error": {"code": "card_declined", "decline_code": "stolen_card"},
    }
    entry = _entry(EntryType.FAILED, data, actor="operator:arn:aws:iam::123456789012:user/joe")
    shown = entry_object(entry).model_dump(mode="json")
    assert shown["data"]["error"]["decline_code"] == "generic_decline"
    assert shown["data"]["status"] == "failed"
    assert shown["actor"] == "operator"
    hidden = ("stolen_card", "req_secret", "joe", "words", "request-1", entry.hash)
    assert not [word for word in hidden if word in json.dumps(shown)]


def test_an_entry_of_a_review_or_a_mail_is_shown_as_far_as_it_concerns_the_merchant() -> None:
    """A bare error code gets its sentence; of a mail's record, status and time are shown."""
    review = entry_object(_entry(EntryType.REVIEW, {"error": "verification_timeout"})).model_dump(
        mode="json"
    )
    assert review["data"]["error"]["message"] == MESSAGES["verification_timeout"]
    record = {"status": "sent", "sent_at": 5, "owner": "token-1", "outcome": "failed"}
    mail = entry_object(_entry(EntryType.NOTIFICATION, {"notification": record}))
    told = {"status": "sent", "outcome": "failed", "sent_at": 5, "reason": None}
    assert mail.data["notification"] == told
    undelivered: dict[str, object] = {
        "notification": {**record, "status": "undeliverable"},
        "reason": "bounced",
    }
    mail = entry_object(_entry(EntryType.NOTIFICATION, undelivered))
    assert mail.data["notification"] == {**told, "status": "undeliverable", "reason": "bounced"}
    assert "reason" not in mail.data


def test_why_a_person_resolved_a_payment_is_not_the_merchant_s_business() -> None:
    """Only a mail's entry shows its reason."""
    resolved = entry_object(
        _entry(EntryType.RESOLVED, {"reason": "The report says so."})
    ).model_dump(mode="json")
    assert "report" not in json.dumps(resolved)


def test_postings_are_shown_as_they_are() -> None:
    """The merchant sees both legs of its own money."""
    harness = Harness()
    harness.succeeded()
    legs = entry_object(harness.ledger.lines[ID][-1]).model_dump(mode="json")["postings"]
    assert sum(leg["amount"] for leg in legs) == 0
    assert {leg["currency"] for leg in legs} == {"eur"}


def test_checks_are_shown_in_one_order() -> None:
    """By name: the ledger stores them in a map, which has none."""
    found = tuple(Check(name=name, passed=True) for name in ("status", "amount", "paid"))
    row = Harness().succeeded()
    proven = row.model_copy(
        update={"verification": row.verification.model_copy(update={"checks": found})}
    )
    assert [each.name for each in payment_object(proven).verification.checks] == [
        "amount",
        "paid",
        "status",
    ]
