"""Each day that ended gets one root, in order, whatever a night brings."""

import hashlib
from typing import TYPE_CHECKING

import pytest

from runtime.contract.metrics import Metric
from runtime.domain.errors import ConflictError, UnavailableError
from runtime.domain.ledger import GENESIS
from runtime.domain.ledger_roots import (
    CLOSED,
    SETTLED_DAYS,
    Leaf,
    Stage,
    day_after,
    days_from,
)
from runtime.domain.payment import Payment, day_of
from runtime.domain.retention import DAY
from runtime.use_cases.sign_ledger import (
    MOST_DAYS,
    TIME_TO_STOP,
    SignedDays,
    SignLedgerPorts,
    sign_ledger,
)
from tests.fakes.payment_queries import FakePaymentQueries
from tests.fakes.payments import ID, Harness
from tests.fakes.roots import FakeRootSigner, FakeRootStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PLENTY = 900.0


class Nights:
    """Runs over the same fakes; the first is in the night after the payments' day."""

    def __init__(self, harness: Harness | None = None) -> None:
        self.harness = harness or Harness()
        self.queries = FakePaymentQueries(self.harness.ledger)
        self.roots = FakeRootStore()
        self.signer = FakeRootSigner()
        self.time_left: Callable[[], float] = lambda: PLENTY
        self.day = day_of(self.harness.clock.now())

    def ports(self) -> SignLedgerPorts:
        """Of one run."""
        return SignLedgerPorts(
            queries=self.queries,
            roots=self.roots,
            signer=self.signer,
            clock=self.harness.clock,
            metrics=self.harness.metrics,
            merchants=["acme", "bistro"],
            ledger="payments",
            time_left=self.time_left,
        )

    def run(self, days: int = 0) -> SignedDays:
        """One run, so many days later."""
        self.harness.clock.advance(days * DAY)
        return sign_ledger(self.ports())

    def leaves(self, day: str, stage: Stage) -> list[Leaf]:
        """What the root of a day lists."""
        (told,) = (each for each in self.roots.roots[day].root.leaves if each.stage is stage)
        lines = self.roots.leaves[told.sha256].decode().splitlines()
        assert len(lines) == told.payments
        return [Leaf.model_validate_json(line) for line in lines]

    def is_chained(self) -> bool:
        """Whether each root names the one before it."""
        roots = [self.roots.roots[day].root for day in sorted(self.roots.roots)]
        before = [GENESIS, *(each.hash for each in roots)]
        return [each.previous for each in roots] == before[:-1]

    def unsigned(self) -> int:
        """How often a person was called."""
        return self.harness.metrics.counts[Metric.LEDGER_DAY_UNSIGNED]


def leaf(payment: Payment) -> Leaf:
    """Where the payment stands."""
    return Leaf(payment_id=payment.payment_id, seq=payment.version, hash=payment.last_hash)


def others(harness: Harness, row: Payment, *ids: str) -> None:
    """The same row under other ids."""
    for each in ids:
        harness.ledger.rows[each] = row.model_copy(
            update={"payment_id": each, "created_key": row.created_key.replace(ID, each)}
        )


def test_the_day_that_ended_is_listed_and_signed() -> None:
    """Every payment accepted on it with version and hash, of each merchant, sorted by id."""
    harness = Harness()
    nights, row = Nights(harness), harness.told()
    others(harness, row, "pay_" + "z" * 26, "pay_" + "a" * 26)
    assert nights.run(1) == SignedDays(1, 0)
    found = nights.leaves(nights.day, Stage.ENDED)
    assert leaf(row) in found
    assert [each.payment_id for each in found] == sorted(harness.ledger.rows)
    root = nights.roots.roots[nights.day].root
    assert (root.previous, root.ledger, root.signed_at) == (
        GENESIS,
        "payments",
        harness.clock.now(),
    )
    public = nights.signer.public_key()
    assert nights.roots.keys == {root.key: public}
    assert root.key == hashlib.sha256(public).hexdigest()
    assert {query.merchant for query in nights.queries.queries} == {"acme", "bistro"}
    assert nights.unsigned() == 0


def test_a_second_run_of_the_night_writes_nothing() -> None:
    """Not even where the payment has moved since."""
    harness = Harness()
    nights = Nights(harness)
    harness.accepted()
    nights.run(1)
    before = dict(nights.roots.roots), dict(nights.roots.leaves)
    harness.ledger.rows.clear()
    assert nights.run() == SignedDays(0, 0)
    assert (nights.roots.roots, nights.roots.leaves) == before


