"""The parts of a simulated stack: a queue with delays, a bucket of tokens, the provider's circuit.

Time is seconds of a simpy environment.
"""

import math
from collections import deque
from collections.abc import Generator, Sequence
from random import Random
from typing import Any, NamedTuple

import simpy

from bench.load.shape import Bucket
from runtime.contract.timing import Timing

Process = Generator[simpy.Event, Any, None]


class Message(NamedTuple):
    """A payment on its way through the queue."""

    born: float
    """When it was accepted."""
    sent: float
    """When this message of it was sent."""
    written: int = 0
    """How many of the provider's writes are behind it."""


class Queue:
    """First in, first out; who finds it empty waits."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._messages: deque[Message] = deque()
        self._waiting: deque[simpy.Event] = deque()

    def __len__(self) -> int:
        return len(self._messages)

    @property
    def oldest(self) -> float:
        """Seconds since the first one was sent; 0 where there is none."""
        return self._env.now - self._messages[0].sent if self._messages else 0

    def put(self, messages: Sequence[Message]) -> None:
        """Each wakes one who waits."""
        self._messages.extend(messages)
        for _ in range(min(len(messages), len(self._waiting))):
            self._waiting.popleft().succeed()

    def put_later(self, messages: Sequence[Message], seconds: float) -> Process:
        """They are sent now and seen later."""
        yield self._env.timeout(seconds)
        self.put([each._replace(sent=self._env.now) for each in messages])

    def arrived(self) -> simpy.Event:
        """There is something, perhaps."""
        event = self._env.event()
        if self._messages:
            event.succeed()
        else:
            self._waiting.append(event)
        return event

    def take(self, most: int) -> list[Message]:
        """What is there."""
        return [self._messages.popleft() for _ in range(min(most, len(self._messages)))]


class Tokens:
    """A bucket, full at first."""

    def __init__(self, env: simpy.Environment, bucket: Bucket) -> None:
        self._env = env
        self._bucket = bucket
        self._left, self._at = bucket.burst, env.now

    def take(self, wanted: int) -> int:
        """As many of them as there are now."""
        now, (rate, burst) = self._env.now, self._bucket
        self._left = min(burst, self._left + rate * (now - self._at))
        self._at = now
        # A token that is full but for a rounding of floats is full.
        taken = min(wanted, math.floor(self._left + 1e-9))
        self._left -= taken
        return taken


class Circuit:
    """`runtime/domain/circuit.py` toward a provider that refuses what is over its rate.

    One refused call opens it. What waits is put off until it may be probed, and spread; the first
    message after that is the probe, and an answer closes it.
    """

    def __init__(
        self, env: simpy.Environment, tokens: Tokens, timing: Timing, random: Random
    ) -> None:
        self._env = env
        self._tokens = tokens
        self._timing = timing
        self._random = random
        self._openings = 0
        self._until = 0.0
        self._probing = False
        self.opened = 0
        """How often."""

    def admitted(self, wanted: int) -> int:
        """How many of these messages may call the provider now."""
        if not self._openings:
            return wanted
        if self._probing or self._env.now < self._until:
            return 0
        self._probing = True
        return 1

    def written(self, wanted: int) -> int:
        """How many of these writes the provider takes; if not all, the circuit opens."""
        taken = self._tokens.take(wanted)
        if taken < wanted and (self._probing or not self._openings):
            planned = self._timing.circuit_open
            self._until = self._env.now + planned[min(self._openings, len(planned) - 1)]
            self._openings += 1
            self._probing = False
            self.opened += 1
        return taken

    def answered(self) -> None:
        """A message is through: if it was the probe, calls flow again."""
        if self._probing:
            self._openings, self._probing = 0, False

    def pause(self) -> float:
        """Seconds for which a message that may not call is put off."""
        left = 0 if self._probing else self._until - self._env.now
        spread = self._random.random() * self._timing.circuit_open[0]
        return max(left, 1) + spread
