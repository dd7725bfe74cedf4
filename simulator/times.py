"""The times of a history: drawn from those that a stack accepts, its edges more often than not."""

from collections.abc import Mapping
from math import ceil, floor
from random import Random
from types import MappingProxyType
from typing import Final

from runtime.contract.fixed_times import FIXED
from runtime.contract.timing import Timing

PROCESSOR_TIMEOUTS: Final = (45, 120, 900)
MOST_LOOKS: Final = 300
"""Fewer than a stack may have: each step is followed by every check of what the ledger holds."""
TIMEOUTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "notifier": FIXED.notifier_timeout,
        "receive_email_event": FIXED.email_event_timeout,
        "sweeper": FIXED.sweeper_timeout,
    }
)
"""Function → seconds of one invocation, where no stack sets it."""


def draw_times(rng: Random) -> Timing:
    """Times that fit together; that each row of the table is kept is checked as they are made."""
    connect, read = rng.choice((1, 2)), rng.choice((1, 3, 8, 9))
    call = connect + read
    step = FIXED.time_to_start + FIXED.calls_of_a_step * call + FIXED.time_to_write
    timeout = rng.choice([step, step + 7, *(most for most in PROCESSOR_TIMEOUTS if most >= step)])
    longest_wait = rng.choice((20, 120, 900))
    lease = _between(rng, timeout, timeout + longest_wait)
    mail_lease = _between(rng, FIXED.notifier_timeout, 600)
    events = FIXED.max_receives * FIXED.visibility_per_timeout * FIXED.email_event_timeout
    first_sweep = _between(rng, FIXED.time_to_start + call, events - mail_lease - FIXED.sweep_every)
    longest_sweep = rng.choice((1, 60, 600, 3_600))
    spread = rng.choice((0, 0.5, 0.9))
    longest_back_off = floor(longest_wait / (1 + spread))
    first, second, third = (_between(rng, 1, longest_back_off) for _ in range(3))
    opened = _between(rng, 1, longest_wait // 2)
    window = max(
        ceil((first + second + third) * (1 + spread)) + 4 * lease,
        longest_wait + timeout,
        max(first_sweep, longest_sweep) + FIXED.sweep_every + timeout,
    )
    looked_for = MOST_LOOKS * longest_wait
    charge_window = _between(rng, window, min(FIXED.psp_key_life - timeout, looked_for))
    histories = FIXED.reconciled - FIXED.reconcile_every - charge_window
    give_up = _between(rng, charge_window, min(histories, looked_for))
    last = _between(rng, ceil(give_up / MOST_LOOKS), longest_wait)
    return Timing(
        back_off=(first, second, third),
        back_off_spread=spread,
        polling=(*(_between(rng, 1, longest_wait) for _ in range(rng.randint(0, 4))), last),
        longest_wait=longest_wait,
        mail_lease=mail_lease,
        charge_window=charge_window,
        give_up=give_up,
        first_sweep=first_sweep,
        sweep_step=_between(rng, 1, longest_sweep),
        longest_sweep=longest_sweep,
        circuit_open=(opened, longest_wait - opened),
        psp_connect=connect,
        psp_read=read,
        lease=lease,
        processor_timeout=timeout,
    )


def _between(rng: Random, least: int, most: int) -> int:
    """One of both ends, or something between."""
    return rng.choice((least, most, rng.randint(least, most), rng.randint(least, most)))
