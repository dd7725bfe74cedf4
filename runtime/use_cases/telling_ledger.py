"""A ledger whose commits wake whoever tells of them."""

from collections.abc import Iterator, Sequence

from runtime.domain.delivery import Due, Unpublished
from runtime.domain.events import due_events, unpublished_events
from runtime.domain.ledger import Entry
from runtime.domain.payment import FINAL, Payment, Status
from runtime.domain.ports import Ledger, Metrics
from runtime.domain.state_machine import Change
from runtime.domain.webhook_ports import EventLanes
from runtime.use_cases.sweep_events import wake


class TellingLedger:
    """The Ledger port: what is due was written with the commit, and the message follows it.

    A payment that is being charged tells at its end what happened until then; where that end does
    not come, the sweeper tells within a minute. So does it for whoever commits by another ledger.
    """

    def __init__(self, ledger: Ledger, lanes: EventLanes, metrics: Metrics) -> None:
        self._ledger = ledger
        self._lanes = lanes
        self._metrics = metrics

    def create(self, change: Change) -> Payment | None:
        """See the port."""
        return self._ledger.create(change)

    def get(self, payment_id: str) -> Payment | None:
        """See the port."""
        return self._ledger.get(payment_id)

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """See the port."""
        return self._ledger.entries(payment_id)

    def commit(self, change: Change) -> None:
        """See the port."""
        self._ledger.commit(change)
        if change.after.status in _ENDS:
            last: list[Due | Unpublished] = (
                due_events(change)[-1:] + unpublished_events(change)[-1:]
            )
            for each in last:
                wake(each.lane, self._lanes, self._metrics)

    def defer(
        self, payment: Payment, due_at: int | None, *, sweeps: int, spare: Status | None = None
    ) -> Payment | None:
        """See the port."""
        return self._ledger.defer(payment, due_at, sweeps=sweeps, spare=spare)

    def due(self, shard: int, now: int, limit: int) -> Iterator[str]:
        """See the port."""
        return self._ledger.due(shard, now, limit)


_ENDS = FINAL | {Status.REQUIRES_REVIEW}
