"""A person resolves what no machine could (`resolve`)."""

from typing import Any

import pytest

from runtime.domain.audit import audit
from runtime.domain.errors import (
    ConflictError,
    InvalidRequestError,
    PaymentMissingError,
    PaymentNotInReviewError,
    ProviderSilentError,
    ResolutionContradictedError,
)
from runtime.domain.payment import MailStatus, Payment, Status
from runtime.domain.psp import Outcome, OutcomeKind, PspCharge, PspState
from runtime.use_cases.resolve_review import read_resolution, resolve_review
from runtime.wire.documents import InvalidFieldsError
from runtime.wire.from_domain import entry_object
from tests.fakes.payments import ID, REF, Harness

SAID = {
    "resolution": "succeeded",
    "reason": "Paid, says the report.",
    "evidence": "TICKET-1",
}
FAILED = {**SAID, "resolution": "failed"}
SILENT = Outcome(OutcomeKind.UNKNOWN, "provider_timeout")
ACTOR = "operator:arn:aws:iam::111122223333:user/jane"


def resolve(harness: Harness, said: dict[str, Any] = SAID) -> Payment:
    """Resolve as Jane."""
    return resolve_review(
        ID,
        read_resolution(said),
        operator="arn:aws:iam::111122223333:user/jane",
        request_id="request-7",
        ports=harness.operating(),
    )


def parked(**facts: Any) -> Harness:
    """A payment in review; the PSP's book says `facts` of it, or that nothing was charged."""
    harness = Harness()
    harness.parked()
    if facts.get("state") is PspState.PAID:
        harness.psp.take(REF)
    if facts:
        harness.psp.set(REF, **facts)
    return harness


def test_money_that_the_psp_has_is_booked() -> None:
    """`resolve` to `succeeded`: the PSP's charge and amount, postings, and a mail that is owed."""
    harness = parked(state=PspState.PAID)
    payment = resolve(harness)
    assert payment == harness.row()
    assert (payment.status, payment.amount_received) == (Status.SUCCEEDED, 2500)
    assert payment.provider
    assert payment.provider.charge == f"ch_{REF}"
    assert payment.verification.status == "verified"
    assert payment.error is None
    entry = harness.ledger.lines[ID][-1]
    assert [posting.amount for posting in entry.postings] == [2500, -2500]
    assert (payment.notification.status, payment.notification.id) == (
        MailStatus.DUE,
        f"{ID}-{entry.seq}",
    )
    assert harness.notification_queue.sent == [(ID, 0)]
    assert harness.metrics.counts["ReviewResolved"] == 1


def test_who_did_it_and_why_is_an_entry() -> None:
    """Actor, reason and evidence stand in the ledger; the merchant sees the resolution only."""
    harness = parked(state=PspState.PAID)
    resolve(harness)
    entry = harness.ledger.lines[ID][-1]
    assert (entry.type, entry.actor, entry.request_id) == ("resolved", ACTOR, "request-7")
    assert SAID.items() <= entry.data.items()
    shown = entry_object(entry).model_dump(mode="json")
    assert shown["data"]["resolution"] == "succeeded"
    assert shown["actor"] == "operator"
    assert "jane" not in str(shown)
    assert "TICKET-1" not in str(shown)


@pytest.mark.parametrize("said", [SAID, FAILED])
def test_the_audit_knows_a_resolution(said: dict[str, Any]) -> None:
    """I1, I2, I8: row, chain and postings hold after either resolution."""
    harness = parked(state=PspState.PAID) if said is SAID else parked()
    resolve(harness, said)
    assert audit(harness.row(), harness.ledger.lines[ID]) == []


def test_the_object_is_canceled_before_failed_is_written() -> None:
    """I5: a confirm on its way can't land after the payment has failed."""
    harness = parked()
    payment = resolve(harness, FAILED)
    assert payment.status is Status.FAILED
    assert harness.psp.book[REF].state is PspState.CANCELED
    assert harness.error_code() == "verification_timeout"
    assert payment.notification.outcome == "failed"
    assert payment.amount_received == 0
    assert not harness.ledger.lines[ID][-1].postings


def test_a_decline_that_is_read_is_why_it_failed() -> None:
    """The PSP's own reason is better than ours."""
    harness = parked()
    no = Outcome(OutcomeKind.DECLINED, "card_declined", "insufficient_funds")
    harness.psp.set(REF, state=PspState.DECLINED, decline=no)
    harness.psp.script("cancel", [harness.psp.book[REF]])
    payment = resolve(harness, FAILED)
    assert payment.error
    assert payment.error.decline_code == "insufficient_funds"
    assert harness.ledger.lines[ID][-1].data["error"]["code"] == "card_declined"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        *((SAID, state) for state in PspState if state is not PspState.PAID),
        *((FAILED, state) for state in (PspState.PAID, PspState.PENDING, PspState.HELD)),
    ],
)
def test_the_psps_record_is_not_contradicted(said: dict[str, Any], state: PspState) -> None:
    """I4, I5: no word of a person books money that is not there, or forgets money that is."""
    harness = parked(state=state)
    harness.psp.script("cancel", [harness.psp.book[REF]])
    before = harness.row()
    with pytest.raises(ResolutionContradictedError, match=str(state)):
        resolve(harness, said)
    assert harness.row() == before
    assert harness.notification_queue.sent == []


