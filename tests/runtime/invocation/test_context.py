"""What Lambda says of the invocation itself."""

from runtime.invocation.context import time_left


class Context:
    """Lambda's context, as far as it tells the time."""

    milliseconds = 45_000

    def get_remaining_time_in_millis(self) -> int:
        """What is left now."""
        return self.milliseconds


def test_the_time_that_is_left_is_asked_for_each_time_in_seconds() -> None:
    """Work that goes on sees less of it: nothing is remembered."""
    context = Context()
    left = time_left(context)
    assert left() == 45.0
    context.milliseconds = 500
    assert left() == 0.5
