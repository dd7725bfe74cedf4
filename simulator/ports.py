"""Our ports over the simulated environment, one set for each invocation."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from runtime.contract.timing import Timing
from runtime.domain.errors import ConflictError
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment, Status
from runtime.domain.ports import PageQuery
from runtime.domain.private import Clear, Sealed
from runtime.domain.retention import Progress
from runtime.domain.state_machine import Change
from runtime.use_cases.scheduling import AFTER_LEASE
from simulator.invocation import Invocation
from simulator.word import decides_nothing
from tests.fakes.payment_queries import FakePaymentQueries

if TYPE_CHECKING:
    from simulator.queues import Queue


class SimLedger:
    """The store's own conditions, behind a line that refuses and loses answers."""

    def __init__(self, run: Invocation) -> None:
        self._run = run
        self._store = run.harness.observed.store

    def create(self, change: Change) -> Payment | None:
        """Write the first row and entry, or give back the row that is there."""
        return self._run.call("ledger", "create", lambda: self._create(change), writes=True)

    def get(self, payment_id: str) -> Payment | None:
        """The row."""
        self._run.read = self._run.call("ledger", "get", lambda: self._store.get(payment_id))
        return self._run.read

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """All entries of a payment, by a strong read."""
        return self._run.call("ledger", "entries", lambda: self._store.entries(payment_id))

    def commit(self, change: Change) -> None:
        """Write row and entries under the store's conditions."""
        self._run.call("ledger", "commit", lambda: self._commit(change), writes=True)

    def defer(
        self, payment: Payment, due_at: int | None, *, sweeps: int, spare: Status | None = None
    ) -> Payment | None:
        """Move `due_at`."""
        return self._run.call(
            "ledger",
            "defer",
            lambda: self._defer(payment, due_at, sweeps=sweeps, spare=spare),
            writes=True,
        )

    def due(self, shard: int, now: int, limit: int) -> Iterator[str]:
        """An index that lags: an id may be missing that is due, for now."""
        fault_injection = self._run.harness.fault_injection
        for payment_id in self._run.call(
            "ledger", "due", lambda: list(self._store.due(shard, now, limit))
        ):
            if not fault_injection.chance(self._run.harness.options.refuse):
                yield payment_id

    def _defer(
        self, payment: Payment, due_at: int | None, *, sweeps: int, spare: Status | None
    ) -> Payment | None:
        run, stored = self._run, self._store.get(payment.payment_id)
        moved = self._store.defer(payment, due_at, sweeps=sweeps, spare=spare)
        run.writes += moved is not None
        if stored and moved and run.use_case != "sweeper":
            faults = planned_twice(stored, moved, run.now(), run.harness.observed.timing)
            run.harness.judge([f"plans: {run.request_id}: {fault}." for fault in faults])
        return moved

    def _create(self, change: Change) -> Payment | None:
        stored = self._store.create(change)
        if stored is None:
            self._run.writes += 1
            self._run.harness.wrote(change)
        return stored

    def _commit(self, change: Change) -> None:
        self._run.harness.judge(list(decides_nothing(self._run, change.after)))
        try:
            self._store.commit(change)
        except ConflictError:
            self._run.harness.coverage.counts["commits refused for another's"] += 1
            raise
        self._run.writes += 1
        self._run.read = change.after
        self._run.harness.wrote(change)


class SimPaymentQueries:
    """The store's read side, behind the same line as the ledger."""

    def __init__(self, run: Invocation) -> None:
        self._run = run
        self._queries = FakePaymentQueries(run.harness.observed.store)

    def get(self, payment_id: str) -> Payment | None:
        """The row."""
        return self._run.call("ledger", "get", lambda: self._queries.get(payment_id))

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """All entries of a payment, by a strong read."""
        return self._run.call("ledger", "entries", lambda: self._queries.entries(payment_id))

    def page(self, query: PageQuery) -> Iterator[Payment]:
        """Rows of one moment."""
        yield from self._run.call("ledger", "page", lambda: list(self._queries.page(query)))

    def healthy(self) -> bool:
        """Whether the table answers."""
        return self._queries.healthy()


