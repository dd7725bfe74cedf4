"""Real time and chance."""

import time

from runtime.adapters.system import SystemClock, SystemRandom


def test_the_clock_tells_whole_seconds_of_now() -> None:
    """The time is the machine's, as an integer."""
    before = int(time.time())
    now = SystemClock().now()
    assert isinstance(now, int)
    assert before <= now <= time.time()


def test_tokens_do_not_repeat() -> None:
    """A thousand tokens are a thousand different ones of 32 hex digits."""
    random = SystemRandom()
    tokens = {random.token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(token) == 32 and int(token, 16) >= 0 for token in tokens)


def test_fractions_are_below_one_and_spread() -> None:
    """Fractions lie in [0, 1), in both halves of it."""
    random = SystemRandom()
    fractions = [random.fraction() for _ in range(200)]
    assert all(0 <= fraction < 1 for fraction in fractions)
    assert min(fractions) < 0.5 < max(fractions)
