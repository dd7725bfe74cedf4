"""Above an amount a resolution needs two people: one proposes, another says the same. Pure.

Who is another person is told by the ARN of the AWS identity that signed, and by nothing that its
holder chooses (docs/decisions/2026-11-29-two-people-by-what-aws-says-of-them.md).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from runtime.contract.fixed_times import FIXED
from runtime.domain import state_machine
from runtime.domain.ledger import Entry, EntryType, Stamp
from runtime.domain.payment import Payment
from runtime.domain.state_machine import Change

STANDS: Final = FIXED.proposal_stands
"""Seconds for which a proposal can be confirmed."""
_SESSION: Final = re.compile(r"(?P<role>arn:[a-z-]+:sts::\d{12}:assumed-role/[^/]+)/(?P<name>.+)")
_FEDERATED: Final = re.compile(r"(?P<all>arn:[a-z-]+:sts::\d{12}:federated-user)/.+")
_IDENTITY_CENTER: Final = "assumed-role/AWSReservedSSO_"
"""Roles that IAM Identity Center makes: only it starts their sessions, named after its users."""


class Proposal(NamedTuple):
    """What one person has proposed, and another may confirm."""

    seq: int
    actor: str
    resolution: str
    until: int
    """Unix seconds."""

    def by(self, actor: str) -> bool:
        """Whether this actor is the person who proposed it."""
        return person_of(actor) == person_of(self.actor)


def person_of(arn: str) -> str:
    """Two ARNs with the same answer are one person.

    A session's name is its holder's choice, so all sessions of a role are one person; those of
    IAM Identity Center are named by it, so its user is one person in whatever role.
    """
    if session := _SESSION.search(arn):
        if _IDENTITY_CENTER in session["role"]:
            return f"identity-center:{session['name'].lower()}"
        return session["role"]
    federated = _FEDERATED.search(arn)
    return federated["all"] if federated else arn.removeprefix("operator:")


def needs_second(limits: Mapping[str, int], currency: str, amount: int) -> bool:
    """Whether two people have to resolve so much.

    Args:
        limits: currency → minor units that one person may resolve alone; empty where nobody set
            any. A currency that is missing beside others has none.
        currency: ISO 4217, in lower case.
        amount: minor units.
    """
    return bool(limits) and amount > limits.get(currency, -1)


def standing(payment: Payment, entries: Sequence[Entry], now: int) -> Proposal | None:
    """The proposal that may be confirmed now: the last word in the ledger, and not too old.

    Args:
        payment: the row.
        entries: oldest first.
        now: Unix seconds.
    """
    known = [entry for entry in entries if entry.seq <= payment.version]
    last = known[-1] if known else None
    if last is None or last.type is not EntryType.PROPOSED or last.at + STANDS <= now:
        return None
    return Proposal(last.seq, last.actor, last.data["resolution"], last.at + STANDS)


def propose(payment: Payment, said: Mapping[str, str], stamp: Stamp) -> Change:
    """An entry that says who would resolve it how, and why; the payment stays in review."""
    note = {"status": str(payment.status), **said}
    return state_machine.amend(payment, stamp, {EntryType.PROPOSED: note}, {})
