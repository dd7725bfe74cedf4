"""Play one seed: faults everywhere, then none, then everything must come to rest."""

import time
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from runtime.contract.fixed_times import FIXED
from runtime.contract.timing import Timing
from runtime.domain.payment import payment_id
from runtime.wire.queue_message import encode
from simulator.clients import send_clients
from simulator.coverage import Coverage
from simulator.erasing import erase_sometime
from simulator.expiring import expire_sometime, time_passes
from simulator.fault_injection import Options, draw
from simulator.harness import BrokenPromiseError, Harness
from simulator.invocation import Invocation
from simulator.operating import visit_sometime
from simulator.queues import Queue, visibility
from simulator.reconciling import compare, compare_sometime, unexplained
from simulator.rest import at_rest, everything_rests
from simulator.telling import begin_telling, everybody_is_told
from simulator.use_cases import run_sweep
from simulator.webhooks import deliver_webhook, happened

EVERY_MINUTE: Final = 60
NIGHTS: Final = 8
"""Runs of the reconciliation, at the most: a run may die, and what it found is then looked at."""
AGREED: Final = 2
"""So many nights in a row must find nothing: the list of one may lag."""
STEP: Final = 30
"""Seconds from one look at whether everything rests to the next."""
LAST_REQUEST: Final = 900
"""Seconds within which clients have asked what they will ask."""


def liveness_bound(timing: Timing) -> int:
    """Seconds within which everything must be at rest once faults stop.

    The longest planned wait is that for a message, or for a lease whose owner died.
    """
    planned = max(
        timing.longest_wait,
        timing.lease + timing.first_sweep,
        timing.mail_lease + timing.first_sweep,
    )
    return 4 * planned + visibility(timing) + timing.longest_sweep


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
    allowed: int = 0
    """Seconds that its times allow for that."""
    violation: str | None = None
    coverage: Coverage = field(default_factory=Coverage)
    timeline: list[tuple[int, str, str]] = field(default_factory=list)

    def history(self, last: int = 80) -> str:
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


def play(seed: int, *, times: bool = True) -> Report:
    """One history; a broken promise is in the report, with the timeline.

    `times`: whether those of the history may be drawn too.
    """
    options = draw(seed, times=times)
    harness = Harness(seed, options)
    report = Report(seed, options, coverage=harness.coverage, timeline=harness.timeline)
    report.allowed = liveness_bound(options.timing)
    report.coverage.counts["histories with times of their own"] += options.timing != Timing()
    began, start = time.perf_counter(), harness.scheduler.now
    send_clients(harness)
    _trouble(harness)
    compare_sometime(harness)
    sweep_every_minute(harness)
    visit_sometime(harness)
    erase_sometime(harness)
    expire_sometime(harness)
    begin_telling(harness)
    try:
        harness.scheduler.run(harness.scheduler.now + options.horizon)
        harness.heal()
        report.rested = come_to_rest(harness)
    except BrokenPromiseError as violation:
        report.violation = str(violation)
    finally:
        harness.scheduler.close()
    report.steps, report.simulated = harness.scheduler.steps, harness.scheduler.now - start
    report.seconds = time.perf_counter() - began
    return report


def come_to_rest(harness: Harness) -> int:
    """Let time pass without faults, and check the end; returns after how many seconds it was so.

    Raises:
        Violation: something is not final, not told, not empty, or not true within the bound.
    """
    rested = _wait_until_quiet(harness, LAST_REQUEST)
    agreed = nights = 0
    while agreed < AGREED and nights < NIGHTS:
        found, nights = compare(harness), nights + 1
        # A run that died has said nothing, neither for nor against.
        if found is not None:
            agreed = 0 if unexplained(harness, found) else agreed + 1
        _wait_until_quiet(harness)
    if agreed < AGREED:
        harness.judge([f"reconciliation: the books still differ after {nights} nights."])
    harness.judge(at_rest(harness.observed))
    harness.judge([f"liveness: {len(q.waiting)} messages in a queue." for q in _left(harness)])
    time_passes(harness)
    everybody_is_told(harness)
    if harness.scheduler.error:
        raise harness.scheduler.error
    return rested


def _wait_until_quiet(harness: Harness, at_least: int = 0) -> int:
    """At most as long as the bound says; returns after how many seconds it was quiet for good."""
    began, rested = harness.scheduler.now, 0
    until = began + liveness_bound(harness.options.timing)
    while harness.scheduler.now < until:
        if not _quiet(harness):
            rested = harness.scheduler.now + STEP - began
        elif harness.scheduler.now >= began + at_least:
            break
        harness.scheduler.run(min(until, harness.scheduler.now + STEP))
    return rested


def _quiet(harness: Harness) -> bool:
    return not _left(harness) and not any(everything_rests(harness.observed))


def _left(harness: Harness) -> list[Queue]:
    """Queues that still hold something.

    What nobody can read is a dead letter after its last receive, however soon all else rests.
    """
    timing = harness.options.timing
    parked = FIXED.max_receives * visibility(timing) <= liveness_bound(timing)
    return [
        queue
        for queue in (
            harness.queue,
            harness.notification_queue,
            harness.dead_letters,
            harness.email_events,
        )
        if queue.works(unreadable=parked)
    ]


def sweep_every_minute(harness: Harness) -> None:
    """The schedule: it starts the sweeper where anything may be due."""

    def tick() -> None:
        harness.scheduler.after(EVERY_MINUTE, tick)
        now = harness.scheduler.now + harness.options.skew
        due = any(row.due_at and row.due_at <= now for row in harness.observed.store.rows.values())
        if due and not harness.fault_injection.out("sweeper", harness.scheduler.now):
            harness.scheduler.start(partial(sweep_once, harness))

    harness.scheduler.after(EVERY_MINUTE, tick)


def sweep_once(harness: Harness) -> None:
    """One run of the sweeper; a task."""
    run = Invocation(harness, "sweeper", harness.timeout("sweeper"))
    try:
        harness.coverage.counts["sweeps that moved a payment"] += run_sweep(harness, run)
    except Exception as error:
        if error not in run.injected:
            raise


def _trouble(harness: Harness) -> None:
    for moment in harness.options.purges:
        harness.scheduler.after(moment, harness.queue.purge)
        harness.scheduler.after(moment, harness.notification_queue.purge)
        if harness.options.endpoints.merchants or harness.options.bus.there:
            harness.scheduler.after(moment, harness.lane_queue.purge)
    for _ in range(harness.options.dead_letters):
        moment = harness.fault_injection.within(0, harness.options.horizon)
        harness.scheduler.after(moment, partial(_a_message_dies, harness))
    for number in range(harness.options.poison):
        unknown = encode(payment_id("nobody", f"key-{number}"))
        for queue in (harness.queue, harness.notification_queue):
            for body in ("{}", '{"v": 99, "payment_id": "pay_x"}', unknown):
                moment = harness.fault_injection.within(0, harness.options.horizon)
                harness.scheduler.after(moment, partial(queue.put, body))
        for about in (None, "pay_x", payment_id("nobody", f"key-{number}")):
            moment = harness.fault_injection.within(0, harness.options.horizon)
            harness.scheduler.after(
                moment, partial(deliver_webhook, harness, happened(harness, about))
            )


def _a_message_dies(harness: Harness) -> None:
    """After ten receives that our own infrastructure failed."""
    if harness.observed.store.rows:
        harness.dead_letters.put(
            encode(harness.fault_injection.rng.choice(list(harness.observed.store.rows))),
            again=True,  # Put in beside what the queues hold, as a person's are.
        )
