"""The two tables in memory, with the conditions of the real ones."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from threading import RLock

from runtime.domain.errors import ConflictError
from runtime.domain.events import due_events, unpublished_events
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment, Status, open_shard
from runtime.domain.state_machine import Change
from tests.fakes.bus import FakeUnpublished
from tests.fakes.events import FakeEvents
from tests.fakes.faults import Faults


class FakeLedger(Faults):
    """Enforces status, version and append-only entries; remembers every accepted change."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, Payment] = {}
        self.lines: dict[str, list[Entry]] = {}
        self.changes: list[Change] = []
        self.calls: list[str] = []
        """Names of the methods called, in order."""
        self.events = FakeEvents()
        """What the changes made due at merchants' endpoints."""
        self.unpublished = FakeUnpublished()
        """What they made due on the stack's bus."""
        self._lock = RLock()

    def create(self, change: Change) -> Payment | None:
        """Write the first row and entry, or give back the row that is there."""
        with self._lock, self._call("create"):
            stored = self.rows.get(change.after.payment_id)
            if stored is None:
                self._write(change)
            return stored

    def get(self, payment_id: str) -> Payment | None:
        """The row."""
        with self._lock, self._call("get"):
            return self.rows.get(payment_id)

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """All entries, oldest first."""
        with self._lock, self._call("entries"):
            return tuple(self.lines.get(payment_id, ()))

    def commit(self, change: Change) -> None:
        """Write row and entries if status and version are as before.

        Raises:
            ConflictError: they are not.
        """
        with self._lock, self._call("commit"):
            stored = self.rows.get(change.after.payment_id)
            before = change.before
            if (
                stored is None
                or before is None
                or (stored.status, stored.version) != (before.status, before.version)
            ):
                message = f"{change.after.payment_id} was moved by somebody else."
                raise ConflictError(message)
            self._write(change)

    def defer(
        self, payment: Payment, due_at: int | None, *, sweeps: int, spare: Status | None = None
    ) -> Payment | None:
        """Move `due_at` if date, sweeps and version are still those of `payment`."""
        with self._lock, self._call("defer"):
            stored = self.rows.get(payment.payment_id)
            if stored is None or _date(stored) != _date(payment) or stored.status is spare:
                return None
            shard = None if due_at is None else open_shard(stored.payment_id)
            moved = stored.model_copy(
                update={"due_at": due_at, "open_shard": shard, "sweeps": sweeps}
            )
            self.rows[payment.payment_id] = moved
            return moved

    def due(self, shard: int, now: int, limit: int) -> Iterator[str]:
        """Ids of one shard with `due_at` ≤ `now`, oldest first."""
        with self._lock, self._call("due"):
            found = sorted(
                (row.due_at, row.payment_id)
                for row in self.rows.values()
                if row.open_shard == shard and row.due_at is not None and row.due_at <= now
            )
        yield from (payment_id for _, payment_id in found[:limit])

    def _call(self, method: str) -> AbstractContextManager[None]:
        self.calls.append(method)
        return self.strike(method)

    def _write(self, change: Change) -> None:
        identifier = change.after.payment_id
        lines = self.lines.setdefault(identifier, [])
        taken = {entry.seq for entry in lines}
        if taken & {entry.seq for entry in change.entries}:
            message = f"{identifier} already has one of these entries."
            raise ConflictError(message)
        lines.extend(change.entries)
        self.rows[identifier] = change.after
        self.changes.append(change)
        self.events.add(due_events(change))
        self.unpublished.add(unpublished_events(change))


class OvertakenLedger(FakeLedger):
    """Somebody else's changes are written first, at the next commit."""

    def __init__(self) -> None:
        super().__init__()
        self.rivals: list[Change] = []

    def commit(self, change: Change) -> None:
        """As in `FakeLedger`, after the rivals."""
        while self.rivals:
            super().commit(self.rivals.pop(0))
        super().commit(change)


def _date(row: Payment) -> tuple[int, int, int | None]:
    return row.version, row.sweeps, row.due_at
