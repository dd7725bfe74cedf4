"""What may go wrong in one history, drawn from its seed, and how often it does."""

from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final, NamedTuple

from runtime.contract.timing import Timing
from runtime.domain.circuit import FAILURES
from runtime.domain.retention import Kept
from simulator.book import BETRAYS, CARDS, PARKED, PAYS
from simulator.bus_options import NO_BUS, BusOptions, draw_bus
from simulator.endpoint_options import NONE, EndpointOptions, draw_endpoints
from simulator.times import draw_times

MINUTE, HOUR = 60, 3600
DEFAULT_TIMES: Final = Timing()
KEPT_PAYERS: Final = Kept(HOUR, MINUTE)


class Outage(NamedTuple):
    """Something that does not work for a while; seconds from the start."""

    what: str
    """`ledger`, `circuit`, `psp`, `queue`, `cipher`, `mailer`, or one of the three functions."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Options:
    """Rates are chances per call, message or payment; times are seconds."""

    payments: int = 1
    workers: int = 3
    horizon: int = 10 * MINUTE
    """Faults stop here."""
    skew: int = 0
    """A clock is at most so far from the true time, on either side."""
    switch: float = 0
    """Another task gets its turn at a boundary."""
    slow: float = 0
    """A call takes seconds."""
    crash: float = 0
    """The process dies at a boundary."""
    refuse: float = 0
    lose: float = 0
    """The work is done and its answer lost."""
    duplicate: float = 0
    delay: float = 0
    """A message comes late."""
    psp: float = 0
    kept: float = 0
    """The PSP answers what it keeps under the call's key: 500, `idempotency_error`."""
    latest: int = 60
    """What the PSP does at a time of its own, it does within so many seconds."""
    mail: float = 0
    email_events: float = 0
    """The mail service says afterwards what became of a mail."""
    repeat: float = 0
    """A client repeats itself, contradicts itself, cancels, gives up."""
    poison: int = 0
    """Messages that nobody can read, and messages of unknown payments."""
    purges: tuple[int, ...] = ()
    outages: tuple[Outage, ...] = ()
    failures: int = FAILURES
    """So many failing calls of one worker open the circuit."""
    visits: int = 0
    """Times that an operator looks at what is parked."""
    four_eyes: bool = False
    """A resolution needs two people."""
    erasures: int = 0
    """Times that an operator has payers erased, whatever their payments are."""
    expiries: int = 0
    """Times that the ledger is looked through for payers whose time is over."""
    kept_payers: Kept = KEPT_PAYERS
    """That time."""
    events: float = 0
    """The PSP tells of a change; and, on its own, once more."""
    dead_letters: int = 0
    """Messages that become dead letters, whatever their payment is by then."""
    nights: int = 0
    """Comparisons of the books while faults last."""
    hands: float = 0
    """After a use case's write somebody writes to the row past it."""
    contradicts: float = 0
    """What a payer pays with makes the PSP contradict itself."""
    endpoints: EndpointOptions = NONE
    """Where merchants are told."""
    bus: BusOptions = NO_BUS
    """Where everything is told."""
    card: str = ""
    """What every payer pays with; drawn for each where empty."""
    tardy: bool = False
    """Each call to the PSP takes its longest time."""
    timing: Timing = DEFAULT_TIMES
    own_timeouts: bool = False
    """Each function has its own; else all have the processor's."""


CROWDED: Final[dict[str, Any]] = {
    "workers": 4,
    "duplicate": 0.5,
    "switch": 0.7,
    "delay": 0,
    "psp": 0.4,
}
"""Every other message comes twice, often at one time, and tasks change at most boundaries: whatever
two workers can do to one payment, they do."""


