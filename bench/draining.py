"""A thousand queued payments worked off, beside a consumer that only waits as long as the PSP.

`python -m bench.draining` runs the worker's own loop (`runtime/worker/worker.py`) on messages that
lie in this process: a call to the queue costs a wait and nothing else, for both sides. Ours works
on each as the worker does, against `bench/stub_services.py`: three calls to a PSP of 50 ms, and the
tables. The empty consumer takes the same messages with as many in flight, waits for as long as
those three calls take, and deletes. Another one does not even wait: what the loop itself gets
through.
"""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from threading import Condition
from typing import Any, Final

from bench.accepting import accepting, all_succeeded, processor, taker
from bench.rounds import ROUNDS, WARM, Target, measured, sure, tell
from bench.stub_services import AWS_SECONDS, PSP_SECONDS, running
from runtime.bootstrap_worker import begin
from runtime.contract.timing import Timing
from runtime.wire.queue_message import encode
from runtime.wire.received_message import Received, ReceivedMessage
from runtime.worker.in_flight import InFlight
from runtime.worker.worker import Handle, Worker, times_of

PAYMENTS: Final = 1_000
IN_FLIGHT: Final = 10
"""As the worker has it."""
PSP_CALLS: Final = 3
"""Of a payment whose card pays: prepare, confirm, read back."""
LONGEST: Final = 600
"""Seconds for one round."""
DRAIN, EMPTY, NOTHING = "ours", "waits for the PSP", "waits for nothing"
TARGETS: Final = (
    Target(
        "our throughput, beside a consumer that waits for the PSP", EMPTY, DRAIN, 0.7, at_least=True
    ),
    Target("our throughput, beside a consumer that waits for nothing", NOTHING, DRAIN, None),
)


def main() -> None:
    """Measure all, and print them."""
    parser = argparse.ArgumentParser(prog="python -m bench.draining", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    parser.add_argument("--payments", type=int, default=PAYMENTS, help=f"default: {PAYMENTS:,}")
    wanted = parser.parse_args()
    with running():
        drains = Drains(WARM + wanted.rounds, wanted.payments)
        taken = measured(drains.sides(), wanted.rounds)
        drains.check()
    tell("draining", f"{wanted.payments:,} payments, {IN_FLIGHT} in flight", TARGETS, taken)


class Messages:
    """The MessageSource of so many messages, and nothing after them."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._left = [ReceivedMessage(each, encode(each), each, {}) for each in reversed(ids)]
        self._undone = len(ids)
        self._hidden = ""
        self._held = 0
        self._changed = Condition()

    def receive(self, at_most: int, wait: int, hidden: int) -> Received:
        """The next ones; an empty poll ends when the last message is deleted."""
        time.sleep(AWS_SECONDS)
        self._held = hidden
        if not self._left:
            self.wait_until_done(wait)
        found = [self._left.pop() for _ in range(min(at_most, len(self._left)))]
        return Received(f"{hidden}", found)

    def delete(self, _: ReceivedMessage) -> None:
        """It is done with."""
        time.sleep(AWS_SECONDS)
        with self._changed:
            self._undone -= 1
            self._changed.notify_all()

    def hide(self, message: ReceivedMessage, seconds: int) -> None:
        """None of them fails: else all is over. What is prolonged in a long round is a call."""
        if seconds == self._held:
            time.sleep(AWS_SECONDS)
            return
        with self._changed:
            self._hidden = f"{message.message_id} was hidden for {seconds} s"
            self._changed.notify_all()

    def wait_until_done(self, seconds: float) -> bool:
        """Whether all are deleted, after so many seconds at the latest.

        Raises:
            WrongResultError: one came back.
        """
        with self._changed:
            done = self._changed.wait_for(lambda: not self._undone or self._hidden, seconds)
            sure(not self._hidden, self._hidden)
            return bool(done)


class Drains:
    """Payments that are accepted before anything is measured, and who works on them."""

    def __init__(self, rounds: int, payments: int) -> None:
        ports = processor()
        self._ledger = ports.ledger
        take = taker(accepting(ports.ledger, ports.queue, ports.cipher))
        with ThreadPoolExecutor(IN_FLIGHT) as pool:
            done = pool.map(take, [f"{each}" for each in range(rounds * payments)])
            ids = [each.payment.payment_id for each in done]
        self._ids = [ids[number * payments :][:payments] for number in range(rounds)]

    def sides(self) -> Mapping[str, Callable[[int], None]]:
        """What is done in a round, by name."""
        handles: dict[str, Callable[[str], Handle]] = {
            DRAIN: begin,
            EMPTY: lambda _: partial(_waited, PSP_CALLS * PSP_SECONDS),
            NOTHING: lambda _: partial(_waited, 0),
        }
        return {name: partial(self._drained, handle) for name, handle in handles.items()}

    def check(self) -> None:
        """Every payment has succeeded.

        Raises:
            WrongResultError: one has not.
        """
        all_succeeded(self._ledger, chain.from_iterable(self._ids))

    def _drained(self, handle: Callable[[str], Handle], number: int) -> None:
        messages = Messages(self._ids[number])
        worker = Worker(messages, handle, InFlight(IN_FLIGHT), times_of(Timing()), lambda: None)
        worker.start()
        sure(messages.wait_until_done(LONGEST), "messages are left")
        worker.stop()


def _waited(seconds: float, _: Mapping[str, Any]) -> bool:
    time.sleep(seconds)
    return True


if __name__ == "__main__":
    main()
