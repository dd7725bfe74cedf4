"""Once a day: how long ago was the ledger last brought back for practice?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from runtime.domain.ports import Clock
from runtime.domain.restore_drill import DrillStore

_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class TellDrillAgePorts:
    """What telling needs from outside."""

    drills: DrillStore
    enrolled: Callable[[], Iterable[tuple[str, int]]]
    """Each merchant's name, with when its first client was made (0: it has none)."""
    clock: Clock
    tell: Callable[[float], None]
    """Days, to whoever watches."""


def tell_drill_age(ports: TellDrillAgePorts) -> None:
    """Tell it in days: since the last drill, or since anybody could pay, if there was none.

    Before that there is nothing to bring back, and nothing is told.

    Raises:
        UnavailableError: no answer; the next run tells it.
        UnreadableRowError: what is stored has no form that this code reads.
    """
    since = ports.drills.get().at
    if not since:
        since = min((made for _, made in ports.enrolled() if made), default=0)
    if since:
        ports.tell(max(0, ports.clock.now() - since) / _DAY)
