"""Payments through the gateway, the queue, the batches of the processor and the provider.

A discrete simulation with simpy. Arrivals are random, from a seed. Left out, because none of it
decides: cold starts (AWS gives 1,000 environments in ten seconds,
https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html), pollers that go when it is
quiet, and repeats of the sweeper. Mails are not simulated one by one: what SES does not take in a
second waits for a later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final, NamedTuple

import simpy

from bench.load.shape import BATCH, MAPPING_FIRST, MAPPING_MORE, Shape
from bench.load.stations import Circuit, Message, Process, Queue, Tokens

MINUTE: Final = 60


class Profile(NamedTuple):
    """What is asked of a stack."""

    name: str
    rates: Sequence[tuple[float, float]]
    """Seconds, and payments a second in them; one after another."""
    waiting: int = 0
    """Messages that lie in the queue at the beginning."""
    longest: float = 24 * 3600
    """Seconds after which it is over, final or not."""


@dataclass
class Minute:
    """What was counted in one minute."""

    asked: int = 0
    refused: int = 0
    """By the gateway."""
    throttled: int = 0
    """By Lambda: all that is reserved for accepting runs."""
    final: int = 0
    opened: int = 0
    """How often the circuit was."""
    put_off: int = 0
    """Messages that waited for it."""
    longest_batch: float = 0
    """Seconds."""
    oldest: float = 0
    """Seconds: of the first message in the queue, at the minute's end."""
    unfinished: float = 0
    """Seconds: the age of a final payment at its end, or of the first message that waits."""
    waiting: int = 0
    """Messages in the queue at the minute's end."""
    mails: float = 0
    """Mails that wait for SES at the minute's end."""


@dataclass
class Load:
    """What became of a profile."""

    minutes: list[Minute] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    """From accepted to final, of each payment that is final, in the order in which they were."""
    left: int = 0
    """Payments that are not final at the end."""
    ended: float = 0
    """When the last one was final."""
    busy: float = 0
    """Batches at work, on average, until then."""
    under_way: float = 0
    """Payments that are accepted and not final, on average, until then."""

    def quantile(self, share: float) -> float:
        """So many of the final payments took no longer; 0 where none is final."""
        every = sorted(self.seconds)
        return every[min(len(every) - 1, int(share * len(every)))] if every else 0


class Simulation:
    """One stack under one profile."""

    def __init__(self, shape: Shape, profile: Profile, seed: int = 1) -> None:
        self._env = simpy.Environment()
        self._shape = shape
        self._profile = profile
        self._random = Random(seed)  # noqa: S311 - draws a profile, guards nothing
        self._queue = Queue(self._env)
        self._circuit = Circuit(self._env, Tokens(self._env, shape.psp), shape.timing, self._random)
        self._minute = Minute()
        self._accepting = 0
        self._accepted = 0
        self._working = 0.0
        self._payment_seconds, self._seen = 0.0, 0.0
        self._mails = 0.0
        self._arriving = True
        self._load = Load()

    def run(self) -> Load:
        """All of it."""
        env, load = self._env, self._load
        self._came(self._profile.waiting)
        over = env.process(self._watched())
        env.process(self._arrivals())
        env.process(self._scaled())
        env.run(until=over)
        load.left = self._accepted - len(load.seconds)
        if load.ended:
            load.busy = self._working / load.ended
            load.under_way = self._payment_seconds / load.ended
        return load

    def _watched(self) -> Process:
        while self._env.now < self._profile.longest:
            yield self._env.timeout(MINUTE)
            seen, self._minute = self._minute, Minute()
            seen.waiting, seen.oldest = len(self._queue), self._queue.oldest
            seen.unfinished = max(seen.unfinished, seen.oldest)
            self._mails = max(0.0, self._mails + seen.final - MINUTE * self._shape.mails)
            seen.mails = self._mails
            self._load.minutes.append(seen)
            at_rest = not self._accepting and len(self._load.seconds) == self._accepted
            if not self._arriving and at_rest:
                return

    def _arrivals(self) -> Process:
        tokens = Tokens(self._env, self._shape.gateway)
        for seconds, rate in self._profile.rates:
            end = self._env.now + seconds
            while rate:
                wait = self._random.expovariate(rate)
                if self._env.now + wait > end:
                    break
                yield self._env.timeout(wait)
                self._asked(tokens)
            yield self._env.timeout(end - self._env.now)
        self._arriving = False

    def _asked(self, tokens: Tokens) -> None:
        self._minute.asked += 1
        if not tokens.take(1):
            self._minute.refused += 1
        elif self._accepting == self._shape.accept_at_once:
            self._minute.throttled += 1
        else:
            self._env.process(self._accept())

    def _accept(self) -> Process:
        self._accepting += 1
        yield self._env.timeout(self._shape.accept_seconds)
        self._accepting -= 1
        self._came(1)

    def _came(self, count: int) -> None:
        self._passed()
        self._accepted += count
        now = self._env.now
        self._queue.put([Message(now, now)] * count)

    def _passed(self) -> None:
        """Payments are under way for as long as their number stays."""
        under_way = self._accepted - len(self._load.seconds)
        self._payment_seconds += under_way * (self._env.now - self._seen)
        self._seen = self._env.now

    def _scaled(self) -> Process:
        """The mapping's pollers: more with each minute that leaves messages."""
        pollers = 0
        more = MAPPING_FIRST
        while pollers < self._shape.batches:
            more = min(more, self._shape.batches - pollers)
            for _ in range(more):
                self._env.process(self._polls())
            pollers += more
            yield self._env.timeout(MINUTE)
            more = MAPPING_MORE if len(self._queue) else 0

    def _polls(self) -> Process:
        while True:
            yield self._queue.arrived()
            if batch := self._queue.take(BATCH):
                began = self._env.now
                yield from self._processed(batch)
                lasted = self._env.now - began
                self._working += lasted
                self._minute.longest_batch = max(self._minute.longest_batch, lasted)

    def _processed(self, batch: Sequence[Message]) -> Process:
        shape, circuit = self._shape, self._circuit
        admitted = circuit.admitted(len(batch))
        going, put_off = list(batch[:admitted]), list(batch[admitted:])
        yield self._env.timeout(shape.batch_seconds)
        for number in range(shape.psp_writes):
            asking = [each for each in going if each.written == number]
            if not asking:
                continue
            taken = circuit.written(len(asking))
            refused = asking[taken:]
            through = [each._replace(written=number + 1) for each in asking[:taken]]
            going = [each for each in going if each.written != number] + through
            put_off += refused
            yield self._env.timeout(shape.psp_seconds)
        if going:
            yield self._env.timeout(shape.psp_seconds)
            circuit.answered()
            self._ended(going)
        self._put_off(put_off)
        self._minute.opened += circuit.opened
        circuit.opened = 0

    def _ended(self, batch: Sequence[Message]) -> None:
        now = self._env.now
        self._passed()
        ages = [now - each.born for each in batch]
        self._load.seconds += ages
        self._load.ended = now
        self._minute.final += len(batch)
        self._minute.unfinished = max(self._minute.unfinished, *ages)

    def _put_off(self, messages: Sequence[Message]) -> None:
        self._minute.put_off += len(messages)
        if messages:
            self._env.process(self._queue.put_later(messages, self._circuit.pause()))
