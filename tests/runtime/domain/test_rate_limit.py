"""The bucket by itself: how much it holds, and when it holds the next token."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.contract.throttle import Throttle
from runtime.domain.rate_limit import SECOND, Draw, available, draw, share, wait

NOW = 1_795_341_600 * SECOND
FIVE = Throttle(rate=2, burst=5)
LIMITS = st.builds(Throttle, rate=st.integers(1, 10_000), burst=st.integers(1, 5_000))


@pytest.mark.parametrize(
    ("full_at", "tokens"),
    [
        (0, 5),
        (NOW, 5),
        (NOW + 1, 4),
        (NOW + SECOND // 2, 4),
        (NOW + 2 * SECOND, 1),
        (NOW + 2 * SECOND + 1, 0),
        (NOW + 9 * SECOND, 0),
    ],
)
def test_a_bucket_fills_by_a_token_each_interval(full_at: int, tokens: int) -> None:
    """Never above its burst, never below nothing; half a token is none."""
    assert available(FIVE, full_at, NOW) == tokens


@pytest.mark.parametrize(
    ("full_at", "seconds"),
    [(NOW + 2 * SECOND + 1, 1), (NOW + 3 * SECOND, 1), (NOW + 3 * SECOND + 1, 2), (0, 1)],
)
def test_the_wait_is_until_the_next_token_in_whole_seconds(full_at: int, seconds: int) -> None:
    """Rounded up, so that who waits for it is served."""
    assert wait(FIVE, full_at, NOW) == seconds


def test_a_draw_moves_the_bucket_by_what_it_takes() -> None:
    """From now on if it is full, else from where it is, as long as there is enough in it."""
    assert draw(FIVE, 2, NOW, NOW) == Draw(NOW, True, SECOND, NOW + 3 * SECOND // 2)
    assert draw(FIVE, 2, NOW + 1, NOW) == Draw(NOW, False, SECOND, NOW + 3 * SECOND // 2)


@pytest.mark.parametrize(("burst", "tokens"), [(1, 1), (8, 1), (15, 1), (16, 2), (400, 50)])
def test_a_container_s_share_is_an_eighth_and_one_at_least(burst: int, tokens: int) -> None:
    """Of what is there."""
    assert share(Throttle(rate=1, burst=burst), 0, NOW) == tokens


def test_an_interval_is_rounded_up() -> None:
    """Three a second are one in each 333,334 microseconds, never one in 333,333."""
    assert draw(Throttle(rate=3, burst=1), 1, 0, NOW).cost == 333_334


@given(limit=LIMITS, ahead=st.integers(-SECOND, 10**10), tokens=st.integers(1, 5_000))
def test_a_draw_is_granted_exactly_where_the_tokens_are_there(
    limit: Throttle, ahead: int, tokens: int
) -> None:
    """What the condition says and what is counted are one."""
    full_at = NOW + ahead
    asked = draw(limit, tokens, full_at, NOW)
    granted = tokens <= limit.burst if asked.full else full_at <= asked.most
    assert granted == (tokens <= available(limit, full_at, NOW))


@given(limit=LIMITS, ahead=st.integers(0, 10**10))
def test_after_the_wait_there_is_a_token(limit: Throttle, ahead: int) -> None:
    """And a second before there was none, where the bucket was empty."""
    full_at = NOW + ahead
    seconds = wait(limit, full_at, NOW)
    assert available(limit, full_at, NOW + seconds * SECOND) >= 1
    if seconds > 1:
        assert available(limit, full_at, NOW + (seconds - 1) * SECOND) == 0
