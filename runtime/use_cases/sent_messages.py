"""Which payments this process has surely sent a message for."""

from typing import Final

from runtime.domain.payment import Payment

MOST: Final = 1_000
"""Payments that are remembered: the retries of a client come within seconds."""


class SentMessages:
    """What the queue has taken, and how the payment's row stood then.

    A row says nothing of its message: it is written first. That a send was answered is known to
    who sent; and while the row stands as it did, nobody has taken the message to plan another look,
    nor has the sweeper sent one that may have failed.
    """

    def __init__(self) -> None:
        self._rows: dict[str, tuple[int, int, int | None]] = {}

    def note(self, payment: Payment) -> None:
        """The queue has answered for a message about this row."""
        self._rows.pop(payment.payment_id, None)
        self._rows[payment.payment_id] = _place(payment)
        if len(self._rows) > MOST:
            del self._rows[next(iter(self._rows))]

    def knows(self, payment_id: str) -> bool:
        """Whether this process has sent a message of the payment, so that its row is there."""
        return payment_id in self._rows

    def covers(self, payment: Payment, now: int) -> bool:
        """Whether a message is surely on its way that the row's own date has not overtaken.

        `now`: Unix seconds. Past that date the message is late, and may be lost: the sweeper's is
        due, and where that stands still too, a replay's is the only one.
        """
        on_time = payment.due_at is not None and payment.due_at > now
        return on_time and self._rows.get(payment.payment_id) == _place(payment)


def _place(payment: Payment) -> tuple[int, int, int | None]:
    return payment.version, payment.sweeps, payment.due_at
