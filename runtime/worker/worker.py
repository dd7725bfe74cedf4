"""Takes messages by long polling and works on a bounded number at a time, until it is stopped."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Event, Thread
from typing import Any, Final, Protocol

from runtime.contract.fixed_times import FIXED
from runtime.contract.timing import Timing
from runtime.domain.errors import UnavailableError
from runtime.observability import describe, logger
from runtime.wire.received_message import Received, ReceivedMessage
from runtime.worker.in_flight import InFlight

LONG_POLL_SECONDS: Final = 20
"""The longest that SQS waits for a message (SQS, "Amazon SQS short and long polling")."""
MOST_RECEIVED: Final = 10
"""The most that one call brings."""
PAUSES: Final = (1, 2, 4, 8, 16, 30)
"""Longest waits after the first, second, … failed receive in a row; the last one repeats."""
_FEWEST: Final = 0.5

Handle = Callable[[Mapping[str, Any]], bool]
"""One record, in Lambda's form, to whether its message may be deleted."""


class MessageSource(Protocol):
    """A queue as its consumer sees it; each call may raise UnavailableError."""

    def receive(self, at_most: int, wait: int, hidden: int) -> Received:
        """Up to `at_most` messages after `wait` seconds, each hidden for `hidden` seconds."""
        ...

    def delete(self, message: ReceivedMessage) -> None:
        """It is done with."""
        ...

    def hide(self, message: ReceivedMessage, seconds: int) -> None:
        """Nobody else gets it for so many seconds; 0 gives it back."""
        ...


@dataclass(frozen=True, slots=True)
class WorkerTimes:
    """Seconds."""

    held: int
    """For which a message is hidden at a time; prolonged at each third while it is worked on."""
    longest: int
    """A message is worked on; what takes longer is prolonged no more, and waited for no more."""
    again_in: int
    """After which a message that failed comes again."""


def times_of(timing: Timing) -> WorkerTimes:
    """The function's own: a step lasts as long, and a failure comes again as late as there.

    A worker that is killed gives its messages back after one `held`, not after all of the queue's
    visibility: it can't have been busy for longer without a sign of life.
    """
    timeout = timing.processor_timeout
    return WorkerTimes(
        held=timeout, longest=timeout, again_in=FIXED.visibility_per_timeout * timeout
    )


class Worker:
    """One process of the fleet; `begin` makes what handles the messages of one receive."""

    def __init__(
        self,
        source: MessageSource,
        begin: Callable[[str], Handle],
        in_flight: InFlight,
        times: WorkerTimes,
        alive: Callable[[], None],
    ) -> None:
        """`alive` is called at the beginning of each round."""
        self._source = source
        self._begin = begin
        self._in_flight = in_flight
        self._times = times
        self._alive = alive
        self._stopping = Event()
        self._stopped = Event()
        self._polls = Thread(target=self._poll, name="polls", daemon=True)
        self._prolongs = Thread(target=self._prolong, name="prolongs", daemon=True)

    @property
    def is_polling(self) -> bool:
        """False: its own mistake ended it, and the process should end too."""
        return self._polls.is_alive()

    def start(self) -> None:
        """Begin to take messages."""
        self._polls.start()
        self._prolongs.start()

    def stop(self) -> int:
        """Take nothing more, finish what is in flight, give back what can't be finished in time.

        A receive that is still waiting gives back whatever it brings while the process lives.
        Returns how many messages were given back unfinished.
        """
        self._in_flight.close()
        self._stopping.set()
        self._in_flight.is_empty_within(self._times.longest)
        left = self._in_flight.taken_within(float("inf"))
        for message in left:
            self._answer(partial(self._source.hide, message, 0), "worker.give_back")
        self._stopped.set()
        return len(left)

    def _poll(self) -> None:
        try:
            self._rounds()
        except Exception as error:  # noqa: BLE001 - the edge: without a poll the process ends.
            logger().error("worker.poll", extra={"outcome": "failed", **describe(error)})

    def _rounds(self) -> None:
        failed = 0
        self._alive()
        while room := self._in_flight.room():
            self._alive()
            try:
                received = self._source.receive(
                    min(room, MOST_RECEIVED), LONG_POLL_SECONDS, self._times.held
                )
            except UnavailableError as error:
                self._pause(error, failed)
                failed += 1
            else:
                failed = 0
                self._take(received)

    def _take(self, received: Received) -> None:
        if not received.messages:
            return
        handle = self._begin(received.request_id)
        for message in received.messages:
            if self._in_flight.take(message):
                # A thread that the interpreter waits for would keep a stopped process alive.
                Thread(target=self._work, args=(message, handle), daemon=True).start()
            else:
                self._answer(partial(self._source.hide, message, 0), "worker.give_back")

    def _work(self, message: ReceivedMessage, handle: Handle) -> None:
        try:
            if handle(message.record):
                self._answer(partial(self._source.delete, message), "worker.delete")
            else:
                hide = partial(self._source.hide, message, self._times.again_in)
                self._answer(hide, "worker.give_back")
        finally:
            self._in_flight.leave(message)

    def _prolong(self) -> None:
        while not self._stopped.wait(self._times.held / 3):
            for message in self._in_flight.taken_within(self._times.longest):
                hide = partial(self._source.hide, message, self._times.held)
                self._answer(hide, "worker.prolong")

    def _answer(self, call: Callable[[], None], name: str) -> None:
        """Tell SQS; where it does not hear, the message comes again, and its payment is asked."""
        try:
            call()
        except UnavailableError as error:
            logger().warning(name, extra=_reason(error))

    def _pause(self, error: UnavailableError, failed: int) -> None:
        longest = PAUSES[min(failed, len(PAUSES) - 1)]
        pause = longest * random.uniform(_FEWEST, 1)  # noqa: S311 - spreads calls, guards nothing
        logger().error("worker.receive", extra={**_reason(error), "pause_s": round(pause, 1)})
        self._stopping.wait(pause)


def _reason(error: UnavailableError) -> dict[str, str]:
    """The sentence of such an error is ours, with AWS's code and no value."""
    return {"outcome": "failed", "reason": str(error), **describe(error)}
