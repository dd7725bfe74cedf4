"""What the bus of a history is like, drawn apart: a seed without one draws what it drew."""

from dataclasses import dataclass
from random import Random
from typing import Final

from simulator.endpoint_options import Span

AWAY: Final = ("bus", "bus", "events", "event_queue", "deliver_events", "sweep_events")
"""What puts events on the bus, and may not work for a while."""


@dataclass(frozen=True, slots=True)
class BusOptions:
    """Rates are chances per request, event or read; times are seconds."""

    there: bool = False
    """Whether the stack has a bus."""
    silent: float = 0
    """A request gets no answer: all of it was put, some of it, or nothing."""
    refuses: float = 0
    """One event of a request is refused."""
    picky: int = 0
    """Of a hundred events, how many are refused whenever they come while faults last."""
    lags: float = 0
    """The ledger does not show an event that is due."""
    gone: tuple[Span, ...] = ()
    """When the stack had its bus taken away."""
    away: tuple[Span, ...] = ()
    """Of `AWAY`."""
    asks: int = 0
    """How often a person has some events put again."""


NO_BUS: Final = BusOptions()


def draw_bus(seed: int, horizon: int) -> BusOptions:
    """A third of the histories have a bus."""
    rng = Random(f"bus of {seed}")  # noqa: S311 - reproducible on purpose.
    if rng.random() >= 1 / 3:
        return NO_BUS

    def span(what: str) -> Span:
        start = rng.choice((0, rng.randrange(horizon)))
        return Span(what, start, rng.choice((horizon, start + rng.randint(20, horizon))))

    return BusOptions(
        there=True,
        silent=rng.choice((0, 0.1, 0.5)),
        refuses=rng.choice((0, 0.05, 0.3)),
        picky=rng.choice((0, 0, 0, 20)),
        lags=rng.choice((0, 0.05, 0.3)),
        gone=tuple(span("there") for _ in range(rng.choice((0, 0, 0, 0, 1)))),
        away=tuple(span(rng.choice(AWAY)) for _ in range(rng.choice((0, 0, 1, 2)))),
        asks=rng.choice((0, 0, 1, 3)),
    )
