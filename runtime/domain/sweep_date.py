"""When the sweeper is to look at a payment that a step leaves open."""

from runtime.domain.payment import Payment
from runtime.domain.state_machine import Change


def sweep_at(base: Payment | Change, earliest: int, wanted: int) -> int:
    """When the sweeper is to look: the stored `due_at` if it is not too early, else `wanted`.

    To move it is two writes in the index `open`. A later one than `wanted` is a sweep's own, from
    which no plan can be read (`scheduling.py`), and does not stay.
    """
    stored = base.before if isinstance(base, Change) else base
    due = stored.due_at if stored else None
    return due if due is not None and earliest <= due <= wanted else wanted
