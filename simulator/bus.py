"""The stack's bus: what is on it, and what it does with what comes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from simulator.harness import Harness

REFUSAL: Final = "ThrottlingException"
"""EventBridge's code for one event of a request."""


@dataclass
class OnBus:
    """What is on the bus, and who puts it there."""

    put: Counter[str] = field(default_factory=Counter)
    """Event → how often it was put."""
    asked: Counter[str] = field(default_factory=Counter)
    """Event → how often a person asked for it again."""
    given_up: set[str] = field(default_factory=set)
    """Events that the ledger never showed, each with its alarm."""
    lanes: set[int] = field(default_factory=set)
    """Those that somebody works on."""


class RequestFate(NamedTuple):
    """What becomes of one request."""

    share: float = 1
    """Of its events, how many are put, the first ones first."""
    answers: bool = True
    refuses_first: bool = False


FATES: Final[Mapping[str, RequestFate]] = {
    "puts": RequestFate(),
    "refuses one": RequestFate(refuses_first=True),
    "puts nothing and is silent": RequestFate(share=0, answers=False),
    "puts half and is silent": RequestFate(share=0.5, answers=False),
    "puts and is silent": RequestFate(answers=False),
}
SILENT: Final = tuple(name for name, fate in FATES.items() if not fate.answers)


class Bus:
    """Decides what the bus does with what comes, and whether the stack has one."""

    def __init__(self, harness: "Harness") -> None:
        self.rng = Random(f"bus {harness.seed}")  # noqa: S311 - reproducible on purpose.
        self._harness = harness
        self._options = harness.options.bus
        self._start = harness.scheduler.now

    @property
    def there(self) -> bool:
        """Whether the stack has it now."""
        passed, faults = self._harness.scheduler.now - self._start, self._harness.fault_injection.on
        gone = faults and any(start <= passed < end for _, start, end in self._options.gone)
        return self._options.there and not gone

    @property
    def lags(self) -> bool:
        """Whether the ledger does not show what is looked for, this time."""
        return self._chance(self._options.lags)

    def fate(self) -> RequestFate:
        """Of this request, now."""
        drawn = self.rng.choice(SILENT) if self._chance(self._options.silent) else "puts"
        name = self._harness.scripted("bus request") or drawn
        self._harness.coverage.counts[f"bus: one {name}"] += 1
        return FATES[name]

    def refuses(self, event_id: str) -> bool:
        """Whether this event is refused, now."""
        picky = crc32(event_id.encode()) % 100 < self._options.picky
        return self._chance(self._options.refuses) or (self._harness.fault_injection.on and picky)

    def _chance(self, rate: float) -> bool:
        return self._harness.fault_injection.on and rate > 0 and self.rng.random() < rate