def test_a_day_is_listed_again_when_it_is_settled() -> None:
    """With what became of its payments since, by the root of a week later."""
    harness = Harness()
    nights, row = Nights(harness), harness.accepted()
    for night in range(1, SETTLED_DAYS + 2):
        if night == SETTLED_DAYS:
            moved = row.model_copy(update={"version": 9, "last_hash": "9" * 64})
            harness.ledger.rows[ID] = moved
        nights.run(1)
    assert nights.leaves(nights.day, Stage.ENDED) == [leaf(row)]
    assert nights.leaves(day_after(nights.day, SETTLED_DAYS), Stage.SETTLED) == [leaf(moved)]
    assert nights.leaves(day_after(nights.day, SETTLED_DAYS - 1), Stage.SETTLED) == []


def test_each_root_names_the_one_before_it() -> None:
    """So a day that is taken out is missed by the next."""
    nights = Nights()
    for _ in range(3):
        nights.run(1)
    assert len(nights.roots.roots) == 3
    assert nights.is_chained()


@pytest.mark.parametrize("after_midnight", [0, CLOSED - 1])
def test_a_day_is_left_open_for_a_while(after_midnight: int) -> None:
    """What is just being written is not missed."""
    nights = Nights()
    nights.run(1)
    clock = nights.harness.clock
    clock.advance(-clock.now() % DAY + after_midnight)
    assert nights.run() == SignedDays(0, 0)
    clock.advance(CLOSED - after_midnight)
    assert nights.run() == SignedDays(1, 0)


def test_missed_nights_are_made_up_for_in_order() -> None:
    """None is skipped, however many there are; a run takes a month at a time and says so."""
    nights = Nights()
    nights.run(1)
    assert nights.run(MOST_DAYS + 2) == SignedDays(MOST_DAYS, 2)
    assert nights.harness.metrics.facts[Metric.LEDGER_DAY_UNSIGNED] == {"unsigned": 2}
    assert nights.run() == SignedDays(2, 0)
    assert nights.unsigned() == 1
    last = day_after(nights.day, MOST_DAYS + 2)
    assert sorted(nights.roots.roots) == list(days_from(nights.day, last))
    assert nights.is_chained()


def test_a_day_that_is_gone_calls_a_person_every_night() -> None:
    """Nobody can sign it again in its place: the one after it names another hash."""
    nights = Nights()
    for _ in range(3):
        nights.run(1)
    del nights.roots.roots[day_after(nights.day)]
    assert nights.run(1) == SignedDays(1, 1)
    assert nights.unsigned() == 1


@pytest.mark.parametrize("method", ["days", "get", "put_key", "put_leaves", "put", "sign"])
@pytest.mark.parametrize("after", [False, True])
def test_the_next_run_completes_what_one_could_not(method: str, *, after: bool) -> None:
    """Wherever it died: the roots are those of a run that did not."""
    harness = Harness()
    nights, row = Nights(harness), harness.told()
    nights.run(1)
    at = nights.signer if method == "sign" else nights.roots
    at.fail_next(method, UnavailableError("away"), after=after)
    with pytest.raises(UnavailableError):
        nights.run(1)
    assert nights.run().unsigned == 0
    assert sorted(nights.roots.roots) == [nights.day, day_after(nights.day)]
    second = nights.roots.roots[day_after(nights.day)].root
    assert second.previous == nights.roots.roots[nights.day].root.hash
    assert nights.leaves(nights.day, Stage.ENDED) == [leaf(row)]


def test_a_reply_that_was_lost_is_not_another_run() -> None:
    """The SDK asks once more and hears that the root is there: it is the same one."""
    nights = Nights()
    nights.roots.fail_next("put", ConflictError("there"), after=True)
    assert nights.run(1) == SignedDays(1, 0)


class _ListedBefore(FakeRootStore):
    """What a run sees that asked before the other wrote."""

    def days(self) -> "Sequence[str]":
        return []


def test_of_two_runs_at_once_one_ends() -> None:
    """What the other signed stays."""
    first, second = Nights(), Nights()
    first.run(1)
    second.roots = _ListedBefore()
    second.roots.roots.update(first.roots.roots)
    with pytest.raises(ConflictError):
        second.run(1)
    assert second.roots.roots == first.roots.roots


def test_a_run_out_of_time_signs_no_half_day() -> None:
    """It says that the day is not signed, and the next run begins it anew."""
    harness = Harness()
    nights = Nights(harness)
    harness.accepted()
    nights.time_left = lambda: TIME_TO_STOP - 1
    assert nights.run(1) == SignedDays(0, 1)
    assert nights.roots.roots == {}
    assert nights.unsigned() == 1
    nights.time_left = lambda: TIME_TO_STOP
    assert nights.run() == SignedDays(1, 0)
