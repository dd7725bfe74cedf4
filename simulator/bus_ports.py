"""The ports of those who put events on the bus, one set for each run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from runtime.contract.metrics import Metric
from runtime.domain.bus_ports import BusEvent
from runtime.domain.delivery import BusLane, Unpublished
from runtime.domain.errors import UnavailableError
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment
from simulator.bus import REFUSAL
from simulator.bus_checks import due_once_on_bus, is_looked_for, may_go, put_as_it_is
from simulator.invocation import Invocation
from simulator.ports import SimPaymentQueries
from simulator.scheduler import Crash

TOGETHER: Final = 10
"""Events that one request of EventBridge's may have."""
MOST_REFUSED: Final = 30
"""Refusals after which a run leaves the bus alone."""


@dataclass
class Met:
    """What one run met and did."""

    due: dict[str, Unpublished] = field(default_factory=dict)
    """What it was told to be due, by event."""
    left: int = 0
    """How many were due when it looked last."""
    owed: set[str] = field(default_factory=set)
    """Events that it put, and has not tried to take off yet."""
    refused: set[str] = field(default_factory=set)
    given_up: int = 0


class SimUnpublished:
    """The UnpublishedEvents port: what the fake has, behind a line that refuses."""

    def __init__(self, run: Invocation, met: Met) -> None:
        self._run = run
        self._met = met
        self._store = run.harness.observed.store.unpublished

    def due(self, lane: BusLane, now: int, limit: int) -> list[Unpublished]:
        """The longest due first.

        Raises:
            Crash: the run goes on for ever.
        """
        if self._met.owed:
            judge(self._run, ["goes on, and does not take off what it put"])
            raise Crash
        found = self._run.call("events", "unpublished", lambda: self._store.due(lane, now, limit))
        self._met.due |= {each.event_id: each for each in found}
        self._met.left = len(found)
        return found

    def take_off(self, event: Unpublished) -> None:
        """Whether or not it was due."""
        run, met, observed = self._run, self._met, self._run.harness.observed
        met.owed.discard(event.event_id)
        rang = run.counted[Metric.EVENT_GIVEN_UP] > met.given_up
        judge(run, may_go(observed, event, run.now(), rang=rang))
        if not observed.on_bus.put[event.event_id]:
            met.given_up += 1
            observed.on_bus.given_up.add(event.event_id)
            run.harness.coverage.counts["events given up for the bus"] += 1
        run.call("events", "take_off_bus", lambda: self._store.take_off(event), writes=True)

    def ask_again(self, event: Unpublished) -> None:
        """Due, whatever became of it."""
        self._run.call("events", "ask_bus", lambda: self._store.ask_again(event), writes=True)

    def put_off(self, event: Unpublished, due_at: int) -> None:
        """Both or nothing."""
        judge(self._run, is_looked_for(event, due_at, self._run.now()))
        self._run.harness.coverage.counts["events looked for again for the bus"] += 1
        self._run.call(
            "events", "put_off_bus", lambda: self._store.put_off(event, due_at), writes=True
        )
        judge(self._run, due_once_on_bus(self._run.harness.observed, event.event_id))


class SimBus:
    """The EventBus port: every event that leaves is judged."""

    def __init__(self, run: Invocation, met: Met) -> None:
        self._run = run
        self._met = met

    def put(self, events: Sequence[BusEvent]) -> list[str | None]:
        """What the bus makes of it.

        Raises:
            UnavailableError: no answer; some may be there.
            Crash: the run goes on for ever.
        """
        run, met = self._run, self._met
        for told in events:
            judge(run, put_as_it_is(run.harness.observed, told))
        judge(run, self._untimely([told.event.id for told in events]))
        if met.refused.intersection(told.event.id for told in events):
            raise Crash
        away = run.harness.fault_injection.out("bus", run.harness.scheduler.now)
        run.harness.coverage.counts["requests of a bus that is away"] += away
        codes = run.call("bus", "put", lambda: self._put(events), writes=True)
        for told, code in zip(events, codes, strict=True):
            (met.refused if code else met.owed).add(told.event.id)
        return codes

    def _untimely(self, event_ids: list[str]) -> Iterator[str]:
        now = self._run.now()
        if not 0 < len(event_ids) <= TOGETHER:
            yield f"puts {len(event_ids)} by one request"
        if len(self._met.refused) >= MOST_REFUSED:
            yield "goes on though the bus takes nothing"
        for one in event_ids:
            if one in self._met.refused:
                yield f"puts {one} again at once, which was refused"
            due = self._met.due.get(one)
            if due is None or due.due_at > now:
                yield f"puts {one}, which is not due"

    def _put(self, events: Sequence[BusEvent]) -> list[str | None]:
        run, harness = self._run, self._run.harness
        counts, put = harness.coverage.counts, harness.observed.on_bus.put
        fate, codes = harness.bus.fate(), list[str | None]()
        for number, told in enumerate(events):
            refused = harness.bus.refuses(told.event.id) or (fate.refuses_first and not number)
            codes.append(REFUSAL if refused else None)
            if refused or number >= fate.share * len(events):
                continue
            counts["events put on the bus"] += 1
            counts["events put on the bus again"] += put[told.event.id] > 0
            put[told.event.id] += 1
        if not fate.answers:
            run.refused.append("bus.put")
            raise run.failure(UnavailableError("The bus did not answer."))
        counts["events refused by the bus"] += len(codes) - codes.count(None)
        return codes


class LaggingQueries(SimPaymentQueries):
    """A ledger that does not show everything that is due, for now."""

    def __init__(self, run: Invocation) -> None:
        super().__init__(run)
        self._bus = run.harness.bus

    def get(self, payment_id: str) -> Payment | None:
        """The row."""
        row = super().get(payment_id)
        return None if self._bus.lags else row

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """All entries, or all but the last."""
        entries = super().entries(payment_id)
        return entries[:-1] if self._bus.lags else entries


def judge(run: Invocation, faults: Iterator[str] | Sequence[str]) -> None:
    """Broken promises end the history, with the run that broke them."""
    run.harness.judge([f"I25: {run.request_id}: {fault}." for fault in faults])
