"""The index `open` over the same rows as a `FakeLedger`."""

from collections.abc import Iterator

from runtime.domain.open_rows import OpenPlace
from runtime.domain.payment import Payment
from runtime.use_cases.list_ledger import ListLedgerPorts
from tests.fakes.ledger import FakeLedger
from tests.fakes.payment_queries import FakePaymentQueries
from tests.fakes.system import FakeClock


class FakeOpenRows:
    """What waits for something."""

    def __init__(self, ledger: FakeLedger) -> None:
        self._ledger = ledger

    def after(self, place: OpenPlace | None, limit: int) -> Iterator[tuple[OpenPlace, Payment]]:
        """Rows behind a place, in the order of the index."""
        assert limit > 0
        found = sorted(
            (OpenPlace(row.open_shard, row.due_at, row.payment_id), row)
            for row in self._ledger.rows.values()
            if row.open_shard is not None and row.due_at is not None
        )
        yield from ((at, row) for at, row in found if place is None or at > place)


def listing(ledger: FakeLedger, clock: FakeClock) -> ListLedgerPorts:
    """The ports of an operator's list; `acme` and `other` are the merchants."""
    queries, rows = FakePaymentQueries(ledger), FakeOpenRows(ledger)
    return ListLedgerPorts(queries, rows, lambda: (("other", 0), ("acme", 0)), clock)
