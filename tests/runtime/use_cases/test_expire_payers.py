"""Payers whose time is over go by themselves, each once, and nobody else does."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from runtime.contract.fixed_times import FIXED
from runtime.domain.audit import audit
from runtime.domain.erasure import held_by
from runtime.domain.errors import ConflictError, UnavailableError
from runtime.domain.payment import FINAL, MailStatus, Status
from runtime.domain.retention import DAY, FIRST, MOST_LEFT, RESTS, Kept, Progress
from runtime.use_cases.expire_payers import TIME_TO_STOP, Expired, ExpirePayersPorts, expire_payers
from tests.fakes.payment_queries import FakePaymentQueries
from tests.fakes.payments import ID, Harness
from tests.fakes.progress import FakeProgress

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = 40 * DAY
PLENTY = 900.0
NOTHING = Expired(0, 0, 0)


class Runs:
    """Runs over the same fakes."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.progress = FakeProgress()
        self.queries = FakePaymentQueries(harness.ledger)
        self.time_left: Callable[[], float] = lambda: PLENTY

    def ports(self) -> ExpirePayersPorts:
        """Of one run."""
        return ExpirePayersPorts(
            ledger=self.harness.ledger,
            queries=self.queries,
            progress=self.progress,
            clock=self.harness.clock,
            metrics=self.harness.metrics,
            merchants=["acme", "bistro"],
            kept=Kept(KEPT),
            request_id="r-9",
            time_left=self.time_left,
        )

    def run(self, after: int = 0) -> Expired:
        """One run, so many seconds later."""
        self.harness.clock.advance(after)
        return expire_payers(self.ports())


def test_a_final_payment_loses_its_payer_when_its_time_is_over() -> None:
    """Not a second before; the entry says who and why, the chain holds, and the books stay."""
    harness = Harness()
    runs, before = Runs(harness), harness.told()
    assert runs.run(KEPT) == NOTHING
    assert harness.row() == before
    assert runs.run(1) == Expired(1, 0, 0)
    row, entry = harness.row(), harness.ledger.lines[ID][-1]
    assert (row.status, row.amount, held_by(row)) == (Status.SUCCEEDED, before.amount, [])
    said = (entry.actor, entry.request_id, entry.data["reason"])
    assert said == ("retention", "r-9", "Its time is over.")
    assert audit(row, harness.ledger.lines[ID]) == []
    assert (harness.metrics.counts["PayerErased"], harness.metrics.counts["PayersOverdue"]) == (
        1,
        0,
    )


def test_every_final_payment_that_is_told_of_goes() -> None:
    """Whatever became of it, also where there was nothing to tell."""
    for status in FINAL - {Status.FAILED, Status.SUCCEEDED}:
        harness = Harness()
        harness.in_status(status)
        assert Runs(harness).run(KEPT + 1) == Expired(1, 0, 0)
    harness = Harness()
    harness.told(MailStatus.UNDELIVERABLE)
    assert Runs(harness).run(KEPT + 1) == Expired(1, 0, 0)


@pytest.mark.parametrize("status", sorted({*Status} - {Status.CANCELED}))
def test_a_payment_that_is_unfinished_or_owes_a_mail_is_passed_and_named(status: Status) -> None:
    """It keeps its payer, and a run that comes after its end finds it without its day."""
    harness = Harness()
    before = harness.in_status(status)
    runs = Runs(harness)
    assert runs.run(KEPT + 1) == Expired(0, 1, 0)
    assert (harness.row(), runs.progress.progress.left) == (before, (ID,))
    runs.queries.queries.clear()
    assert runs.run() == Expired(0, 1, 0)
    assert runs.queries.queries == []


def test_a_payment_that_ended_late_goes_a_week_after_the_last_word_about_it() -> None:
    """Somebody may still be told, and ask."""
    harness = Harness()
    harness.accepted()
    runs = Runs(harness)
    assert runs.run(KEPT + 1) == Expired(0, 1, 0)
    harness.ledger.rows.clear()
    harness.ledger.lines.clear()
    accepted = harness.clock.now() - KEPT - 1
    late = harness.canceled()
    harness.ledger.rows[ID] = late.model_copy(update={"created_at": accepted})
    assert runs.run(RESTS - 1) == Expired(0, 1, 0)
    assert runs.run(1) == Expired(1, 0, 0)
    assert runs.progress.progress.left == ()