@pytest.mark.parametrize(
    ("facts", "check"),
    [
        ({"currency": "usd"}, "currency"),
        ({"livemode": True}, "livemode"),
        ({"payment_id": "pay_other"}, "payment_id"),
    ],
)
def test_some_checks_no_evidence_overrules(facts: dict[str, Any], check: str) -> None:
    """Test money, another's charge or another currency can't be booked as this payment."""
    harness = parked(state=PspState.PAID, **facts)
    with pytest.raises(ResolutionContradictedError, match=f"fails: {check}"):
        resolve(harness)


def test_another_amount_may_be_accepted_and_is_booked_as_it_is() -> None:
    """A person may take less than was asked; the ledger then holds what the PSP took."""
    charge = PspCharge("ch_1", paid=True, captured=True, refunded=False, disputed=True)
    harness = parked(state=PspState.PAID, amount_received=2400, charge=charge)
    payment = resolve(harness)
    assert (payment.status, payment.amount_received) == (Status.SUCCEEDED, 2400)
    assert payment.verification.status == "mismatch"
    assert payment.verification.verified_at is None
    assert harness.ledger.lines[ID][-1].postings[0].amount == 2400
    failed = {check.name for check in payment.verification.checks if not check.passed}
    assert failed == {"amount", "not_disputed"}


@pytest.mark.parametrize(("said", "method"), [(SAID, "lookup"), (FAILED, "cancel")])
def test_without_an_answer_nothing_is_written(said: dict[str, Any], method: str) -> None:
    """No answer is not a no: the person asks again."""
    harness = parked(state=PspState.PAID) if said is SAID else parked()
    before = harness.row()
    harness.psp.script(method, [SILENT])
    with pytest.raises(ProviderSilentError):
        resolve(harness, said)
    assert harness.row() == before
    assert resolve(harness, said).status == said["resolution"]


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.REQUIRES_REVIEW}))
def test_only_what_is_in_review_is_resolved(status: Status) -> None:
    """In any other status the PSP is not even asked."""
    harness = Harness()
    before = harness.in_status(status)
    asked = list(harness.psp.calls)
    with pytest.raises(PaymentNotInReviewError, match=str(status)):
        resolve(harness)
    assert (harness.row(), harness.psp.calls) == (before, asked)


def test_an_unknown_payment_is_missing() -> None:
    """Nothing is resolved that was never accepted."""
    with pytest.raises(PaymentMissingError):
        resolve(Harness())


def test_of_two_persons_one_resolves() -> None:
    """Who loses the race learns what the payment is now, and nothing is booked twice."""
    harness = parked(state=PspState.PAID)
    harness.psp.script("lookup", [lambda ref: resolve(harness) and harness.psp.book[ref]])
    with pytest.raises(PaymentNotInReviewError, match="succeeded"):
        resolve(harness)
    assert harness.history() == ["accept", "claim", "read_back", "park", "resolve"]


def test_who_is_late_for_another_reason_looks_again() -> None:
    """A conflict that leaves the payment in review is no refusal."""
    harness = parked(state=PspState.PAID)
    harness.ledger.fail_next("commit", ConflictError("first"))
    assert resolve(harness).status is Status.SUCCEEDED
    assert len(harness.psp.called("lookup")) == 2


def test_a_mail_that_can_not_be_asked_for_is_swept() -> None:
    """Write, then send: the resolution stands, and the payment is due for the sweeper."""
    harness = parked(state=PspState.PAID)
    harness.notification_queue.refusing = True
    payment = resolve(harness)
    assert payment.due_at is not None
    assert harness.metrics.counts["SendAfterCommitFailed"] == 1


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"evidence": None}, "parameter_missing", "evidence"),
        ({"reason": None}, "parameter_missing", "reason"),
        ({"evidence": ""}, "parameter_invalid", "evidence"),
        ({"evidence": "   "}, "parameter_invalid", "evidence"),
        ({"evidence": "a\nb"}, "parameter_invalid", "evidence"),
        ({"reason": "x" * 501}, "parameter_invalid", "reason"),
        ({"resolution": "canceled"}, "parameter_invalid", "resolution"),
        ({"operator": "somebody"}, "parameter_unknown", "operator"),
    ],
)
def test_a_resolution_without_reason_and_evidence_is_refused(
    change: dict[str, Any], code: str, param: str
) -> None:
    """The error names the field, and nothing of what was in it."""
    document = {key: value for key, value in {**SAID, **change}.items() if value is not None}
    with pytest.raises(InvalidFieldsError) as caught:
        read_resolution(document)
    assert (caught.value.code, caught.value.param) == (code, param)
    assert "somebody" not in str(caught.value)


@pytest.mark.parametrize("document", [None, [], "failed", 1])
def test_a_resolution_is_an_object(document: object) -> None:
    """Any other JSON is refused as a whole."""
    with pytest.raises(InvalidRequestError):
        read_resolution(document)
