"""A token bucket per merchant, kept as the one moment at which it is full again.

That moment is all there is to a bucket (GCRA, the generic cell rate algorithm): a call moves it by
one interval, and no bucket may be further from full than its burst. Times are Unix microseconds.
"""

from math import ceil
from typing import Final, NamedTuple

from runtime.contract.throttle import Throttle

SECOND: Final = 1_000_000
SHARE: Final = 8
"""A container draws an eighth of what is there: enough not to ask each time, and few are lost."""


class Draw(NamedTuple):
    """What is asked of a bucket: move it by `cost`, if it is as it was thought to be."""

    now: int
    full: bool
    """Whether it is thought to be full; then it is moved from now on."""
    cost: int
    most: int
    """The furthest moment that it may have before, if it is not full."""


def draw(limit: Throttle, tokens: int, full_at: int, now: int) -> Draw:
    """`tokens` of a bucket that was last seen to be full at a moment."""
    interval = _interval(limit)
    most = now + (limit.burst - tokens) * interval
    return Draw(now, full_at <= now, tokens * interval, most)


def available(limit: Throttle, full_at: int, now: int) -> int:
    """How many tokens the bucket holds."""
    interval = _interval(limit)
    return max(0, (now + limit.burst * interval - max(full_at, now)) // interval)


def share(limit: Throttle, full_at: int, now: int) -> int:
    """How many tokens a container draws at once."""
    return max(1, available(limit, full_at, now) // SHARE)


def wait(limit: Throttle, full_at: int, now: int) -> int:
    """Whole seconds, one at least, until the bucket holds a token."""
    return max(1, ceil((full_at - (limit.burst - 1) * _interval(limit) - now) / SECOND))


def _interval(limit: Throttle) -> int:
    """From one token to the next; rounded up, so that no rate is exceeded."""
    return ceil(SECOND / limit.rate)
