"""What Lambda says of the invocation itself."""

from collections.abc import Callable, Mapping
from typing import Any

Event = Mapping[str, Any]
"""What Lambda calls a function with, of API Gateway, SQS or a schedule: a JSON object."""


def time_left(context: Any) -> Callable[[], float]:
    """Seconds until the invocation is ended from outside, whenever asked."""
    return lambda: float(context.get_remaining_time_in_millis()) / 1000