def draw(seed: int, *, times: bool = True) -> Options:
    """The options of one seed: each kind of fault is off, rare or frequent on its own.

    Every other history has times of its own, if `times`.
    """
    rng = Random(f"options {seed}")  # noqa: S311 - reproducible on purpose.
    horizon = rng.choice((5 * MINUTE, 15 * MINUTE, 40 * MINUTE, 3 * HOUR, 30 * HOUR))

    def rate(rare: float, frequent: float) -> float:
        return rng.choice((0, rare, rare, frequent))

    def moment() -> int:
        return rng.randrange(horizon)

    options = Options(
        payments=rng.randint(3, 7),
        workers=rng.randint(1, 4),
        horizon=horizon,
        skew=rng.choice((0, 5, 150)),
        switch=rng.choice((0.05, 0.3, 0.7)),
        slow=rate(0.01, 0.1),
        crash=rate(0.005, 0.03),
        refuse=rate(0.01, 0.05),
        lose=rate(0.01, 0.05),
        duplicate=rate(0.1, 0.9),
        delay=rate(0.05, 0.4),
        psp=rate(0.25, 0.6),
        latest=rng.choice((60, 900, 100_000)),
        mail=rate(0.1, 0.4),
        repeat=rng.choice((0.1, 0.5)),
        poison=rng.choice((0, 0, 1, 2)),
        purges=tuple(moment() for _ in range(rng.choice((0, 0, 1, 3)))),
        outages=tuple(_outage(rng, horizon) for _ in range(rng.choice((0, 0, 1, 2)))),
        card=rng.choice((*[""] * 16, *[PAYS] * 6, *CARDS, *PARKED, *[BETRAYS] * 4)),
        visits=rng.choice((0, 3, 9)),
        failures=rng.choice((2, FAILURES)),
        # Drawn apart, so that what a seed drew before is what it draws now.
        email_events=Random(f"feedback of {seed}").choice((0, 0, 0.8)),  # noqa: S311 - as above.
        kept=Random(f"kept of {seed}").choice((0, 0.1, 0.1, 0.4)),  # noqa: S311 - as above.
        hands=Random(f"intruder in {seed}").choice((0, 0, 0, 0.05, 0.2)),  # noqa: S311 - as above.
        erasures=Random(f"erasures in {seed}").choice((0, 0, 0, 3)),  # noqa: S311 - as above.
        four_eyes=Random(f"four eyes in {seed}").random() < 0.4,  # noqa: S311 - as above.
        expiries=Random(f"expiries in {seed}").choice((0, 0, 0, 6)),  # noqa: S311 - as above.
        kept_payers=Kept(
            Random(f"kept payers of {seed}").choice((900, 3_600)),  # noqa: S311 - as above.
            Random(f"rest of {seed}").choice((0, 60, 600)),  # noqa: S311 - as above.
        ),
        contradicts=Random(f"contradicts {seed}").choice((0, 0, 0.5)),  # noqa: S311 - as above.
        events=rng.choice((0, 0.3, 0.6)),
        dead_letters=rng.choice((0, 0, 5, 15)),
        nights=rng.choice((1, 2, 4)),
        endpoints=draw_endpoints(seed, horizon),
        bus=draw_bus(seed, horizon),
    )
    away = tuple(Outage(*each) for each in (*options.endpoints.away, *options.bus.away))
    options = replace(options, outages=(*options.outages, *away))
    options = replace(options, **CROWDED) if rng.random() < 0.3 else options
    return _timed(options, seed) if times else options


def _timed(options: Options, seed: int) -> Options:
    rng = Random(f"times of {seed}")  # noqa: S311 - as above.
    if rng.random() < 0.5:
        return options
    tardy = rng.random() < 0.2
    return replace(options, timing=draw_times(rng), own_timeouts=True, tardy=tardy)


def _outage(rng: Random, horizon: int) -> Outage:
    what = rng.choice(
        (
            "ledger",
            "circuit",
            "psp",
            "psp",
            "queue",
            "cipher",
            "mailer",
            "sweeper",
            "processor",
            "notifier",
        )
    )
    # One in four lasts from the first moment to the last: what waits longer than its window.
    start = rng.choice((0, *(rng.randrange(horizon // 2) for _ in range(3))))
    end = horizon if start == 0 else start + rng.randint(20, horizon - start)
    return Outage(what, start, end)


class FaultInjection:
    """Decides, call by call, what goes wrong now; off, nothing does."""

    def __init__(self, options: Options, rng: Random, start: int) -> None:
        self.options = options
        self.rng = rng
        self.on = True
        self._start = start

    def chance(self, rate: float) -> bool:
        """Whether something of this rate happens."""
        return self.on and rate > 0 and self.rng.random() < rate

    def within(self, least: int, most: int) -> int:
        """A drawn number of seconds."""
        return self.rng.randint(least, most)

    def back_in(self, what: str, now: int) -> int:
        """Seconds until an outage of it is over; 0 where none is on."""
        passed = now - self._start
        return max(
            (
                outage.end - passed
                for outage in self.options.outages
                if self.on and outage.what == what and outage.start <= passed < outage.end
            ),
            default=0,
        )

    def out(self, what: str, now: int) -> bool:
        """Whether an outage of it is on."""
        return bool(self.options.outages) and self.back_in(what, now) > 0
