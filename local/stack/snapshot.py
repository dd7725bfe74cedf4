"""What the checks of the promises look at: everything that was written and answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from runtime.domain.audit import audit
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment


class ClientResponse(NamedTuple):
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
    """As the subject says it: `€25.00`."""
    notification_id: str


@dataclass(frozen=True)
class Snapshot:
    """Everything that was written, at rest."""

    payments: Mapping[str, Payment]
    entries: Mapping[str, Sequence[Entry]]
    book: Mapping[str, Any]
    """The local PSP's: `calls`, `captures`, `intents`."""
    mails: Sequence[AcceptedMail]
    answers: Sequence[ClientResponse]
    taken: Mapping[str, Mapping[str, Mapping[str, Any]]] | None = None
    """Merchant → event's id → the event, as the merchant's endpoint took it; None: nobody looked.
    """
    on_bus: Sequence[Mapping[str, Any]] | None = None
    """Events as a reader of the stack's bus has them, repeats included; None: nobody reads."""

    @cached_property
    def audit_faults(self) -> Sequence[str]:
        """What the domain's own audit finds wrong with any payment."""
        return [
            fault
            for payment_id, payment in self.payments.items()
            for fault in audit(payment, self.entries[payment_id])
        ]

    def captures(self) -> dict[str, list[Mapping[str, Any]]]:
        """Payment id → what the PSP really charged."""
        found = defaultdict(list)
        for capture in self.book["captures"]:
            found[capture["payment_id"]].append(capture)
        return found

    def without(self, ids: Collection[str]) -> "Snapshot":
        """The same, but for some payments: those of which nobody knows any more what was asked."""
        return replace(
            self,
            payments={who: row for who, row in self.payments.items() if who not in ids},
            entries={who: lines for who, lines in self.entries.items() if who not in ids},
            book={
                page: [line for line in lines if line.get("payment_id") not in ids]
                for page, lines in self.book.items()
            },
            mails=[m for m in self.mails if m.notification_id.rpartition("-")[0] not in ids],
            taken={
                merchant: {one: event for one, event in events.items() if about(event) not in ids}
                for merchant, events in self.taken.items()
            }
            if self.taken is not None
            else None,
            on_bus=self.on_bus and [event for event in self.on_bus if about(event) not in ids],
        )


def about(event: Mapping[str, Any]) -> str:
    """The payment that an event is about."""
    return str(event["data"]["id"])