class SimProgress:
    """How far the erasure has come, behind the same line as the ledger."""

    def __init__(self, run: Invocation) -> None:
        self._run = run
        self._store = run.harness.observed.progress

    def get(self) -> Progress:
        """The progress, by a strong read."""
        return self._run.call("ledger", "progress", self._store.get)

    def put(self, progress: Progress) -> None:
        """Write it over the version before it."""
        self._run.call("ledger", "progressed", lambda: self._put(progress), writes=True)

    def _put(self, progress: Progress) -> None:
        try:
            self._store.put(progress)
        except ConflictError:
            self._run.overtaken = True
            raise


class SimMessageQueue:
    """A way into a queue."""

    def __init__(self, run: Invocation, queue: "Queue") -> None:
        self._run = run
        self._queue = queue

    def send(self, payment_id: str, delay: int = 0) -> None:
        """Put a message in."""
        self._run.call("queue", "send", lambda: self._send(payment_id, delay), writes=True)

    def backlog(self) -> int:
        """None, and now and then as many as after a long outage."""
        fault_injection = self._run.harness.fault_injection
        crowd = 5_000 if fault_injection.chance(self._run.harness.options.delay) else 0
        return self._run.call("queue", "backlog", lambda: crowd)

    def _send(self, payment_id: str, delay: int) -> None:
        run, to = self._run, self._queue.function
        run.harness.judge([f"I16: {payment_id}: {fault}." for fault in multiplies(run, to)])
        own = to in OWN.get(run.use_case, ())
        again = run.use_case == "sweeper" or (run.again and not own)
        run.sends += own
        run.told += 1
        self._queue.send(payment_id, delay, again=again)


OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "processor": ("processor",),
    "process_dead_letter": ("processor",),
    "notifier": ("notifier",),
    "sweeper": ("processor", "notifier"),
    "operator": ("notifier",),
}
"""Use case → functions that it wakes only after a write. The others say what they are asked to;
and the processor, which no mail wakes, may tell the notifier once for each message of its own."""


def multiplies(run: Invocation, function: str) -> Iterator[str]:
    """I16: a message that a message begets follows a write of its own: copies of one beget one."""
    if function in OWN.get(run.use_case, ()) and run.sends >= run.writes:
        yield f"{run.request_id} wakes the {function} without a write"


def planned_twice(before: Payment, after: Payment, now: int, timing: Timing) -> Iterator[str]:
    """I16: a plan is repeated, or put off although it is still to come, by the clock of who does.

    What a sweep wrote is no plan. Nor is a date up to the end of a lease, which the claim found or
    set, before one look was planned for each side that may wait for that end.
    """
    if before.sweeps or before.due_at is None or after.due_at is None:
        return
    planned = before.due_at - timing.first_sweep
    if after.due_at <= before.due_at:
        yield f"{after.payment_id}: a look was planned once more"
    elif planned > now and planned > _end(before):
        yield f"{after.payment_id}: a look was planned beside another"


def _end(payment: Payment) -> int:
    if payment.open_attempt:
        return payment.lease_until or 0
    end = payment.notification.lease_until or 0
    # A failure that was paid waits for the notifier's claim, as the notifier itself does.
    return end + AFTER_LEASE if end and payment.status is Status.FAILED else end


class SimFieldCipher:
    """Sealing that names merchant and purpose."""

    def __init__(self, run: Invocation) -> None:
        self._run = run

    def seal(self, merchant: str, purpose: str, text: Clear) -> Sealed:
        """The three together."""
        made = Sealed(f"{merchant}|{purpose}|{text.get_secret_value()}")
        return self._run.call("cipher", "seal", lambda: made)

    def unseal(self, merchant: str, purpose: str, sealed: Sealed) -> Clear:
        """The text again, for the same merchant and purpose.

        Raises:
            ValueError: for others; no fault of the environment's.
        """
        opened = self._run.call("cipher", "open", lambda: sealed).get_secret_value()
        owner, use, text = opened.split("|", 2)
        if (owner, use) != (merchant, purpose):
            message = "Opened for another merchant or purpose."
            raise ValueError(message)
        return Clear(text)
