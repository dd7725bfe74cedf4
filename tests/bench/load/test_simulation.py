"""Small loads whose end can be computed by hand, and Little's law where it can't."""

import math
from collections.abc import Sequence

import pytest

from bench.load.shape import Bucket, Shape
from bench.load.simulation import Load, Profile, Simulation
from runtime.contract.timing import Timing

PLENTY = Bucket(1e6, 1e6)
SHAPE = Shape(
    gateway=PLENTY,
    accept_seconds=0.5,
    accept_at_once=1_000,
    batches=5,
    batch_seconds=1,
    psp_seconds=1,
    psp_writes=2,
    psp=PLENTY,
    mails=1e6,
    timing=Timing(),
)
"""A batch takes four seconds: its own, two writes and a read."""


def load(
    shape: Shape, rates: Sequence[tuple[float, float]] = (), waiting: int = 0, longest: float = 1e6
) -> Load:
    """What becomes of it."""
    return Simulation(shape, Profile("one", rates, waiting, longest)).run()


def test_five_batches_take_fifty_messages_and_the_next_wait() -> None:
    """AWS begins with five: the first fifty are final after 4 s, the next after 8."""
    found = load(SHAPE, waiting=70)
    assert found.seconds == [4] * 50 + [8] * 20
    assert (found.left, found.ended) == (0, 8)
    assert [found.quantile(each) for each in (0.5, 0.99)] == [4, 8]
    # Five batches for four seconds, and two for four more.
    assert found.busy == (5 * 4 + 2 * 4) / 8


def test_more_batches_come_with_each_minute_that_leaves_messages() -> None:
    """Five for a minute, and 300 more from then on: nine rounds of 50 messages, then 3,000."""
    found = load(SHAPE._replace(batches=1_000, batch_seconds=4), waiting=9 * 50 + 3_000)
    assert found.ended == 60 + 7
    assert [each.final for each in found.minutes] == [8 * 50, 50 + 3_000]


def test_the_stacks_own_bound_holds() -> None:
    """However long messages wait."""
    found = load(SHAPE._replace(batches=7), waiting=1_000)
    # 5 batches in each of the first 15 rounds, then 7: 750 and 250, of which 70 a round.
    assert found.ended == 60 + 4 * math.ceil(250 / 70)


def test_the_gateway_lets_in_its_burst_and_its_rate() -> None:
    """Of 1,000 a second for a minute: the burst, and 10 a second."""
    found = load(SHAPE._replace(gateway=Bucket(10, 20), batches=1_000), [(60, 1_000)])
    asked = sum(each.asked for each in found.minutes)
    refused = sum(each.refused for each in found.minutes)
    assert asked - refused == pytest.approx(20 + 60 * 10, abs=1)
    assert len(found.seconds) == asked - refused
    assert found.left == 0


def test_what_is_reserved_for_accepting_bounds_it() -> None:
    """Half a second each, one at a time: two in a second at most."""
    found = load(SHAPE._replace(accept_at_once=1), [(60, 1_000)])
    throttled = sum(each.throttled for each in found.minutes)
    asked = sum(each.asked for each in found.minutes)
    assert asked - throttled == pytest.approx(2 * 60, abs=1)


def test_a_provider_that_refuses_opens_the_circuit_and_nothing_is_lost() -> None:
    """Fifty writes at once and ten are taken: the others wait five seconds, and come through."""
    found = load(SHAPE._replace(psp=Bucket(10, 10)), waiting=50)
    assert found.left == 0
    assert len(found.seconds) == 50
    assert sum(each.opened for each in found.minutes) > 1
    assert min(each for each in found.seconds if each > 4) >= 1 + 5 + 1
    # 100 writes at 10 a second, of which ten are there at once.
    assert found.ended >= (100 - 10) / 10


def test_what_is_not_final_in_time_is_left() -> None:
    """The load is over before the queue is empty."""
    found = load(SHAPE._replace(batch_seconds=4), waiting=100_000, longest=60)
    assert len(found.seconds) == 8 * 50
    assert found.left == 100_000 - 8 * 50
    assert found.minutes[-1].oldest == 60


def test_mails_wait_for_ses() -> None:
    """500 are final in the first minute, of which SES takes 60 times 5, and the others after it."""
    found = load(SHAPE._replace(mails=5), [(90, 0)], waiting=500)
    assert [each.mails for each in found.minutes] == [200, 0]


@pytest.mark.parametrize(("rate", "batches"), [(0.5, 30), (5, 30), (5, 5)])
def test_littles_law_holds(rate: float, batches: int) -> None:
    """What is under way, on average, is how many come a second times how long each takes."""
    found = load(SHAPE._replace(batches=batches), [(3_600, rate)])
    came, took = len(found.seconds) / found.ended, sum(found.seconds) / len(found.seconds)
    assert came == pytest.approx(rate, rel=0.1)
    assert found.under_way == pytest.approx(came * took)


def test_batches_of_one_are_busy_as_littles_law_says() -> None:
    """So rarely comes a payment that each is a batch of its own, and takes its four seconds."""
    found = load(SHAPE, [(1_000_000, 0.001)])
    assert found.busy == pytest.approx(4 * len(found.seconds) / found.ended, rel=0.02)


def test_the_same_seed_is_the_same_load() -> None:
    """The page is made again and compared."""
    assert load(SHAPE, [(60, 10)]) == load(SHAPE, [(60, 10)])
