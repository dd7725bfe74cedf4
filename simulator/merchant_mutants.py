"""What a merchant is told of a payment, each rule of it taken away."""

from typing import Final

from simulator.mutant import Mutant

EVENTS = "runtime/domain/events.py"
THEN = "runtime/domain/payment_at.py"

MERCHANT_MUTANTS: Final = (
    Mutant(
        "a resolution is told",
        EVENTS,
        (("    EntryType.RESOLVED: _resolved,\n", ""),),
    ),
    Mutant(
        "a mail that can't be delivered is told",
        EVENTS,
        (("    EntryType.NOTIFICATION: _mailed,\n", ""),),
    ),
    Mutant(
        "a second attempt is no news",
        EVENTS,
        (('entry.data["transition"] == Transition.CLAIM else', "entry else"),),
    ),
    Mutant(
        "a mail that was told stays told in review",
        THEN,
        (("then.notification if kept else Notification()", "Notification()"),),
    ),
    Mutant(
        "a decline keeps what its attempt met",
        THEN,
        (("then.error if declined else _error(data)", "_error(data) if declined else None"),),
    ),
    Mutant(
        "what was booked is told",
        THEN,
        (('"amount_received": data["amount_received"]', '"amount_received": 0'),),
    ),
)
