"""What the endpoints of a history are like, drawn apart: a seed without any draws what it drew."""

from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

MINUTE, HOUR, DAY = 60, 3_600, 86_400

AWAY: Final = ("events", "event_queue", "directory", "signer", "deliver_events", "sweep_events")
"""What tells merchants, and may not work for a while."""


class Span(NamedTuple):
    """Something that lasts for a while; seconds from the start."""

    what: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EndpointOptions:
    """Rates are chances per event that comes; times are seconds."""

    merchants: tuple[str, ...] = ()
    """Who has an endpoint at first."""
    fails: float = 0
    """It refuses, hangs, dies, answers too late, leads elsewhere."""
    gone: float = 0
    """It says that it wants no more, and errs."""
    picky: int = 0
    """Of a hundred events, how many it refuses whenever they come."""
    down: tuple[Span, ...] = ()
    """Merchants whose endpoint can't be reached."""
    dead: tuple[str, ...] = ()
    """Merchants whose endpoint is never there."""
    lasts: int = 0
    """For how long endpoints are in trouble once all other faults have stopped."""
    rotations: int = 0
    removals: int = 0
    asks: int = 0
    """Times that somebody has a secret replaced, the endpoint taken away, events sent again."""
    ask_every: int = 0
    """Seconds from one such ask to the next while only endpoints are in trouble; 0: none comes."""
    old: bool = False
    """Its secret is older than a year."""
    away: tuple[Span, ...] = ()
    """Of `AWAY`."""


NONE: Final = EndpointOptions()


def draw_endpoints(seed: int, horizon: int) -> EndpointOptions:
    """Half of the histories tell merchants; of these, a few for days."""
    rng = Random(f"endpoints of {seed}")  # noqa: S311 - reproducible on purpose.
    merchants = rng.choice(((), (), (), ("acme",), ("bolt",), ("acme", "bolt"), ("acme", "bolt")))
    if not merchants:
        return NONE
    lasts = rng.choice((0, 0, HOUR, 12 * HOUR, 2 * DAY))
    picky = rng.random() < 0.12
    end = horizon + lasts

    def span(what: str, until: int) -> Span:
        start = rng.choice((0, rng.randrange(until)))
        return Span(what, start, rng.choice((until, start + rng.randint(20, until))))

    return EndpointOptions(
        merchants=merchants,
        fails=0 if picky else rng.choice((0, 0.1, 0.5, 0.9)),
        gone=rng.choice((0, 0, 0.05)),
        picky=40 if picky else 0,
        down=tuple(span(who, end) for who in merchants if rng.random() < 0.3 and not picky),
        dead=tuple(who for who in merchants if rng.random() < 0.1),
        lasts=4 * DAY if picky else lasts,
        rotations=rng.choice((0, 1, 3)),
        removals=rng.choice((0, 0, 1, 3)),
        asks=rng.choice((0, 0, 4)),
        ask_every=rng.choice((4 * HOUR, 8 * HOUR)) if picky else 0,
        old=rng.random() < 0.2,
        away=tuple(span(rng.choice(AWAY), horizon) for _ in range(rng.choice((0, 0, 0, 1, 2)))),
    )
