"""Die once at every boundary between two effects of every use case, and recover.

The code under test names the boundaries itself: whatever it calls, on the way that a scenario
takes it, is a boundary before and after. Recovery is what the system has anyway: redelivery,
the client's retry, and the sweeper.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Final, NamedTuple

from simulator.book import BETRAYS, CARDS, PAYS
from simulator.bus import FATES as BUS_FATES
from simulator.bus_options import BusOptions
from simulator.clients import Client, make_ask
from simulator.contradictions import CONTRADICTIONS
from simulator.endpoint_options import NONE, EndpointOptions
from simulator.endpoints import FATES
from simulator.fault_injection import HOUR, Options, Outage
from simulator.harness import BrokenPromiseError, Harness
from simulator.history import come_to_rest, sweep_every_minute
from simulator.mailer import BOUNCING, MAIL_FATES
from simulator.operating import visit
from simulator.psp import CHARGE_FATES, OTHER_FATES
from simulator.telling import begin_telling

WORKING: Final = 5 * HOUR
"""Seconds that a scenario may need by itself once what was away is back, before everything must
come to rest."""


class Boundary(NamedTuple):
    """One boundary between two effects, on one way."""

    point: str
    before: tuple[str, ...]
    """Everything that had happened."""


@dataclass(frozen=True)
class CrashScenario:
    """One way through the code."""

    name: str
    card: str = PAYS
    email: str = "payer@example.com"
    lies: dict[str, list[str]] = field(default_factory=dict)
    outages: tuple[Outage, ...] = ()
    visits: tuple[int, ...] = ()
    """When a person looks, in seconds."""
    purge: bool = False
    """The first messages are lost."""
    events: float = 0
    """The PSP tells of each change."""
    told: bool = False
    """Its merchant has an endpoint."""
    bus: bool = False
    """The stack has one."""
    also: tuple[Callable[[Client], None], ...] = ()
    """What the client does besides, at once and after three seconds."""


def scenarios() -> Iterator[CrashScenario]:
    """Every path of every use case, as far as an outsider can bring the code onto it."""
    for card in CARDS:
        yield CrashScenario(card, card=card)
    for card in CONTRADICTIONS:
        yield CrashScenario(card, card=card)
    for fate in dict.fromkeys(CHARGE_FATES):
        yield CrashScenario(f"charge {fate}", lies={"charge": [fate]})
        yield CrashScenario(f"charge {fate}, four times", lies={"charge": [fate] * 4})
    for fate in dict.fromkeys(OTHER_FATES):
        yield CrashScenario(f"prepare {fate}", lies={"prepare": [fate]})
        yield CrashScenario(f"lookup {fate}", lies={"lookup": [fate]})
        yield CrashScenario(f"retry, lookup {fate}", lies={"charge": ["429"], "lookup": [fate]})
        yield CrashScenario(f"rejected, cancel {fate}", card="pm_rejected", lies={"cancel": [fate]})
        used_up = {"charge": ["500 before"] * 4, "cancel": [fate]}
        yield CrashScenario(f"used up, cancel {fate}", lies=used_up)
    for fate in MAIL_FATES:
        yield CrashScenario(f"mail {fate}", lies={"mail": [fate]})
    yield CrashScenario("paid after a decline", card=BETRAYS)
    yield CrashScenario(
        "paid after a decline, mail throttled", card=BETRAYS, lies={"mail": ["throttled"] * 3}
    )
    for fate in ("503", "stale"):
        late = {"list": [fate], "lookup": [fate]}
        yield CrashScenario(
            f"paid after a decline, list and lookup {fate}", card=BETRAYS, lies=late
        )
    away = (Outage("ledger", 1, 2_650),)
    yield CrashScenario("dead letter", lies={"charge": ["429"]}, outages=away)
    yield CrashScenario("mail bounces", email=BOUNCING)
    looks = tuple(range(60, 660, 60))
    overtakes = {"mail": ["answer lost"], "email_events": ["overtakes"]}
    yield CrashScenario("a bounce of a mail whose answer was lost", lies=overtakes)
    yield CrashScenario("a bounce, twice", lies={"email_events": ["comes twice"]})
    late = {"email_events": ["comes for days"]}
    yield CrashScenario("a bounce for days, a mail again", lies=late, visits=looks)
    yield CrashScenario("another amount, a person accepts it", card="pm_wrong_amount", visits=looks)
    yield CrashScenario("held, a person fails it", card="pm_held", visits=looks)
    for fate in dict.fromkeys(OTHER_FATES):
        lies = {"lookup": ["", fate], "cancel": [fate]}
        yield CrashScenario(
            f"a person reads, {fate}", card="pm_wrong_amount", visits=looks, lies=lies
        )
        yield CrashScenario(f"a person fails it, {fate}", card="pm_held", visits=looks, lies=lies)
    yield CrashScenario("a mail again", visits=looks)
    yield CrashScenario("window passed", outages=(Outage("processor", 0, 21 * HOUR),))
    yield CrashScenario("psp away", outages=(Outage("psp", 2, 21 * HOUR),))
    yield CrashScenario("message lost", purge=True)
    yield CrashScenario("told by events", events=1)
    yield CrashScenario("paid after a decline, told by events", card=BETRAYS, events=1)
    away, amount = (Outage("processor", 0, 10),), (Client.meddle,)
    yield CrashScenario("changed while queued", outages=away, also=amount)
    yield CrashScenario("changed between attempts", lies={"charge": ["429"]}, also=amount)
    yield CrashScenario("changed before its mail", lies={"mail": ["throttled"]}, also=amount)
    yield from _told()
    yield CrashScenario("asked twice", also=(Client.submit,))
    yield CrashScenario("contradicted", also=(Client.contradict,))
    yield CrashScenario("canceled", also=(Client.cancel,))


def _told() -> Iterator[CrashScenario]:
    """Ways on which endpoints are told, or the stack's bus."""
    yield CrashScenario("an endpoint is told, and asks again", told=True, also=(Client.send_again,))
    for fate in FATES:
        once = {"endpoint": [fate]}
        yield CrashScenario(f"an endpoint, one {fate}", told=True, lies=once)
    rests = {"endpoint": ["refuses"] * 7}
    yield CrashScenario("an endpoint rests", told=True, lies=rests)
    away = (Outage("events", 0, 60),)
    yield CrashScenario("what is due can't be read", told=True, outages=away)
    for fate in BUS_FATES:
        yield CrashScenario(f"a bus, one {fate}", bus=True, lies={"bus request": [fate]})
    yield CrashScenario("a bus, and somebody asks again", bus=True, also=(Client.put_again,))
    yield CrashScenario("a bus and an endpoint", told=True, bus=True)
    yield CrashScenario("a bus that is away", bus=True, outages=(Outage("bus", 0, 60),))


