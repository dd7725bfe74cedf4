"""What the domain asks of what is outside, and what that may answer.

Every adapter turns its own failures into `ConflictError` or `UnavailableError`.
The payment service provider has a port of its own: `runtime.domain.psp`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from runtime.contract.metrics import Metric
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment, Status
from runtime.domain.private import Clear, Sealed
from runtime.domain.state_machine import Change

if TYPE_CHECKING:
    # Only the functions behind the gateway know merchants.
    from runtime.domain.merchant import Merchant
    from runtime.domain.rate_limit import Draw


class Clock(Protocol):
    """The time of day."""

    def now(self) -> int:
        """Unix seconds."""
        ...


class Random(Protocol):
    """Everything that must not repeat."""

    def token(self) -> str:
        """An owner's token: unique per call."""
        ...

    def fraction(self) -> float:
        """Uniform in [0, 1)."""
        ...


class Metrics(Protocol):
    """Counters that alarms watch."""

    def count(self, metric: Metric, **facts: str | int) -> None:
        """Add one to a metric; the facts stand beside it in the log, and are no dimensions."""
        ...


class Ledger(Protocol):
    """The two tables. Reads by id are strongly consistent."""

    def create(self, change: Change) -> Payment | None:
        """Write the first row and entry if the row is absent; else return what is there.

        What is sealed of a row that is there may be left out.

        Raises:
            UnavailableError: nothing is known to be written.
        """
        ...

    def get(self, payment_id: str) -> Payment | None:
        """The row.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ...

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """All entries, oldest first."""
        ...

    def commit(self, change: Change) -> None:
        """Write row and entries in one transaction, if status and version are as before.

        Raises:
            ConflictError: somebody else was first; nothing is written.
            UnavailableError: it may or may not be written.
        """
        ...

    def defer(
        self, payment: Payment, due_at: int | None, *, sweeps: int, spare: Status | None = None
    ) -> Payment | None:
        """Move `due_at` if date, sweeps and version are still those of `payment`; no entry.

        None stands for never, before and after. With `spare`, a payment of that status is left
        alone.

        Returns:
            The row as it is now, or None where the condition did not hold.
        """
        ...

    def due(self, shard: int, now: int, limit: int) -> Iterator[str]:
        """Ids in one shard of the `open` index with `due_at` ≤ `now`, oldest first."""
        ...


class PageQuery(NamedTuple):
    """Which payments of one merchant, newest first, strictly older than `before`."""

    merchant: str
    limit: int
    before: str
    """A `created_key`; payments at or after it are left out."""
    oldest: int
    """Unix seconds; payments created earlier are left out."""
    reference: str | None = None


class PaymentQueries(Protocol):
    """The read side of the ledger: what a merchant may look up."""

    def get(self, payment_id: str) -> Payment | None:
        """The row."""
        ...

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """All entries, oldest first."""
        ...

    def page(self, query: PageQuery) -> Iterator[Payment]:
        """Rows of the query, newest first, read lazily; `limit` sizes the reads."""
        ...

    def healthy(self) -> bool:
        """Whether the table answers."""
        ...


class Drawn(NamedTuple):
    """The merchant as it is now, and what became of a draw."""

    merchant: "Merchant"
    full_at: int
    """When its bucket is full again: Unix microseconds."""
    granted: bool


class MerchantDirectory(Protocol):
    """Who may call: merchants and their app clients."""

    def owner(self, client_id: str) -> str | None:
        """The name of the merchant whose app client this is; it never changes.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ...

    def draw(self, name: str, draw: "Draw") -> Drawn | None:
        """Move the merchant's bucket, if it is as it was thought to be; None: no such merchant.

        Raises:
            UnavailableError: it may or may not be moved.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ...


class MessageQueue(Protocol):
    """A queue that carries payment ids."""

    def send(self, payment_id: str, delay: int = 0) -> None:
        """Send a message that arrives no earlier than `delay` seconds (0 to 900) from now.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        ...

    def backlog(self) -> int:
        """Visible messages; delayed ones and those in flight are not counted."""
        ...


class FieldCipher(Protocol):
    """Field-level encryption, bound to a merchant and a purpose."""

    def seal(self, merchant: str, purpose: str, text: Clear) -> Sealed:
        """The sealed text.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        ...

    def unseal(self, merchant: str, purpose: str, sealed: Sealed) -> Clear:
        """The text again; only with the same merchant and purpose.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        ...


class Mail(NamedTuple):
    """One templated mail."""

    to: Clear
    name: Clear
    """As the payer is addressed."""
    template: str
    """`<language>-<outcome>`."""
    fields: Mapping[str, str]
    """Plain text for the template's other placeholders; the adapter escapes for HTML."""
    notification_id: str
    request_id: str
    """The request that accepted the payment: the id that its merchant holds."""


class AmountText(Protocol):
    """How an amount of money is written for people."""

    def __call__(self, amount: int, currency: str, locale: str) -> str:
        """The amount, of minor units, as readers of the locale (BCP 47) write it."""
        ...


class Mailer(Protocol):
    """The mail service."""

    def send(self, mail: Mail) -> str:
        """Hand over one mail; returns the service's message id.

        Raises:
            UnavailableError: refused for the moment: surely not sent.
            MailAccountRefusedError: refused until a person mends something: surely not sent.
            UnsendableMailError: refused for good, because of the payer's address.
            TimeoutError: no answer; it may have been sent.
        """
        ...
