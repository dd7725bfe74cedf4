"""The index `open` as people read it: what waits for something, whosever it is."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from runtime.domain.payment import Payment


class OpenPlace(NamedTuple):
    """Where a row stands in the index, so that reading can go on behind it."""

    shard: int
    """0 to 15."""
    due_at: int
    """Unix seconds."""
    payment_id: str


class OpenRows(Protocol):
    """Rows with a `due_at`: unfinished payments, and final ones that owe a mail."""

    def after(self, place: OpenPlace | None, limit: int) -> Iterator[tuple[OpenPlace, Payment]]:
        """Rows behind a place, shard by shard, in each the longest due first; read lazily.

        A row is read after the index was: it may have gone on since.

        Args:
            place: None for the beginning. Nothing needs to stand there any more.
            limit: how many rows one read takes.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ...
