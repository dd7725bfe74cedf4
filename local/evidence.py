"""What the checks of the promises look at: everything that was written and answered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment


class Answer(NamedTuple):
    """What one client was answered to one request."""

    merchant: str
    key: str
    body: str
    """The request's JSON, canonical: equal text is an equal request."""
    http_status: int
    payment_id: str | None


class AcceptedMail(NamedTuple):
    """One mail that SES accepted."""

    template: str
    to: str
    subject: str
    amount: str
    """As the subject says it: `25.00 EUR`."""
    notification_id: str


@dataclass(frozen=True)
class Evidence:
    """Everything that was written, at rest."""

    payments: Mapping[str, Payment]
    entries: Mapping[str, Sequence[Entry]]
    book: Mapping[str, Any]
    """The local PSP's: `calls`, `captures`, `intents`."""
    mails: Sequence[AcceptedMail]
    answers: Sequence[Answer]

    def captures(self) -> dict[str, list[Mapping[str, Any]]]:
        """Payment id → what the PSP really charged."""
        found = defaultdict(list)
        for capture in self.book["captures"]:
            found[capture["payment_id"]].append(capture)
        return found
