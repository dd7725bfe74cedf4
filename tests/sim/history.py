"""Play one seed: faults everywhere, then none, then everything must come to rest."""

import time
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from runtime.contract.timing import Timing
from runtime.domain.payment import payment_id
from runtime.wire.queue_message import encode
from tests.sim.chaos import Options, draw
from tests.sim.clients import send_clients
from tests.sim.invocation import Invocation
from tests.sim.operating import visit_sometime
from tests.sim.queues import TIMEOUT, VISIBILITY, Queue
from tests.sim.reconciling import compare, compare_sometime
from tests.sim.rest import at_rest, everything_rests
from tests.sim.saw import Saw
from tests.sim.use_cases import run_sweep
from tests.sim.webhooks import deliver_webhook
from tests.sim.world import Violation, World

EVERY_MINUTE: Final = 60
NIGHTS: Final = 8
"""Runs of the reconciliation, at the most: a run may die, and what it found is then looked at."""
AGREED: Final = 2
"""So many nights in a row must find nothing: the list of one may lag."""
LIVENESS_BOUND: Final = 4 * Timing().longest_wait + VISIBILITY + Timing().longest_sweep
"""Seconds within which everything must be at rest once faults stop."""
STEP: Final = 30
"""Seconds from one look at whether everything rests to the next."""
LAST_REQUEST: Final = 900
"""Seconds within which clients have asked what they will ask."""


@dataclass
class Report:
    """What became of one seed."""

    seed: int
    options: Options
    steps: int = 0
    seconds: float = 0
    simulated: int = 0
    rested: int = 0
    """Seconds from the end of the faults until everything was at rest."""
    violation: str | None = None
    saw: Saw = field(default_factory=Saw)
    timeline: list[tuple[int, str, str]] = field(default_factory=list)

    def story(self, last: int = 80) -> str:
        """The seed, its options, what broke, and the end of the timeline."""
        start = self.timeline[0][0] if self.timeline else 0
        lines = [f"{at - start:>7} s  {who:<14} {what}" for at, who, what in self.timeline[-last:]]
        return "\n".join(
            [
                f"seed {self.seed}: {self.violation or 'every promise kept'}",
                f"options: {self.options}",
                *lines,
                f"again: make sim SEED={self.seed}",
            ]
        )


def play(seed: int) -> Report:
    """One history; a broken promise is in the report, with the timeline."""
    options = draw(seed)
    world = World(seed, options)
    report = Report(seed, options, saw=world.saw, timeline=world.timeline)
    began, start = time.perf_counter(), world.stage.now
    send_clients(world)
    _trouble(world)
    compare_sometime(world)
    sweep_every_minute(world)
    visit_sometime(world)
    try:
        world.stage.run(world.stage.now + options.horizon)
        world.heal()
        report.rested = come_to_rest(world)
    except Violation as violation:
        report.violation = str(violation)
    finally:
        world.stage.close()
    report.steps, report.simulated = world.stage.steps, world.stage.now - start
    report.seconds = time.perf_counter() - began
    return report


def come_to_rest(world: World) -> int:
    """Let time pass without faults, and check the end; returns after how many seconds it was so.

    Raises:
        Violation: something is not final, not told, not empty, or not true within the bound.
    """
    rested = _wait_until_quiet(world, LAST_REQUEST)
    agreed = nights = 0
    while agreed < AGREED and nights < NIGHTS:
        agreed, nights = (agreed + 1 if compare(world) == [] else 0), nights + 1
        _wait_until_quiet(world)
    if agreed < AGREED:
        world.judge([f"reconciliation: the books still differ after {nights} nights."])
    world.judge(at_rest(world.scene))
    world.judge([f"liveness: {len(q.waiting)} messages in a queue." for q in _left(world)])
    if world.stage.error:
        raise world.stage.error
    return rested


def _wait_until_quiet(world: World, at_least: int = 0) -> int:
    """At most as long as the bound says; returns after how many seconds it was quiet for good."""
    began, rested = world.stage.now, 0
    until = began + LIVENESS_BOUND
    while world.stage.now < until:
        if not _quiet(world):
            rested = world.stage.now + STEP - began
        elif world.stage.now >= began + at_least:
            break
        world.stage.run(min(until, world.stage.now + STEP))
    return rested


def _quiet(world: World) -> bool:
    return not _left(world) and not any(everything_rests(world.scene))


def _left(world: World) -> list[Queue]:
    return [
        queue
        for queue in (world.queue, world.notification_queue, world.letters, world.email_events)
        if queue.works()
    ]


def sweep_every_minute(world: World) -> None:
    """The schedule: it starts the sweeper where anything may be due."""

    def tick() -> None:
        world.stage.after(EVERY_MINUTE, tick)
        now = world.stage.now + world.options.skew
        due = any(row.due_at and row.due_at <= now for row in world.scene.store.rows.values())
        if due and not world.chaos.out("sweeper", world.stage.now):
            world.stage.start(partial(sweep_once, world))

    world.stage.after(EVERY_MINUTE, tick)


def sweep_once(world: World) -> None:
    """One run of the sweeper; a task."""
    run = Invocation(world, "sweeper", TIMEOUT)
    try:
        world.saw.counts["sweeps that moved a payment"] += run_sweep(world, run)
    except Exception as error:
        if error not in run.injected:
            raise


def _trouble(world: World) -> None:
    for moment in world.options.purges:
        world.stage.after(moment, world.queue.purge)
        world.stage.after(moment, world.notification_queue.purge)
    for _ in range(world.options.letters):
        moment = world.chaos.within(0, world.options.horizon)
        world.stage.after(moment, partial(_a_message_dies, world))
    for number in range(world.options.poison):
        unknown = encode(payment_id("nobody", f"key-{number}"))
        for queue in (world.queue, world.notification_queue):
            for body in ("{}", '{"v": 99, "payment_id": "pay_x"}', unknown):
                moment = world.chaos.within(0, world.options.horizon)
                world.stage.after(moment, partial(queue.put, body))
        for about in (None, "pay_x", payment_id("nobody", f"key-{number}")):
            moment = world.chaos.within(0, world.options.horizon)
            world.stage.after(moment, partial(deliver_webhook, world, about))


def _a_message_dies(world: World) -> None:
    """After ten receives that our own infrastructure failed."""
    if world.scene.store.rows:
        world.letters.put(encode(world.chaos.rng.choice(list(world.scene.store.rows))))
