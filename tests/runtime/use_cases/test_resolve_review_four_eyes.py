"""Above an amount two people resolve, and one person is never two."""

from typing import Any

import pytest

from runtime.domain.audit import audit
from runtime.domain.errors import (
    ConflictError,
    ResolutionContradictedError,
    SecondPersonNeededError,
    UnavailableError,
)
from runtime.domain.four_eyes import STANDS
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment, Status
from runtime.domain.psp import PspState
from runtime.domain.terms import changed_terms
from runtime.use_cases.resolve_review import read_resolution, resolve_review
from runtime.wire.from_domain import entry_object
from runtime.wire.problem_json import problem_of
from tests.fakes.payments import ID, REF, Harness

SAID = {"resolution": "succeeded", "reason": "Paid, says the report.", "evidence": "TICKET-1"}
FAILED = {**SAID, "resolution": "failed"}
JANE, JOE = (f"arn:aws:iam::111122223333:user/{name}" for name in ("jane", "joe"))
ROLE = "arn:aws:sts::111122223333:assumed-role/operators"
ALL = {"eur": 0}


def parked(limits: dict[str, int] = ALL, **facts: Any) -> Harness:
    """A payment of 25.00 EUR in review, of which the PSP's book says `facts`."""
    harness = Harness(four_eyes=limits)
    harness.parked()
    if facts.get("state", PspState.PAID) is PspState.PAID:
        harness.psp.take(REF)
    if facts:
        harness.psp.set(REF, **facts)
    harness.psp.calls.clear()
    return harness


def says(harness: Harness, who: str, said: dict[str, Any] = SAID) -> Payment:
    """Resolve as this person."""
    return resolve_review(
        ID,
        read_resolution(said),
        operator=who,
        request_id=f"request of {who[-4:]}",
        ports=harness.operating(),
    )


def types(harness: Harness) -> list[str]:
    """The last two entries."""
    return [str(entry.type) for entry in harness.ledger.lines[ID][-2:]]


def test_one_proposes_and_another_resolves() -> None:
    """The first writes who and why; the second what became of it, and whom it confirms."""
    harness = parked()
    first = says(harness, JANE)
    assert first == harness.row()
    assert (first.status, harness.notification_queue.sent) == (Status.REQUIRES_REVIEW, [])
    second = says(harness, JOE, {**SAID, "reason": "I have looked too."})
    assert (second.status, second.amount_received) == (Status.SUCCEEDED, 2500)
    proposed, resolved = harness.ledger.lines[ID][-2:]
    assert (proposed.actor, resolved.actor) == (f"operator:{JANE}", f"operator:{JOE}")
    assert resolved.data["proposal"] == {"seq": proposed.seq, "actor": proposed.actor}
    assert resolved.data["reason"] == "I have looked too."
    assert audit(second, harness.ledger.lines[ID]) == []
    assert changed_terms(second, harness.ledger.lines[ID]) == []
    counts = harness.metrics.counts
    assert (counts["ReviewProposed"], counts["ReviewResolved"]) == (1, 1)


def test_a_merchant_sees_that_it_is_proposed_and_not_who_or_why() -> None:
    """Names of people and their words are the operators'."""
    harness = parked()
    says(harness, JANE)
    shown = entry_object(harness.ledger.lines[ID][-1])
    assert (shown.type, shown.actor) == ("proposed", "operator")
    assert not {"reason", "evidence", "proposal"} & set(shown.data)


@pytest.mark.parametrize(("first", "second"), [(JANE, JANE), (f"{ROLE}/jane", f"{ROLE}/joe")])
def test_the_same_person_is_refused(first: str, second: str) -> None:
    """409 with until when another may, and nothing is written, whatever a session is called."""
    harness = parked()
    before = says(harness, first)
    with pytest.raises(SecondPersonNeededError, match="another person must say the same") as error:
        says(harness, second)
    assert harness.row() == before
    problem = problem_of(error.value)
    assert (problem.status, problem.code) == (409, "second_person_required")


def test_a_failure_that_is_proposed_cancels_nothing() -> None:
    """The PSP hears of it when another says so too."""
    harness = parked(state=PspState.NOT_CHARGED)
    says(harness, JANE, FAILED)
    assert harness.psp.calls == []
    assert says(harness, JOE, FAILED).status is Status.FAILED
    assert [call.method for call in harness.psp.calls] == ["cancel"]


def test_a_proposal_that_the_psp_contradicts_is_refused_at_once() -> None:
    """Nobody has to be called for what can't be."""
    harness = parked(state=PspState.CANCELED)
    before = harness.row()
    with pytest.raises(ResolutionContradictedError):
        says(harness, JANE)
    assert harness.row() == before


def test_what_is_not_above_the_amount_one_person_resolves() -> None:
    """As without the setting; no entry is asked for."""
    for limits in ({}, {"eur": 2500}):
        harness = parked(limits)
        assert says(harness, JANE).status is Status.SUCCEEDED
        assert types(harness)[-1] == "resolved"
        assert "proposal" not in harness.ledger.lines[ID][-1].data


def test_the_amount_that_is_booked_counts_too() -> None:
    """Whatever was asked for, the PSP may have taken more."""
    harness = parked({"eur": 2500}, state=PspState.PAID, amount_received=2501)
    assert says(harness, JANE).status is Status.REQUIRES_REVIEW
    assert says(harness, JOE).amount_received == 2501


def test_who_says_otherwise_proposes_anew() -> None:
    """The later proposal stands, and its own proposer can't confirm it."""
    harness = parked(state=PspState.PAID)
    says(harness, JANE, FAILED)
    assert says(harness, JOE).status is Status.REQUIRES_REVIEW
    assert types(harness) == ["proposed", "proposed"]
    with pytest.raises(SecondPersonNeededError):
        says(harness, JOE)
    assert says(harness, JANE).status is Status.SUCCEEDED


def test_a_proposal_lapses() -> None:
    """After three days the next one proposes anew, whoever it is."""
    harness = parked()
    says(harness, JANE)
    harness.clock.advance(STANDS)
    assert says(harness, JOE).status is Status.REQUIRES_REVIEW
    assert says(harness, JANE).status is Status.SUCCEEDED


def test_a_lost_answer_is_no_second_person() -> None:
    """Who asks again is told that it is proposed."""
    harness = parked()
    harness.ledger.fail_next("commit", UnavailableError("lost"), after=True)
    with pytest.raises(UnavailableError):
        says(harness, JANE)
    with pytest.raises(SecondPersonNeededError):
        says(harness, JANE)


def test_of_two_at_once_the_later_one_confirms() -> None:
    """Both said the same: that is what two people are for."""
    harness = parked()
    harness.ledger.fail_next("commit", ConflictError("first"))
    assert says(harness, JANE).status is Status.REQUIRES_REVIEW
    assert says(harness, JOE).status is Status.SUCCEEDED


def test_an_entry_that_confirms_nobody_is_a_fault() -> None:
    """The audit finds a resolution whose proposal is another's, or the same person's."""
    harness = parked()
    says(harness, JANE)
    says(harness, JOE)
    lines = harness.ledger.lines[ID]
    wrong: list[dict[str, Any]] = [{"actor": f"operator:{JANE}"}]
    wrong += [{"data": {**lines[-1].data, "proposal": {"seq": 1, "actor": "operator:x"}}}]
    for each in wrong:
        changed: list[Entry] = [*lines[:-1], lines[-1].model_copy(update=each)]
        assert any("confirms what" in fault for fault in audit(harness.row(), changed))
