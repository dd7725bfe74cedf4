"""Standard queues: at least once, in any order, late, twice at a time, and gone when purged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from runtime.contract.fixed_times import FIXED
from runtime.contract.timing import Timing
from runtime.invocation.batch import handled
from runtime.wire.queue_message import UnreadableMessageError, decode, encode
from simulator.circuit import Container
from simulator.invocation import Invocation

if TYPE_CHECKING:
    from simulator.harness import Harness

STORM: Final = 30
"""So many messages of one payment at a time only chains make that start further chains: a queue
holds what is asked for, what is planned, and the second copy of each. What was put in again is not
counted: by sweeps while the function was off, which their dates bound, or by a person; nor is what
the queue holds back, beside which the plans go on. What ends among the dead letters starts
none, and copies of a message end there with it."""
STORM_WAIT: Final = 5
"""Seconds between two looks for which that holds: a shorter wait has so many more under way."""

Step = Callable[["Harness", str, Invocation], None]
Work = Callable[["Harness", Mapping[str, str], Invocation], bool]
"""Handles one record of a queue; whether the message may be deleted."""


@dataclass(slots=True)
class Message:
    """One message, or the copy of one that was delivered twice."""

    number: int
    body: str
    receives: int = 0
    copy: bool = False
    again: bool = False
    """A sweep or a person put it in, or the processor for such a message of its own."""
    held: bool = False
    """It comes later than it was sent to, or again after a run that failed."""


Park = Callable[[Message], None]


class Queue:
    """A queue and the function on it; as many invocations at a time as there are workers."""

    def __init__(self, harness: "Harness", function: str, work: Work, park: Park | None) -> None:
        self.function = function
        self.park = park
        """Takes a message that nobody could handle; without it, it comes again for ever."""
        self.waiting: dict[int, Message] = {}
        """Visible, delayed and in flight."""
        self._harness = harness
        self._timeout = harness.timeout(function)
        self._storm = storm(harness.options.timing)
        self._work = work
        self._busy = 0
        self._containers = [
            Container(harness.options.failures) for _ in range(harness.options.workers)
        ]

    def send(self, payment_id: str, delay: int = 0, *, again: bool = False) -> None:
        """Put the message of a payment in.

        Raises:
            ValueError: SQS takes no such delay.
        """
        if not 0 <= delay <= FIXED.longest_delay:
            message = f"A delay of {delay} s is outside 0 to {FIXED.longest_delay}."
            raise ValueError(message)
        self.put(encode(payment_id), delay, again=again)

    def take(self, letter: Message) -> None:
        """Put a message of another queue in; who put that in again has put this in again."""
        self.put(letter.body, again=letter.again)

    def put(self, body: str, delay: int = 0, *, again: bool = False) -> None:
        """Put any text in; it may come late, and it may come twice."""
        fault_injection, options = self._harness.fault_injection, self._harness.options
        self._arrive_in(delay, Message(self._harness.next_number(), body, again=again))
        if fault_injection.chance(options.duplicate):
            copy = Message(self._harness.next_number(), body, copy=True, again=again)
            self._arrive_in(
                delay + fault_injection.within(0, fault_injection.rng.choice((1, 90))), copy
            )

    def purge(self) -> None:
        """Lose everything."""
        self._harness.coverage.counts["messages purged"] += len(self.waiting)
        self._harness.note(self.function, "queue purged")
        self.waiting.clear()

    def drain(self) -> list[str]:
        """Everything that is in it, which is in it no more."""
        bodies = [message.body for message in self.waiting.values()]
        self.waiting.clear()
        return bodies

    def works(self, *, unreadable: bool = True) -> bool:
        """Whether a message is in it that is not there for a person, `unreadable` ones too."""
        parks = unreadable and self.park
        return any(parks or readable(message.body) for message in self.waiting.values())

    def holds(self, payment_id: str) -> bool:
        """Whether a message of this payment is in the queue."""
        return any(message.body == encode(payment_id) for message in self.waiting.values())

    def _arrive_in(self, seconds: int, message: Message) -> None:
        fault_injection = self._harness.fault_injection
        if fault_injection.chance(self._harness.options.delay):
            seconds += fault_injection.within(1, 300)
            message.held = True
        self.waiting[message.number] = message
        same = sum(
            m.body == message.body and not (m.again or m.held) for m in self.waiting.values()
        )
        if same > self._storm and self.park and readable(message.body):
            self._harness.judge([f"storm: {same} messages of one payment in the queue."])
        self._harness.scheduler.after(seconds, lambda: self._arrive(message))

    def _arrive(self, message: Message) -> None:
        harness = self._harness
        if message.number not in self.waiting:
            return
        off = harness.fault_injection.back_in(self.function, harness.scheduler.now)
        if off or self._busy >= harness.options.workers:
            harness.scheduler.after(
                off + harness.fault_injection.within(2, 20), lambda: self._arrive(message)
            )
            return
        message.receives += 1
        harness.coverage.counts["messages delivered twice"] += message.copy
        harness.coverage.counts["messages delivered again"] += message.receives > 1
        if message.receives > FIXED.max_receives and self.park:
            del self.waiting[message.number]
            harness.coverage.counts["messages parked in a dead-letter queue"] += 1
            self.park(message)
            return
        self._busy += 1
        harness.scheduler.start(lambda: self._deliver(message))

    def _deliver(self, message: Message) -> None:
        harness = self._harness
        container = harness.fault_injection.rng.choice(self._containers)
        container.busy += 1
        run = Invocation(harness, self.function, self._timeout, container)
        run.again = message.again
        harness.note(run.request_id, f"gets message {message.number}")
        again = harness.scheduler.now + FIXED.visibility_per_timeout * self._timeout
        deleted = False
        try:
            record = {"messageId": str(message.number), "body": message.body}
            deleted = self._work(harness, record, run)
        finally:
            self._busy -= 1
            container.done(dead=run.dead)
            if not harness.scheduler.closed:
                self._done(message, again, deleted=deleted)

    def _done(self, message: Message, again: int, *, deleted: bool) -> None:
        if not deleted:
            message.held = True
            self._harness.scheduler.at(again, lambda: self._arrive(message))
            return
        self.waiting.pop(message.number, None)
        self._harness.coverage.counts["dead letters processed"] += (
            self.function == "process_dead_letter"
        )
        self._deleted(message.body)

    def _deleted(self, body: str) -> None:
        self._harness.deleted(body)


def visibility(timing: Timing) -> int:
    """Seconds after which a message comes again that the processor got and did not delete."""
    return FIXED.visibility_per_timeout * timing.processor_timeout


def storm(timing: Timing) -> int:
    """So many messages of one payment at a time are too many."""
    looks = STORM_WAIT // min(*timing.polling, *timing.circuit_open)
    return STORM * max(1, looks)


def by_id(do: Step) -> Work:
    """A step that is done for a payment's id, as the batch handlers do it."""
    return by_text(lambda harness, body, run: do(harness, decode(body), run))


def by_text(do: Step) -> Work:
    """A step that is done for a message's text; what it raises must have been ordered."""

    def work(harness: "Harness", record: Mapping[str, str], run: Invocation) -> bool:
        def attempt(body: str) -> None:
            try:
                do(harness, body, run)
            except UnreadableMessageError:
                raise
            except Exception as error:
                if error not in run.injected:
                    harness.judge([f"{run.request_id} returned its message on its own: {error!r}."])
                raise

        return handled(record, attempt, run)

    return work


def readable(body: str) -> str | None:
    """The payment that a message is about, or None where it is none of ours."""
    try:
        return decode(body)
    except UnreadableMessageError:
        return None
