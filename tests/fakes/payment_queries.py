"""The read side over the same rows as a `FakeLedger`."""

from collections.abc import Iterator, Sequence

from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment, created_key
from runtime.domain.ports import PageQuery
from tests.fakes.faults import Faults
from tests.fakes.ledger import FakeLedger


class FakePaymentQueries(Faults):
    """What a merchant may look up; counts the rows that a page really read."""

    def __init__(self, ledger: FakeLedger) -> None:
        super().__init__()
        self._ledger = ledger
        self.queries: list[PageQuery] = []
        self.rows_read = 0

    def get(self, payment_id: str) -> Payment | None:
        """The row."""
        with self.strike("get"):
            return self._ledger.rows.get(payment_id)

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """All entries, oldest first."""
        with self.strike("entries"):
            return tuple(self._ledger.lines.get(payment_id, ()))

    def page(self, query: PageQuery) -> Iterator[Payment]:
        """Rows of the query, newest first."""
        self.queries.append(query)
        with self.strike("page"):
            found = [
                row
                for row in self._ledger.rows.values()
                if row.merchant == query.merchant
                and query.reference in {None, row.reference}
                and row.created_at >= query.oldest
                and row.created_key < query.before
            ]
        for row in sorted(found, key=_newest_last, reverse=True):
            self.rows_read += 1
            yield row

    def healthy(self) -> bool:
        """Whether the table answers: False where a failure was ordered for `healthy`."""
        try:
            with self.strike("healthy"):
                return True
        except ConnectionError:
            return False


def _newest_last(row: Payment) -> str:
    return created_key(row.created_at, row.payment_id)
