"""The timeline has words and a rule for everything that the ledger can hold."""

import pytest

from runtime.adapters.dynamodb_entries import FIRST_NAMES
from runtime.domain import transitions
from runtime.domain.erasure import erase
from runtime.domain.ledger import EntryType
from runtime.domain.payment import MailStatus, Status
from runtime.domain.state_machine import TABLE, Transition
from runtime.use_cases.read_ledger import raw_entry
from runtime.wire.from_domain import MESSAGES
from tests.fakes.payments import ID, Harness
from till.payments.timeline import ERRORS, MAILS, RULES, WORDS, Moment, timeline


def told(harness: Harness) -> list[Moment]:
    """The timeline of the payment in the harness."""
    return timeline([raw_entry(entry) for entry in harness.ledger.lines[ID]])


def test_each_transition_type_and_mail_has_words() -> None:
    """A new one without words fails here and not in front of a person."""
    assert set(RULES) == {str(each) for each in Transition} == {str(each) for each in TABLE}
    assert set(WORDS) == {str(each) for each in EntryType}
    assert set(MAILS) == {str(each) for each in MailStatus} - {"none"}
    assert set(ERRORS) == set(MESSAGES)


def test_a_payment_that_went_well_is_told_from_request_to_mail() -> None:
    """Each step in order, with what was read and the rule that decided it."""
    harness = Harness()
    harness.told()
    steps = told(harness)
    assert [each.seq for each in steps] == list(range(1, len(steps) + 1))
    words = [each.what for each in steps]
    assert words[0] == "Accepted 25.00 EUR for acme; in test mode"
    assert words[1].startswith("Attempt 1 may leave; the provider's object is pi_pay_")
    assert words[2] == "Attempt 1 ended: unknown; the provider did not answer in time"
    assert words[3] == "The provider's record was read; 1 checks passed"
    assert words[4] == "Succeeded: 25.00 EUR received; the charge is ch_1"
    assert words[-1] == "The mail service took the mail; the mail's id is ses-1"
    assert steps[2].rule == RULES["read_back"]
    assert steps[-1].rule == ""


@pytest.mark.parametrize("status", Status)
def test_every_status_is_told_without_a_gap(status: Status) -> None:
    """One step for each entry, and none without words."""
    harness = Harness()
    harness.in_status(status)
    steps = told(harness)
    assert len(steps) == len(harness.ledger.lines[ID])
    assert not [each for each in steps if not each.what or "no words here" in each.what]
    assert not [each for each in steps if not each.rule]


def test_waits_stand_between_the_steps() -> None:
    """Seconds since the one before."""
    harness = Harness()
    harness.accepted()
    harness.clock.advance(40)
    harness.write(transitions.cancel(harness.row(), harness.stamp()))
    assert [each.waited for each in told(harness)] == [0, 40]


def test_an_erasure_says_what_went_and_why() -> None:
    """Without a word of the payer."""
    harness = Harness()
    harness.write(erase(harness.told(), "TICKET-1", harness.stamp()))
    last = told(harness)[-1].what
    assert last.startswith("The payer was erased: sealed, email_masked")
    assert last.endswith("reason: TICKET-1")


def test_entries_of_the_first_version_are_told_in_todays_words() -> None:
    """Their transitions had numbers."""
    harness = Harness()
    harness.told()
    numbers = {name: number for number, name in FIRST_NAMES.items()}
    old = [raw_entry(entry) for entry in harness.ledger.lines[ID]]
    for entry in old:
        if "transition" in entry["data"]:
            entry["data"]["transition"] = numbers[entry["data"]["transition"]]
    assert timeline(old) == told(harness)


def test_a_decline_has_the_providers_code() -> None:
    """An operator may know what a payer may not."""
    harness = Harness()
    harness.failed()
    assert "the card was declined (insufficient_funds)" in told(harness)[-1].what


def test_what_a_person_must_decide_has_its_evidence() -> None:
    """The checks that failed by name."""
    entry = {
        "seq": 1,
        "at": 1,
        "type": "review",
        "actor": "process_payment",
        "data": {
            "transition": "park",
            "status": "requires_review",
            "error": "verification_mismatch",
            "checks": [{"name": "amount", "passed": False}, {"name": "status", "passed": True}],
            "evidence": ["the PSP has 2400"],
        },
    }
    assert timeline([entry])[0].what == (
        "A person must decide; the provider's record differs; checks that failed: amount; "
        "the PSP has 2400"
    )


def test_a_step_of_tomorrow_is_shown_as_one_without_words() -> None:
    """It is not left out, and nothing fails."""
    entry = {
        "seq": 9,
        "at": 1,
        "type": "of_tomorrow",
        "actor": "x",
        "data": {"transition": "propose"},
    }
    assert timeline([entry])[0].what == "A step that has no words here (propose)"
    assert timeline([]) == []