def run(scenario: CrashScenario, crash_at: tuple[int, ...] = ()) -> list[Boundary]:
    """Play it, dying at these boundaries; returns the boundaries passed.

    Raises:
        BrokenPromiseError: a promise broke; the text names scenario and boundaries.
    """
    told = EndpointOptions(merchants=("acme",)) if scenario.told else NONE
    options = Options(
        outages=scenario.outages,
        events=scenario.events,
        endpoints=told,
        bus=BusOptions(there=scenario.bus),
    )
    harness = Harness(scenario.name, options)
    passed: list[Boundary] = []

    def dies(point: str) -> bool:
        if point.startswith("reconciler") and scenario.card != BETRAYS:
            return False  # Where the books agree, every night is the same night.
        history = () if crash_at else tuple(what for _, _, what in harness.timeline)
        passed.append(Boundary(point, history))
        return len(passed) - 1 in crash_at

    harness.dies = dies
    harness.lies = {method: list(fates) for method, fates in scenario.lies.items()}
    client = Client(harness, make_ask("acme", "key-1", 2_500, scenario.card, scenario.email))
    harness.scheduler.after(0, client.submit)
    for act in scenario.also:
        harness.scheduler.after(0, partial(act, client))
        harness.scheduler.after(3, partial(act, client))
    if scenario.purge:
        harness.scheduler.after(0, harness.queue.purge)
    for moment in scenario.visits:
        harness.scheduler.after(moment, partial(visit, harness))
    sweep_every_minute(harness)
    begin_telling(harness)
    try:
        if scenario.outages:
            harness.scheduler.run(
                harness.scheduler.now + max(o.end for o in scenario.outages) + WORKING
            )
        come_to_rest(harness)
    except BrokenPromiseError as violation:
        points = [passed[index].point for index in crash_at if index < len(passed)]
        message = f"{scenario.name}, dying {points} (boundaries {crash_at}): {violation}"
        raise BrokenPromiseError(message) from None
    finally:
        harness.scheduler.close()
    return passed


def singles(ways: Iterable[CrashScenario]) -> Iterator[tuple[CrashScenario, tuple[int, ...], str]]:
    """Every boundary of these scenarios, with its name; what two ways share counts once."""
    known: set[Boundary] = set()
    for scenario in ways:
        for index, boundary in enumerate(run(scenario)):
            if boundary not in known:
                known.add(boundary)
                yield scenario, (index,), boundary.point


def pairs(count: int, seed: int = 0) -> Iterator[tuple[CrashScenario, tuple[int, ...], str]]:
    """Drawn pairs of boundaries: a second death while the first is being recovered from."""
    rng = Random(f"pairs {seed}")  # noqa: S311 - reproducible on purpose.
    every = list(scenarios())
    for _ in range(count):
        scenario = rng.choice(every)
        length = len(run(scenario))
        first = rng.randrange(length)
        yield scenario, (first, first + 1 + rng.randrange(length)), "a pair"
