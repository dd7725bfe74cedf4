"""How often somebody looks at what has no answer yet."""

from runtime.contract.timing import Timing


def poll_step(elapsed: int, timing: Timing) -> int:
    """Seconds to the next look, from the seconds that passed since the last attempt started."""
    passed = 0
    for step in timing.polling:
        passed += step
        if elapsed < passed:
            return step
    return timing.polling[-1]
