"""Virtual time and tasks that take turns: everything that happens is an event in one order.

The domain is synchronous, so a task is a greenlet: a stack of its own that gives the processor
away only in `pause`. The order follows from the seed alone.
"""

import itertools
from collections.abc import Callable
from functools import partial
from heapq import heappop, heappush
from random import Random

from greenlet import getcurrent, greenlet

Act = Callable[[], None]


class Crash(BaseException):
    """The process died here: nothing that code may handle."""


class Scheduler:
    """A clock (Unix seconds), a heap of events, and tasks that pause."""

    def __init__(self, rng: Random, now: int = 1_795_341_600) -> None:
        self.now = now
        self.rng = rng
        self.steps = 0
        """Events that were played."""
        self.error: BaseException | None = None
        """What a task died of, other than a crash; `run` raises it."""
        self.closed = False
        self._paused: set[greenlet] = set()
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
        greenlet(self._do).switch(work)

    def pause(self, seconds: int = 0) -> None:
        """Let others run until so many seconds have passed. Only for tasks.

        Raises:
            Crash: the stage was closed meanwhile.
        """
        task = getcurrent()
        if self.closed or task.parent is None:
            raise Crash
        self.after(seconds, partial(self._go_on, task))
        self._paused.add(task)
        task.parent.switch()
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
        """End every task where it stands."""
        self.closed = True
        while self._paused:
            self._paused.pop().switch()

    def _go_on(self, task: greenlet) -> None:
        self._paused.discard(task)
        task.switch()

    def _do(self, work: Act) -> None:
        try:
            work()
        except Crash:
            pass
        except BaseException as error:  # noqa: BLE001 - handed to whoever runs the stage.
            self.error = error
