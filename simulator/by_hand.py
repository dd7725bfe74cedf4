"""The promises about what people do: it is signed, and it explains what no machine could."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from runtime.domain.ledger import EntryType
from runtime.domain.payment import Payment
from runtime.use_cases.expire_payers import ACTOR
from simulator.observed import Observed


def booked(observed: Observed, row: Payment) -> int:
    """What the book must say of a payment that succeeded: a person may accept another amount."""
    lines = observed.lines(row.payment_id)
    by_hand = any(entry.type is EntryType.RESOLVED for entry in lines)
    return row.amount_received if by_hand else row.amount


def people_sign(observed: Observed, payment_id: str) -> Iterator[str]:
    """I14: what a person did says who it was; a resolution why, and what shows it, besides."""
    for entry in observed.lines(payment_id):
        person = entry.actor.startswith("operator:")
        if person is not entry.request_id.startswith("operator-"):
            yield f"entry {entry.seq} of {entry.request_id} is signed by {entry.actor}"
        if entry.type is EntryType.RESOLVED and not (
            entry.data.get("reason") and entry.data.get("evidence")
        ):
            yield f"entry {entry.seq} resolves without reason or evidence"
        erases = person or entry.actor == ACTOR
        if entry.type is EntryType.ERASED and not (erases and entry.data.get("reason")):
            yield f"entry {entry.seq} erases without a person or a reason"


ONE: Final = "assumed-role/operators/"
"""A role whose sessions are one person's here."""


def two_decide(observed: Observed, payment_id: str) -> Iterator[str]:
    """I20: where two people must, what one proposed another has confirmed in the same words."""
    for before, entry in pairwise(observed.lines(payment_id)):
        if not observed.four_eyes or entry.type is not EntryType.RESOLVED:
            continue
        if before.type is not EntryType.PROPOSED:
            yield f"entry {entry.seq} resolves what nobody proposed"
        elif before.data["resolution"] != entry.data["resolution"]:
            yield f"entry {entry.seq} resolves otherwise than it was proposed"
        elif before.actor == entry.actor or (ONE in before.actor and ONE in entry.actor):
            yield f"entry {entry.seq} resolves what the same person proposed"
