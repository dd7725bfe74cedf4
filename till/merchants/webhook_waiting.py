"""How many events wait for a merchant's endpoint."""

from typing import Final, NamedTuple

from runtime.domain.delivery import Lane
from runtime.domain.event_store import DueEvents
from runtime.domain.payment import LANES

MOST: Final = 1_000
"""Events that are counted: of more it is said that there are."""
_EVER: Final = 9_999_999_998
"""Later than whatever is due: times in keys have ten digits."""


class Waiting(NamedTuple):
    """What is to be sent."""

    due: int
    """Now."""
    later: int
    """Again, at a later time."""
    more: bool
    """There are more than were counted."""
    oldest: int | None
    """Unix seconds, when the first of them is or was due; None: there is none."""


def waiting(events: DueEvents, merchant: str, now: int) -> Waiting:
    """What waits for a merchant's endpoint at `now` (Unix seconds).

    Raises:
        UnavailableError: no answer; the same call may be made again.
        UnreadableRowError: what is stored has no form that this code reads.
    """
    lanes = [Lane(merchant, number) for number in range(LANES)]
    times = sorted(each.due_at for lane in lanes for each in events.due(lane, _EVER, MOST + 1))
    counted = times[:MOST]
    due = sum(at <= now for at in counted)
    return Waiting(due, len(counted) - due, len(times) > MOST, min(counted, default=None))
