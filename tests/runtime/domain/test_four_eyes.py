"""Who is another person, when two are needed, and which proposal stands."""

import pytest

from runtime.contract.fixed_times import FIXED
from runtime.domain.audit import audit, fold
from runtime.domain.four_eyes import STANDS, needs_second, person_of, propose, standing
from runtime.domain.ledger import Stamp
from runtime.domain.payment import Status
from tests.fakes.payments import ID, Harness

IAM = "arn:aws:iam::111122223333"
STS = "arn:aws:sts::111122223333"
SSO = f"{STS}:assumed-role/AWSReservedSSO_Operators_0123456789abcdef"
SAID = {"resolution": "failed", "reason": "The report says so.", "evidence": "TICKET-1"}
JANE = f"operator:{IAM}:user/jane"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{STS}:assumed-role/operators/jane", f"{STS}:assumed-role/operators/joe"),
        (f"{SSO}/jane@example.com", f"{SSO}/Jane@example.com"),
        (f"{SSO}/jane", f"{STS}:assumed-role/AWSReservedSSO_Admins_fedcba9876543210/jane"),
        (f"{STS}:federated-user/jane", f"{STS}:federated-user/joe"),
        (f"{IAM}:user/jane", f"operator:{IAM}:user/jane"),
        ("arn:aws-us-gov:sts::1:x", "operator:arn:aws-us-gov:sts::1:x"),
    ],
)
def test_what_its_holder_chooses_makes_nobody_another_person(one: str, other: str) -> None:
    """A session's name, another role of Identity Center's, a federated name."""
    assert person_of(one) == person_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{IAM}:user/jane", f"{IAM}:user/joe"),
        (f"{IAM}:user/jane", f"{IAM}:root"),
        (f"{STS}:assumed-role/operators/jane", f"{STS}:assumed-role/leads/jane"),
        (f"{SSO}/jane", f"{SSO}/joe"),
        (f"{SSO}/jane", f"{STS}:assumed-role/operators/jane"),
        (
            "arn:aws:sts::111122223333:assumed-role/operators/jane",
            "arn:aws:sts::444455556666:assumed-role/operators/jane",
        ),
    ],
)
def test_what_iam_tells_apart_are_two_people(one: str, other: str) -> None:
    """Users, roles, accounts, and users of Identity Center."""
    assert person_of(one) != person_of(other)


@pytest.mark.parametrize(
    ("limits", "amount", "needed"),
    [
        ({}, 10**12, False),
        ({"eur": 5}, 5, False),
        ({"eur": 5}, 6, True),
        ({"eur": 0}, 1, True),
        ({"usd": 10**12}, 1, True),
    ],
)
def test_above_the_amount_two_are_needed(
    limits: dict[str, int],
    amount: int,
    needed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A currency without an amount beside others needs two for whatever there is."""
    assert needs_second(limits, "eur", amount) is needed


def proposed() -> Harness:
    """A payment in review of which Jane has said something."""
    harness = Harness()
    stamp = Stamp(harness.clock.now(), JANE, "r-1")
    harness.write(propose(harness.parked(), SAID, stamp))
    return harness


def test_a_proposal_leaves_the_payment_where_it_is() -> None:
    """An entry with the words and who said them; the row is sound.

    A proposal puts off nothing: a day after the payment came in front of a person it is told of.
    """
    harness = proposed()
    entry = harness.ledger.lines[ID][-1]
    (parked,) = [each.at for each in harness.ledger.lines[ID] if each.type == "review"]
    row = harness.row()
    assert (row.status, row.due_at) == (Status.REQUIRES_REVIEW, parked + FIXED.review_waits)
    assert (entry.type, entry.actor) == ("proposed", JANE)
    assert {name: entry.data[name] for name in SAID} == SAID
    assert audit(harness.row(), harness.ledger.lines[ID]) == []


def test_a_proposal_stands_for_three_days() -> None:
    """To the second."""
    harness = proposed()
    row, lines, now = harness.row(), harness.ledger.lines[ID], harness.clock.now()
    stands = standing(row, lines, now + STANDS - 1)
    assert stands
    assert (stands.seq, stands.resolution, stands.until) == (row.version, "failed", now + STANDS)
    assert standing(row, lines, now + STANDS) is None


def test_a_proposal_falls_with_the_next_word_about_the_payment() -> None:
    """Whoever confirms has seen what the proposer saw."""
    harness = proposed()
    harness.write(propose(harness.row(), {**SAID, "resolution": "succeeded"}, harness.stamp()))
    stands = standing(harness.row(), harness.ledger.lines[ID], harness.clock.now())
    assert stands
    assert stands.resolution == "succeeded"
    earlier = harness.row().model_copy(update={"version": harness.row().version - 2})
    assert standing(earlier, harness.ledger.lines[ID], harness.clock.now()) is None


def test_a_proposal_about_a_payment_that_nobody_asked_about_is_a_fault() -> None:
    """The audit finds a step that the use case never takes."""
    harness = Harness()
    harness.write(propose(harness.succeeded(), SAID, harness.stamp()))
    (fault,) = fold(harness.ledger.lines[ID]).faults
    assert "nobody was asked" in fault
