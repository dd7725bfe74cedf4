"""What is written into the ledger, as it is written."""

from collections.abc import Iterator, Sequence
from typing import Any

from runtime.domain.errors import ConflictError
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment, Status
from runtime.domain.ports import Ledger
from runtime.domain.state_machine import Change
from runtime.step_log.step import about, begun_by, of, step, turned_to


class LoggedLedger:
    """A Ledger. Whoever reads a payment says the request that accepted it.

    It is on the row; of a row of version 1 it is in the first entry only.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def create(self, change: Change) -> Payment | None:
        """See the port; the outcome is `written` or `existed`."""
        about(payment_id=change.after.payment_id)
        with step("ledger.create", **_facts(change)) as said:
            existing = self._ledger.create(change)
            said["outcome"] = "written" if existing is None else "existed"
        return existing

    def get(self, payment_id: str) -> Payment | None:
        """See the port. What is done next is done for this payment."""
        turned_to(payment_id)
        found = self._ledger.get(payment_id)
        if found and found.request_id:
            begun_by(found.request_id)
        return found

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """See the port."""
        found = self._ledger.entries(payment_id)
        if found:
            begun_by(found[0].request_id)
        return found

    def commit(self, change: Change) -> None:
        """See the port; the outcome is `written`, or `lost` to whoever was first."""
        lost = None
        with step("ledger.commit", **_facts(change)) as said:
            try:
                self._ledger.commit(change)
            except ConflictError as error:
                lost = error
            said["outcome"] = "lost" if lost else "written"
        if lost:
            raise lost

    def defer(
        self, payment: Payment, due_at: int | None, *, sweeps: int, spare: Status | None = None
    ) -> Payment | None:
        """See the port; the outcome is `written`, or `lost` to whoever was first."""
        facts = {"status": payment.status, "due_at": due_at, "sweeps": sweeps}
        with step("ledger.defer", **of(payment), **facts) as said:
            row = self._ledger.defer(payment, due_at, sweeps=sweeps, spare=spare)
            said["outcome"] = "written" if row else "lost"
        return row

    def due(self, shard: int, now: int, limit: int) -> Iterator[str]:
        """See the port."""
        return self._ledger.due(shard, now, limit)


def _facts(change: Change) -> dict[str, Any]:
    after = change.after
    done = dict.fromkeys(each.data.get("transition", "notify") for each in change.entries)
    return {
        **of(after),
        "transition": ", ".join(done),
        "status": after.status,
        "mail": after.notification.status,
        "attempt": after.attempt_count,
        "version": after.version,
    }
