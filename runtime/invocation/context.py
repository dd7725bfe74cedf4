"""What Lambda says of the invocation itself."""

from collections.abc import Callable
from typing import Any


def time_left(context: Any) -> Callable[[], float]:
    """Seconds until the invocation is ended from outside, whenever asked."""
    return lambda: float(context.get_remaining_time_in_millis()) / 1000
