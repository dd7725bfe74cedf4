"""Under how many idempotency keys the PSP may be asked for a payment's object.

The PSP keeps the answer of an endpoint that ran, a 500 too, under the request's key for a day
(Stripe, "Idempotent requests"); only another key brings another answer. An object that was made
all the same is unconfirmed and moves no money; the reconciliation cancels it.
"""

from typing import Final

EARLY: Final = (0, 60, 600)
"""Seconds after its acceptance from which a payment may use a second, third and fourth key."""
EVERY: Final = 3600
"""From then on one key more each hour: an outage of the PSP must not use up all of them."""


def allowed_keys(elapsed: int) -> int:
    """How many keys a payment may use, so many seconds after its acceptance."""
    return 1 + sum(at <= elapsed for at in EARLY) + max(elapsed, 0) // EVERY
