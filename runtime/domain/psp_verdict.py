"""What a record of the PSP comes to, and whether it contradicts itself.

A record says three things about money: its state, the sum received and its charge. `TABLE` has
every combination; what it does not let through is for a person, at once. Pure.
"""

from collections.abc import Mapping
from enum import StrEnum
from itertools import product
from typing import Final

from runtime.domain.payment import Payment
from runtime.domain.psp import PspRecord, PspState


class Received(StrEnum):
    """The sum that the record shows as received."""

    NOTHING = "nothing"
    ALL = "all"
    OTHER = "other"


class ChargeShown(StrEnum):
    """The object's own charge, where it shows one.

    What is not paid took nothing, whatever it says of a capture.
    """

    NONE = "none"
    UNPAID = "unpaid"
    HELD = "held"
    """Paid and not captured."""
    CAPTURED = "captured"


class Verdict(StrEnum):
    """What follows from a record."""

    OPEN = "open"
    """Nothing is decided: wait, try again, or cancel."""
    CLOSED = "closed"
    """No money, and nothing can follow."""
    PAID = "paid"
    """The money is there; the other checks decide."""
    REVIEW = "review"
    """It contradicts itself, or holds what we never asked for: a person decides."""


Facts = tuple[PspState, Received, ChargeShown]

_NO_MONEY: Final = frozenset(
    {(Received.NOTHING, ChargeShown.NONE), (Received.NOTHING, ChargeShown.UNPAID)}
)
_WITHOUT_MONEY: Final = {
    PspState.NOT_CHARGED: Verdict.OPEN,
    PspState.NEEDS_PAYER: Verdict.OPEN,
    PspState.DECLINED: Verdict.CLOSED,
    PspState.CANCELED: Verdict.CLOSED,
}
"""States that no money goes with."""


def _row(state: PspState, received: Received, charge: ChargeShown) -> Verdict:
    if state is PspState.PENDING:
        # Under way: sum and charge may be ahead of the state, and the next look decides.
        return Verdict.OPEN
    if state is PspState.PAID and (received, charge) == (Received.ALL, ChargeShown.CAPTURED):
        return Verdict.PAID
    if state in _WITHOUT_MONEY and (received, charge) in _NO_MONEY:
        return _WITHOUT_MONEY[state]
    return Verdict.REVIEW


TABLE: Final[Mapping[Facts, Verdict]] = {
    facts: _row(*facts) for facts in product(PspState, Received, ChargeShown)
}


def facts_of(payment: Payment, psp_record: PspRecord) -> Facts:
    """What the record says about this payment's money."""
    received = {0: Received.NOTHING, payment.amount: Received.ALL}.get(
        psp_record.amount_received, Received.OTHER
    )
    charge = psp_record.charge
    if charge is None:
        shown = ChargeShown.NONE
    elif not charge.paid:
        shown = ChargeShown.UNPAID
    else:
        shown = ChargeShown.CAPTURED if charge.captured else ChargeShown.HELD
    return psp_record.state, received, shown


def is_ours(payment: Payment, psp_record: PspRecord) -> bool:
    """Whether the record is of this payment, and of the object that it names, once it names one."""
    named = payment.provider is None or payment.provider.ref == psp_record.ref
    return named and psp_record.payment_id == payment.payment_id


def verdict(payment: Payment, psp_record: PspRecord) -> Verdict:
    """What follows from the record; another object says nothing about this payment."""
    if not is_ours(payment, psp_record):
        return Verdict.REVIEW
    return TABLE[facts_of(payment, psp_record)]


def took_money(psp_record: PspRecord) -> bool:
    """Whether any part of the record shows money, whatever its state says.

    What is openly held was not taken.
    """
    charged = psp_record.charge is not None and psp_record.charge.paid
    return (
        psp_record.state is PspState.PAID
        or psp_record.amount_received != 0
        or (charged and psp_record.state is not PspState.HELD)
    )


def evidence_of(payment: Payment, psp_record: PspRecord) -> str:
    """The record in one sentence, for a person who decides."""
    state, _, shown = facts_of(payment, psp_record)
    charge = f", charge {psp_record.charge.ref}" if psp_record.charge else ""
    whose = "this payment" if psp_record.payment_id == payment.payment_id else "another payment"
    asked = payment.provider.ref if payment.provider else psp_record.ref
    instead = "" if asked == psp_record.ref else f" (asked for: {asked})"
    return (
        f"The provider's object {psp_record.ref}{instead} of {whose} is {state}, with "
        f"{psp_record.amount_received} {psp_record.currency} received of {payment.amount} "
        f"{payment.currency}; its charge: {shown}{charge}."
    )
