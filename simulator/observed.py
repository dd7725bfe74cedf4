"""What the checks look at: everything that was written, charged, mailed and answered."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from runtime.contract.timing import Timing
from runtime.domain.audit import Fold, fold
from runtime.domain.email_event import Reason
from runtime.domain.ledger import Entry, EntryType
from runtime.domain.payment import MailStatus, Payment
from runtime.domain.ports import Mail
from runtime.domain.retention import Kept
from runtime.wire.payment_request import PaymentRequest
from simulator.book import Book, Capture
from simulator.bus import OnBus
from simulator.endpoints import MERCHANTS, Endpoint, named
from simulator.hands import Hand, without
from tests.fakes.circuit import FakeCircuitStore
from tests.fakes.ledger import FakeLedger
from tests.fakes.progress import FakeProgress


class Ask(NamedTuple):
    """One request as a client makes it: equal asks are equal requests."""

    merchant: str
    key: str
    request: PaymentRequest
    body: str
    """Canonical JSON."""
    body_hash: str


class ApiReply(NamedTuple):
    """What a client was answered; 504 stands for no answer at all."""

    ask: Ask
    http_status: int
    request_id: str
    payment: Payment | None = None


class Said(NamedTuple):
    """What the mail service said of one mail; a mail without a reason arrived."""

    notification_id: str
    reason: Reason | None


@dataclass
class Observed:
    """The system's state as an outsider who sees all of it would write it down."""

    book: Book
    timing: Timing = field(default_factory=Timing)
    skew: int = 0
    """Two clocks differ by at most twice so many seconds."""
    four_eyes: bool = False
    """Whether a resolution needs two people."""
    kept: Kept = field(default_factory=lambda: Kept(0))
    """For how long a payer stays, where a history has runs that look for it."""
    store: FakeLedger = field(default_factory=FakeLedger)
    progress: FakeProgress = field(default_factory=FakeProgress)
    circuit: FakeCircuitStore = field(default_factory=FakeCircuitStore)
    mails: list[Mail] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)
    """Message id → what the mail service said of this mail."""
    parked: set[str] = field(default_factory=set)
    """The mails of which it said something that lies among the dead letters."""
    unsendable: set[str] = field(default_factory=set)
    """Notification ids of mails that the service refused because of their address."""
    refused: set[tuple[str, str]] = field(default_factory=set)
    """Notification id and notifier's run of each mail that it refused because of our account."""
    metrics: Counter[str] = field(default_factory=Counter)
    answers: list[ApiReply] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    seen: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    """The entries of each payment as they were at the last look."""
    hands: dict[str, list[Hand]] = field(default_factory=dict)
    """What a hand wrote to each row, past every use case."""
    alarms: set[str] = field(default_factory=set)
    """Runs that called for a person."""
    first: dict[str, Payment] = field(default_factory=dict)
    """Each row as it was first written."""
    endpoints: dict[str, Endpoint] = field(
        default_factory=lambda: {name: named(name) for name in MERCHANTS}
    )
    """Where each merchant is told, or would be."""
    bodies: dict[str, bytes] = field(default_factory=dict)
    """Each event as it was when it was written."""
    asked: Counter[str] = field(default_factory=Counter)
    """Event → how often a person asked for it again."""
    on_bus: OnBus = field(default_factory=OnBus)
    """The stack's bus, where it has one."""
    _folds: dict[str, tuple[list[Entry], Fold]] = field(default_factory=dict)

    def row(self, payment_id: str) -> Payment | None:
        """The row, without what a hand wrote there."""
        row = self.store.rows.get(payment_id)
        hands = self.hands.get(payment_id)
        return without(row, hands) if row and hands else row

    def rows(self) -> dict[str, Payment]:
        """All of them."""
        return {one: without(row, self.hands.get(one, ())) for one, row in self.store.rows.items()}

    def lines(self, payment_id: str) -> list[Entry]:
        """The entries."""
        return self.store.lines.get(payment_id, [])

    def fold(self, payment_id: str) -> Fold:
        """What the entries add up to."""
        lines = self.lines(payment_id)
        known = self._folds.get(payment_id)
        if known is None or known[0] != lines:
            known = self._folds[payment_id] = (list(lines), fold(lines))
        return known[1]

    def captures(self, payment_id: str) -> list[Capture]:
        """What was really charged."""
        return [one for one in self.book.captures if one.payment_id == payment_id]

    def claims(self, payment_id: str) -> list[Entry]:
        """The entries with which a mail was claimed before it left."""
        return [
            entry
            for entry in self.lines(payment_id)
            if entry.type is EntryType.NOTIFICATION
            and entry.data["notification"]["status"] == MailStatus.SENDING
        ]
