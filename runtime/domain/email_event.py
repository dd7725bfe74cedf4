"""What the mail service says of a mail after it took it, and why a payer has none."""

from enum import StrEnum
from typing import NamedTuple, Protocol


class Reason(StrEnum):
    """Why a notification is undeliverable, as its ledger entry and the payment say it."""

    BOUNCED = "bounced"
    """The payer's mail server did not take it, or not within the time that the service tries."""
    COMPLAINED = "complained"
    """It arrived, and the payer called it spam: the service takes no more for this address."""
    SUPPRESSED = "suppressed"
    """The service did not try: the address bounced or complained before."""
    REJECTED = "rejected"
    """The service refused the address, or found a virus in the mail."""
    RENDERING_FAILED = "rendering_failed"
    """The template could not be filled: every mail of its kind is concerned."""
    EXPIRED = "expired"
    """The service took no mail for as long as we tried to hand it over."""
    TERMS_CHANGED = "terms_changed"
    """The row was not what its entries say: no mail was written by it."""
    ERASED = "erased"
    """The payer's data was erased: there is no address to write to."""


class EmailEvent(NamedTuple):
    """One event, without the address that it is about."""

    notification_id: str | None
    """Which notification the mail was sent for; None where no mail of ours is meant."""
    message_id: str | None
    """The mail's, as the service named it when it took it."""
    reason: Reason | None
    """None: the payer has the mail, whatever else it says."""


class EmailEventParser(Protocol):
    """The mail service's way of telling."""

    def parse(self, raw: str) -> EmailEvent:
        """What the service said.

        Raises:
            UnreadableMessageError: naming nothing of it.
        """
        ...
