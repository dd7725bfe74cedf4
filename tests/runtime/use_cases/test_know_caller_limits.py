"""How often a merchant may call, over however many containers."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from runtime.domain.errors import ClientDisabledError, MerchantUnknownError, RateLimitedError
from runtime.domain.ports import Drawn
from runtime.domain.rate_limit import SECOND, SHARE, Draw
from runtime.use_cases.know_caller import LIFE, TRIES, Callers
from tests.fakes.directory import FakeDirectory, directory_of
from tests.fakes.signing import FakeSignatures
from tests.fakes.system import FakeClock, FakeMetrics

FIVE = Throttle(rate=1, burst=5)


class Fleet:
    """Containers over one directory and one clock."""

    def __init__(self, limit: Throttle, containers: int = 1) -> None:
        self.directory = directory_of({"one": "acme", "two": "acme", "three": "bistro"})
        self.clock = FakeClock()
        self.metrics = FakeMetrics()
        self.containers = [
            Callers(self.directory, self.clock, self.metrics, limit, FakeSignatures)
            for _ in range(containers)
        ]

    def asks(self, container: int = 0, client_id: str = "one") -> int:
        """0 where the call is let in; else the seconds that it is told to wait."""
        try:
            self.containers[container].caller_of(client_id, Scope.WRITE)
        except RateLimitedError as refused:
            return refused.wait
        return 0

    def let_in(self, calls: int) -> int:
        """How many of so many calls at once are let in."""
        return sum(not self.asks() for _ in range(calls))


def test_a_burst_is_let_in_and_no_more() -> None:
    """Then one call a second, which is the rate."""
    fleet = Fleet(FIVE)
    assert fleet.let_in(20) == 5
    for _ in range(3):
        fleet.clock.advance(1)
        assert fleet.let_in(20) == 1
    fleet.clock.advance(100)
    assert fleet.let_in(20) == 5


def test_a_refusal_says_the_limit_and_when_to_ask_again() -> None:
    """And names no way around it."""
    fleet = Fleet(Throttle(rate=1, burst=1))
    fleet.asks()
    with pytest.raises(RateLimitedError, match="1 calls a second, 1 at once") as refused:
        fleet.containers[0].caller_of("one", Scope.WRITE)
    assert (refused.value.wait, refused.value.limit) == (1, Throttle(rate=1, burst=1))


def test_a_loop_that_is_refused_asks_nobody() -> None:
    """However fast it is: until the next token is there, a container answers by itself."""
    fleet = Fleet(FIVE)
    fleet.let_in(6)
    asked = len(fleet.directory.asked)
    assert fleet.let_in(1_000) == 0
    assert len(fleet.directory.asked) == asked


def test_another_merchant_is_not_touched() -> None:
    """Each has a bucket of its own."""
    fleet = Fleet(FIVE)
    fleet.let_in(100)
    assert [fleet.asks(client_id="three") for _ in range(5)] == [0] * 5


def test_all_clients_and_containers_of_a_merchant_share_one_bucket() -> None:
    """A second client or a second container lets in nothing more."""
    fleet = Fleet(FIVE, containers=3)
    calls = [
        fleet.asks(container, client)
        for _ in range(5)
        for container in range(3)
        for client in ("one", "two")
    ]
    assert calls.count(0) == 5


def test_a_limit_of_its_own_takes_the_place_of_the_stack_s() -> None:
    """It is heard of with the first answer of the directory, and given back likewise."""
    fleet = Fleet(FIVE)
    acme = fleet.directory.merchants["acme"]
    fleet.directory.merchants["acme"] = acme.with_limit(Throttle(rate=1, burst=50))
    assert fleet.let_in(100) in {49, 50}
    fleet.directory.merchants["acme"] = acme.with_limit(None)
    fleet.clock.advance(LIFE + 100)
    # The first draw is still by the limit that was known.
    fleet.let_in(1)
    fleet.clock.advance(LIFE + 100)
    assert fleet.let_in(100) <= 6


def test_many_calls_cost_few_looks_at_the_directory() -> None:
    """A busy merchant within its limit is looked up once for an eighth of what is there."""
    fleet = Fleet(Throttle(rate=100, burst=400))
    assert fleet.let_in(200) == 200
    assert fleet.directory.asked.count(("draw", "acme")) <= 8


def test_a_calm_merchant_costs_no_more_looks_than_its_memory_s_life() -> None:
    """A call in ten seconds, for an hour: one look a minute, which is made for its client too."""
    fleet = Fleet(Throttle(rate=25, burst=50))
    for _ in range(360):
        assert fleet.asks() == 0
        fleet.clock.advance(10)
    assert fleet.directory.asked.count(("draw", "acme")) <= 61


def test_a_draw_that_others_were_before_is_made_anew_with_what_is_left() -> None:
    """Whoever thought the bucket full learns how full it is, in the same call."""
    fleet = Fleet(Throttle(rate=1, burst=40), containers=2)
    fleet.let_in(4)
    assert fleet.asks(1) == 0
    assert fleet.directory.asked[-2:] == [("draw", "acme")] * 2


class Rushed(FakeDirectory):
    """Somebody else draws before each draw."""

    def draw(self, name: str, draw: Draw) -> Drawn | None:
        """Never granted, and never empty."""
        found = super().draw(name, draw._replace(full=True, now=-1))
        return found and found._replace(full_at=draw.now + 1)


def test_who_is_always_late_is_told_to_wait_a_second() -> None:
    """After `TRIES` draws: a merchant that so many containers call for is at its limit."""
    directory = Rushed()
    directory.add("acme", "one")
    callers = Callers(directory, FakeClock(), FakeMetrics(), FIVE, FakeSignatures)
    with pytest.raises(RateLimitedError) as refused:
        callers.caller_of("one", Scope.WRITE)
    assert refused.value.wait == 1
    assert directory.asked.count(("draw", "acme")) == TRIES


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda directory: directory.merchants.clear(), MerchantUnknownError),
        (
            lambda directory: directory.merchants.update(
                acme=directory.merchants["acme"].disabled()
            ),
            ClientDisabledError,
        ),
    ],
)
def test_a_look_for_tokens_is_a_look_at_the_client(
    change: Callable[[FakeDirectory], None], error: type[Exception]
) -> None:
    """Who was disabled since is refused at once, whatever was remembered."""
    fleet = Fleet(FIVE)
    fleet.asks()
    change(fleet.directory)
    with pytest.raises(error):
        fleet.containers[0].caller_of("one", Scope.WRITE)


CALLS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0, 0, 0, 0, 1, 2, 7])), max_size=150)
LIMITS = st.builds(Throttle, rate=st.integers(1, 20), burst=st.integers(1, 60))


@given(limit=LIMITS, calls=CALLS)
def test_never_more_is_let_in_than_burst_rate_and_what_containers_hold(
    limit: Throttle, calls: list[tuple[int, int]]
) -> None:
    """From a full bucket on, not one more; in any other window an eighth more a container."""
    fleet = Fleet(limit, containers=4)
    began, times = fleet.clock.now(), []
    for container, pause in calls:
        fleet.clock.advance(pause)
        if not fleet.asks(container):
            times.append(fleet.clock.now())
        assert len(times) <= limit.burst + limit.rate * (fleet.clock.now() - began)
    held = 4 * max(1, limit.burst // SHARE)
    for place, first in enumerate(times):
        for count, last in enumerate(times[place:], start=1):
            assert count <= limit.burst + limit.rate * (last - first) + held


@given(limit=LIMITS, calls=CALLS, late=st.integers(0, 3))
def test_who_waits_as_it_was_told_is_let_in(
    limit: Throttle, calls: list[tuple[int, int]], late: int
) -> None:
    """No history starves a merchant: the wait is true where nobody draws in it."""
    fleet = Fleet(limit, containers=4)
    for container, pause in calls:
        fleet.clock.advance(pause)
        fleet.asks(container)
    if seconds := fleet.asks(late):
        fleet.clock.advance(seconds)
        assert fleet.asks(late) == 0


@given(rate=st.integers(1, 20), spare=st.integers(1, 60), seconds=st.integers(1, 300))
def test_who_keeps_to_its_rate_is_never_refused(rate: int, spare: int, seconds: int) -> None:
    """In one container, with one token to spare for intervals that are rounded up."""
    fleet = Fleet(Throttle(rate=rate, burst=rate + spare))
    each = rate
    for _ in range(min(seconds, 400 // each + 1)):
        assert fleet.let_in(each) == each
        fleet.clock.advance(1)


def test_the_bucket_is_in_microseconds_of_the_clock() -> None:
    """What containers write is a moment that all of them understand."""
    fleet = Fleet(FIVE)
    fleet.asks()
    assert fleet.directory.full_at["acme"] == (fleet.clock.now() + 1) * SECOND


def test_each_refused_call_is_counted_with_its_merchant() -> None:
    """One alarm for all merchants: who it is stands beside the count and is no dimension."""
    fleet = Fleet(FIVE)
    waits = [fleet.asks() for _ in range(7)]
    assert [bool(wait) for wait in waits] == [False] * 5 + [True] * 2
    assert fleet.metrics.counts == {"MerchantLimited": 2}
    assert fleet.metrics.facts["MerchantLimited"] == {"merchant": "acme"}
