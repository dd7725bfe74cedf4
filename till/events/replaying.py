"""The events of a window, found in the ledger and made due again, payment by payment."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from threading import Lock
from typing import Final, NamedTuple

from runtime.domain.events import EventType
from runtime.domain.payment import Payment, created_key
from runtime.domain.ports import PageQuery
from runtime.use_cases.side_by_side import MOST, side_by_side
from till.events.asking import Asked, events_of
from till.events.ways import Step

READ: Final = 100
"""Rows of one read."""
EARLIER: Final = 30 * 24 * 3_600
"""Seconds from a payment to the last of its events, as far as they are looked for: what a person
resolves after that is sent again by its id."""
PACE: Final = 20
"""Events that are made due for one second: an endpoint takes them beside those that happen now."""


class Window(NamedTuple):
    """Which events."""

    first: int
    """Unix seconds."""
    end: int
    """Unix seconds; they happened before."""
    kind: EventType | None
    """None: all."""


class Replay:
    """One run over a merchant's payments, newest first; what it has done is known at any time."""

    def __init__(
        self, merchant: str, window: Window, ports: Asked, now: int, *, dry_run: bool
    ) -> None:
        """`now`: Unix seconds, when the first is due."""
        self.dry_run = dry_run
        self.payments = 0
        """That were looked at."""
        self.made: Counter[EventType] = Counter()
        """Type → events that were made due, or would be."""
        self._merchant = merchant
        self._window = window
        self._ports = ports
        self._now = now
        self._begun = 0
        self._lock = Lock()

    @property
    def total(self) -> int:
        """How many events were made due, or would be."""
        return self.made.total()

    @property
    def span(self) -> int:
        """Seconds of payments that are looked through."""
        return self._window.end - self._window.first + EARLIER

    @property
    def last_due_at(self) -> int | None:
        """Unix seconds; None: nothing was made due."""
        return self._due_at(self.total - 1) if self.total else None

    def go(self, step: Callable[[int], None]) -> None:
        """Look through all; `step` is told how many seconds of `span` are done.

        Raises:
            UnavailableError: what was made due stays so, and so may the event at hand.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        window = self._window
        query = PageQuery(self._merchant, READ, created_key(window.end, ""), window.first - EARLIER)
        rows = self._ports.queries.page(query)
        while some := list(islice(rows, MOST)):
            side_by_side(self._one, some)
            step(window.end - some[-1].created_at)

    def _one(self, row: Payment) -> None:
        for event in self._wanted(row):
            if not self.dry_run:
                self._ports.way.ask_again(row, event, self._due_at(self._next()))
            with self._lock:
                self.made[event.kind] += 1
        with self._lock:
            self.payments += 1

    def _wanted(self, row: Payment) -> Iterator[Step]:
        first, end, kind = self._window
        for event in events_of(row, self._ports.queries):
            if first <= event.at < end and kind in {None, event.kind}:
                yield event

    def _next(self) -> int:
        with self._lock:
            self._begun += 1
            return self._begun - 1

    def _due_at(self, number: int) -> int:
        return self._now + number // PACE
