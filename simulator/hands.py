"""A hand that writes to rows past every use case: version and hash stay, and no entry tells of it.

What the checks see is the row without what a hand wrote; what must come of it is in `word.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from runtime.domain.payment import FINAL, Payment, Provider, Status
from runtime.domain.private import Sealed

if TYPE_CHECKING:
    from simulator.harness import Harness

STOLEN: Final = "pm_stolen"
"""Another's payment method, sealed as this merchant's; it pays."""
NOWHERE: Final = "pi_nowhere"
DELAYS: Final = (0, 0, 0, 5, 60, 600)
"""Seconds from a use case's write to the hand's."""
IN_REVIEW: Final = 5
"""A hand comes so much more often after a row that waits for a person: few do."""


class Hand(NamedTuple):
    """One change by hand."""

    term: str
    field: str
    wrong: Any
    right: Any
    status: Status
    """The payment's, then."""
    version: int
    """The row's."""


def _provider(row: Payment, **said: str) -> Any:
    return row.provider and row.provider.model_copy(update=said)


WRONG: Final[Mapping[str, tuple[str, Callable[[Payment, str], Any]]]] = {
    "amount": ("amount", lambda row, _: row.amount * 2),
    "currency": ("currency", lambda row, _: "usd" if row.currency == "eur" else "eur"),
    "merchant": ("merchant", lambda row, _: "bolt" if row.merchant == "acme" else "acme"),
    "livemode": ("livemode", lambda *_: True),
    "body_hash": ("body_hash", lambda *_: "f" * 64),
    "payment_method": (
        "sealed",
        lambda row, _: {
            **row.sealed,
            "payment_method": Sealed(f"{row.merchant}|payment_method|{STOLEN}"),
        },
    ),
    "provider_ref": (
        "provider",
        lambda row, other: _provider(row, ref=other) or Provider(name="sim", ref=other),
    ),
    "provider_charge": ("provider", lambda row, _: _provider(row, charge="ch_stolen")),
    "amount_received": ("amount_received", lambda row, _: row.amount_received + 1),
}
"""Term → the row's field, and what a hand writes there; another payment's object is at hand, also
for a row that names none yet."""


def possible(row: Payment) -> list[str]:
    """The terms of which the row has something to change."""
    absent = {
        "provider_charge": row.provider is None or row.provider.charge is None,
        "amount_received": row.status not in FINAL,
    }
    return [term for term in WRONG if not absent.get(term)]


def without(row: Payment, hands: Iterable[Hand]) -> Payment:
    """The row as it was before each hand whose word still stands there."""
    for hand in reversed(list(hands)):
        if getattr(row, hand.field) == hand.wrong:
            row = row.model_copy(update={hand.field: hand.right})
    return row


def meddle(harness: "Harness", payment_id: str, term: str | None = None) -> None:
    """Change one term of the row now."""
    observed, rng = harness.observed, harness.hand_rng
    row = observed.store.rows.get(payment_id)
    if row is None or not harness.fault_injection.on or term not in (None, *possible(row)):
        return
    term = term or rng.choice(possible(row))
    field, wrong = WRONG[term]
    others = [ref for ref, one in observed.book.intents.items() if one.payment_id != payment_id]
    value = wrong(row, rng.choice([NOWHERE, *others]))
    hand = Hand(term, field, value, getattr(row, field), row.status, row.version)
    if hand.wrong == hand.right:
        return
    observed.hands.setdefault(payment_id, []).append(hand)
    observed.store.rows[payment_id] = row.model_copy(update={field: value})
    harness.note("a hand", f"{payment_id} {term}")
    harness.coverage.counts[f"rows changed: {term}"] += 1
    harness.coverage.counts[f"rows changed while {row.status}"] += 1
    harness.look(payment_id)


def meddle_sometime(harness: "Harness", payment_id: str) -> None:
    """A use case has written this row: now and then a hand comes after it."""
    row = harness.observed.store.rows[payment_id]
    often = IN_REVIEW if row.status is Status.REQUIRES_REVIEW else 1
    if harness.fault_injection.on and harness.hand_rng.random() < often * harness.options.hands:
        delay = harness.hand_rng.choice(DELAYS)
        harness.scheduler.after(delay, partial(meddle, harness, payment_id))