def test_a_run_goes_on_where_the_last_one_stopped() -> None:
    """No day is read twice."""
    harness = Harness()
    runs = Runs(harness)
    harness.told()
    runs.run(KEPT + 1)
    assert min(query.oldest for query in runs.queries.queries) == FIRST
    end = runs.progress.progress.until
    assert end == harness.clock.now() - KEPT
    runs.queries.queries.clear()
    assert runs.run(FIXED.expire_every) == NOTHING
    assert {query.oldest for query in runs.queries.queries} == {end}
    assert {query.merchant for query in runs.queries.queries} == {"acme", "bistro"}


def test_a_run_out_of_time_stops_before_it_begins_with_another() -> None:
    """What it has not seen is the next one's, and is not taken for seen."""
    harness = Harness()
    runs = Runs(harness)
    harness.told()
    runs.time_left = lambda: TIME_TO_STOP - 1
    assert runs.run(KEPT + 1).erased == 0
    assert held_by(harness.row())
    assert runs.progress.progress.until <= harness.row().created_at
    runs.time_left = lambda: TIME_TO_STOP
    assert runs.run().erased == 1


@pytest.mark.parametrize("late", [0, 1])
def test_runs_that_are_a_day_behind_call_a_person(late: int) -> None:
    """One run without time is nothing; more than a day of them is."""
    harness = Harness()
    runs = Runs(harness)
    harness.told()
    runs.run(KEPT)
    runs.time_left = lambda: 0
    assert runs.run(DAY + late).behind == DAY + late
    assert harness.metrics.counts["PayersOverdue"] == late


def test_a_failing_ledger_ends_the_run_and_the_next_one_goes_on() -> None:
    """The function fails, which its alarm counts; nothing is lost."""
    harness = Harness()
    runs = Runs(harness)
    harness.told()
    harness.ledger.fail_next("commit", UnavailableError("away"))
    with pytest.raises(UnavailableError):
        runs.run(KEPT + 1)
    assert runs.progress.progress.until <= harness.row().created_at
    assert runs.run().erased == 1


def test_a_write_whose_answer_was_lost_is_not_done_twice() -> None:
    """The next run meets a payment without a payer."""
    harness = Harness()
    runs = Runs(harness)
    harness.told()
    runs.progress.fail_next("put", UnavailableError("away"))
    with pytest.raises(UnavailableError):
        runs.run(KEPT - DAY)
    assert runs.run(DAY + 1).erased == 1
    runs.progress.progress = Progress()
    version = harness.row().version
    assert runs.run() == NOTHING
    assert harness.row().version == version


def test_who_is_late_leaves_it_to_the_next_run() -> None:
    """Somebody wrote about the payment meanwhile: it is named, and looked at again."""
    harness = Harness()
    runs = Runs(harness)
    harness.told()
    harness.ledger.fail_next("commit", ConflictError("first"))
    assert runs.run(KEPT + 1) == Expired(0, 1, 0)
    assert runs.run() == Expired(1, 0, 0)


def test_two_runs_at_once_do_not_overwrite_each_other() -> None:
    """The progress has a version, as a payment has."""
    harness = Harness()
    runs = Runs(harness)
    runs.run(KEPT + 1)
    known = runs.progress.progress
    runs.progress.fail_next("put", ConflictError("another run"))
    with pytest.raises(ConflictError):
        runs.run(DAY)
    assert runs.progress.progress == known


def test_too_many_that_wait_stop_the_runs_and_call_a_person() -> None:
    """The item that names them stays small; who waits is still looked at."""
    harness = Harness()
    runs = Runs(harness)
    harness.told()
    names = tuple(f"pay_{number:026d}" for number in range(MOST_LEFT))
    for name in names:
        harness.ledger.rows[name] = harness.row().model_copy(
            update={"payment_id": name, "status": Status.REQUIRES_REVIEW, "merchant": "elsewhere"}
        )
    runs.progress.progress = replace(Progress(), left=names)
    expired = runs.run(KEPT + 1)
    assert (expired.erased, expired.left, expired.behind > DAY) == (0, MOST_LEFT, True)
    assert harness.metrics.facts["PayersOverdue"]["left"] == MOST_LEFT
    del harness.ledger.rows[names[0]]
    assert runs.run() == Expired(1, MOST_LEFT - 1, 0)


def test_a_row_changed_by_hand_is_written_as_its_entries_say() -> None:
    """An erasure by time makes no wrong amount look right either."""
    harness = Harness()
    row = harness.told()
    harness.ledger.rows[ID] = row.model_copy(update={"amount": 1})
    assert Runs(harness).run(KEPT + 1).erased == 1
    assert harness.row().amount == row.amount
    assert harness.metrics.counts["RequiresReview"] == 1
