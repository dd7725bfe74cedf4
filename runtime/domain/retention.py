"""How long the ledger keeps a payer: which payments are due, and how far the runs have come. Pure.

The runs go through the days from the oldest on. What they could not erase when they passed is
named in `Progress`, so no day is read twice (docs/decisions/2026-11-29-payers-go-by-themselves.md).
"""

from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from runtime.domain.erasure import held_by
from runtime.domain.payment import FINAL, Payment

DAY: Final = 86_400
FIRST: Final = 1_790_812_800
"""2026-10-01: no stack has a payment from before."""
RESTS: Final = 7 * DAY
"""Nothing was written about a payment for so long: a late resolution has been told, and a bounce
of its mail has come."""
MOST_LEFT: Final = 1_000
"""Payments that a run passed; with more the runs wait for people."""


class Kept(NamedTuple):
    """Seconds for which a payer stays: from the acceptance, and from the last write."""

    accepted: int
    written: int = RESTS


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the runs have come; one for a stack."""

    version: int = 0
    until: int = FIRST
    """Unix seconds: every payment accepted before has been looked at."""
    left: tuple[str, ...] = ()
    """Ids of those among them that could not be erased yet."""


class ProgressStore(Protocol):
    """The one item that all runs share."""

    def get(self) -> Progress:
        """The progress, by a strong read; the first one where none was ever written.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ...

    def put(self, progress: Progress) -> None:
        """Write it over the version before it.

        Raises:
            ConflictError: another run was first; nothing is written.
            UnavailableError: it may or may not be written.
        """
        ...


def moved(progress: Progress) -> Progress:
    """Its next version, to be written over the one before."""
    return Progress(progress.version + 1, progress.until, progress.left)


def is_over(payment: Payment, kept: Kept, now: int) -> bool:
    """Whether the payer's time is over and nobody needs them: the payment is final, told and rests.

    Args:
        payment: the row.
        kept: for how long.
        now: Unix seconds.
    """
    return (
        payment.status in FINAL
        and not payment.owes_mail
        and payment.created_at + kept.accepted <= now
        and payment.updated_at + kept.written <= now
    )


def is_done(payment: Payment) -> bool:
    """Whether nothing of the payer is left."""
    return not held_by(payment)
