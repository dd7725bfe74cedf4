"""The event queue: first in, first out, and of one lane one message is in flight at a time.

A message may come late, twice or never, as after a lost answer of the queue or a purge.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from runtime.contract.fixed_times import FIXED
from runtime.domain.delivery import BusLane, Lane
from runtime.wire.lane_message import encode_lane
from simulator.delivering import LASTS, deliver
from simulator.invocation import Invocation
from simulator.publishing import publish
from simulator.queues import Message

if TYPE_CHECKING:
    from simulator.harness import Harness

FUNCTION: Final = "deliver_events"


class LaneQueue:
    """The queue and the function on it."""

    def __init__(self, harness: "Harness") -> None:
        self.waiting: defaultdict[Lane | BusLane, list[Message]] = defaultdict(list)
        """By lane, the first one first; the message in flight is among them."""
        self._harness = harness
        self._busy: set[Lane | BusLane] = set()

    def wake(self, lane: Lane | BusLane) -> None:
        """Put the message of a lane in."""
        harness, options = self._harness, self._harness.options
        rng = harness.bus.rng if isinstance(lane, BusLane) else harness.endpoint_rng
        copies = 2 if harness.fault_injection.on and rng.random() < options.duplicate else 1
        for _ in range(copies):
            message = Message(harness.next_number(), encode_lane(lane))
            self.waiting[lane].append(message)
        self._soon(lane)

    def purge(self) -> None:
        """Lose everything."""
        for lane in self.waiting.values():
            lane.clear()

    def _soon(self, lane: Lane | BusLane, seconds: int = 0) -> None:
        self._harness.scheduler.after(seconds, lambda: self._next(lane))

    def _next(self, lane: Lane | BusLane) -> None:
        if lane in self._busy or not self.waiting[lane]:
            return
        harness = self._harness
        if off := harness.fault_injection.back_in(FUNCTION, harness.scheduler.now):
            self._soon(lane, off + 1)
            return
        message = self.waiting[lane][0]
        message.receives += 1
        if message.receives > FIXED.max_receives:
            del self.waiting[lane][0]
            self._soon(lane)
            return
        self._busy.add(lane)
        harness.scheduler.start(lambda: self._deliver(lane, message))

    def _deliver(self, lane: Lane | BusLane, message: Message) -> None:
        harness = self._harness
        run = Invocation(harness, FUNCTION, LASTS)
        harness.note(run.request_id, f"gets message {message.number} of {lane.name}")
        again = harness.scheduler.now + FIXED.visibility_per_timeout * LASTS
        deleted = False
        try:
            record = {"messageId": str(message.number), "body": message.body}
            if isinstance(lane, BusLane):
                deleted = publish(harness, record, lane, run)
            else:
                deleted = deliver(harness, record, lane, run)
        finally:
            if not harness.scheduler.closed:
                self._done(lane, message, again, deleted=deleted)

    def _done(self, lane: Lane | BusLane, message: Message, again: int, *, deleted: bool) -> None:
        def free() -> None:
            self._busy.discard(lane)
            self._next(lane)

        if deleted:
            self.waiting[lane] = [one for one in self.waiting[lane] if one is not message]
        self._harness.scheduler.at(self._harness.scheduler.now if deleted else again, free)
