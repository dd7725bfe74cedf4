"""Virtual time and tasks that take turns: everything that happens is an event in one order.

The domain is synchronous, so a task is a thread; but only the thread that holds the baton runs,
and it gives the baton away only in `pause`. The order follows from the seed alone.
"""

import itertools
import threading
from collections.abc import Callable
from heapq import heappop, heappush
from random import Random

Act = Callable[[], None]


class Crash(BaseException):
    """The process died here: nothing that code may handle."""


class Stage:
    """A clock (Unix seconds), a heap of events, and the task that holds the baton."""

    def __init__(self, rng: Random, now: int = 1_795_341_600) -> None:
        self.now = now
        self.rng = rng
        self.steps = 0
        """Events that were played."""
        self.error: BaseException | None = None
        """What a task died of, other than a crash; `run` raises it."""
        self.closed = False
        self.baton = _held_lock()
        self.idle: list[_Strand] = []
        self._strands: list[_Strand] = []
        self._running: _Strand | None = None
        self._events: list[tuple[int, float, int, Act]] = []
        self._numbers = itertools.count()

    def at(self, time: int, act: Act) -> None:
        """Let `act` happen at `time`; what happens at one time happens in a drawn order."""
        heappush(self._events, (max(time, self.now), self.rng.random(), next(self._numbers), act))

    def after(self, seconds: int, act: Act) -> None:
        """Let `act` happen so many seconds from now."""
        self.at(self.now + seconds, act)

    def start(self, work: Act) -> None:
        """Run `work` as a task, up to its first pause. Only for events, never for tasks."""
        if not self.idle:
            strand = _Strand(self)
            self._strands.append(strand)
            self.idle.append(strand)
            strand.start()
        strand = self.idle.pop()
        strand.work = work
        self._hand_to(strand)

    def pause(self, seconds: int = 0) -> None:
        """Let others run until so many seconds have passed. Only for tasks.

        Raises:
            Crash: the stage was closed meanwhile.
        """
        strand = self._running
        if self.closed or strand is None:
            raise Crash
        self.after(seconds, lambda: self._hand_to(strand))
        self.baton.release()
        strand.turn.acquire()
        if self.closed:
            raise Crash

    def run(self, until: int) -> None:
        """Play the events up to and including `until`, which is then the time.

        Raises:
            BaseException: the first that left a task.
        """
        while self._events and self._events[0][0] <= until:
            time, _, _, act = heappop(self._events)
            self.now = time
            self.steps += 1
            act()
            if self.error is not None:
                raise self.error
        self.now = until

    def close(self) -> None:
        """End every task where it stands, and its thread."""
        self.closed = True
        for strand in self._strands:
            strand.turn.release()
            strand.join()

    def take_back(self, strand: "_Strand") -> bool:
        """A task is over; returns whether there may be another."""
        if not self.closed:
            self.idle.append(strand)
            self.baton.release()
        return not self.closed

    def _hand_to(self, strand: "_Strand") -> None:
        self._running = strand
        strand.turn.release()
        self.baton.acquire()
        self._running = None


def _held_lock() -> threading.Lock:
    """A lock that somebody waits for until it is released for them."""
    lock = threading.Lock()
    lock.acquire()
    return lock


class _Strand(threading.Thread):
    """A thread that does one task after another."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(daemon=True)
        self.stage = stage
        self.turn = _held_lock()
        self.work: Act | None = None

    def run(self) -> None:
        """Work whenever it has the baton."""
        while True:
            self.turn.acquire()
            if self.work is None:
                return
            try:
                self.work()
            except Crash:
                pass
            except BaseException as error:  # noqa: BLE001 - handed to whoever runs the stage.
                self.stage.error = error
            self.work = None
            if not self.stage.take_back(self):
                return
