"""Which times must fit into which, each stated once: names as a stack's settings have them.

A stack whose times break one of these accepts payments that it can never charge, or gives up what
could still be charged. The settings are checked before a deployment, and a function checks its
environment again when it starts.
"""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from runtime.contract.timing import Timing

TIME_TO_WRITE: Final = 5
"""Seconds that must be left after a PSP call to write what it answered."""
CALLS_IN_A_ROW: Final = 3
"""A read that decides that an object is to be canceled, and a cancel, which may read once more."""
KEY_LIFE: Final = 24 * 3600
"""For so long the PSP knows an idempotency key (Stripe, "Idempotent requests")."""
UNDER_WAY: Final = 3600
"""Of a key's life, left to what a charge near the end of its window still asks."""
RECONCILED: Final = 72 * 3600
"""For so long after it was made the nightly comparison sees an object."""
NIGHT: Final = 24 * 3600
"""A run of the comparison may be missed."""


class Relation(NamedTuple):
    """`short` must be at most `long`."""

    short: str
    short_of: Callable[[Timing, int], float]
    long: str
    long_of: Callable[[Timing, int], float]
    """Each of the times and the processor's timeout, in seconds."""
    why: str


class Broken(NamedTuple):
    """A relation that does not hold."""

    setting: str
    """The setting to change, as `timing.giveUp`."""
    sentence: str


_RETRIES: Final = "the waits of `timing.backOff`, each at its longest"

RELATIONS: Final[tuple[Relation, ...]] = (
    Relation(
        "three calls of `timing.pspConnect` and `timing.pspRead`, and 5 s to write",
        lambda t, _: CALLS_IN_A_ROW * t.psp_call + TIME_TO_WRITE,
        "processor.timeoutSeconds",
        lambda _, timeout: timeout,
        "else a step never fits into one run, and no payment is charged or given up",
    ),
    Relation(
        "processor.timeoutSeconds and a second",
        lambda _, timeout: timeout + 1,
        "timing.lease",
        lambda t, _: t.lease,
        "else another worker takes an attempt over whose owner still waits for the PSP",
    ),
    Relation(
        "timing.chargeWindow",
        lambda t, _: t.charge_window,
        "the 24 h for which the PSP knows a key, but one",
        lambda *_: KEY_LIFE - UNDER_WAY,
        "else a repeated call may be taken for a new one",
    ),
    Relation(
        "timing.chargeWindow",
        lambda t, _: t.charge_window,
        "timing.giveUp",
        lambda t, _: t.give_up,
        "else an attempt is given up while its payment may still be charged",
    ),
    Relation(
        "timing.chargeWindow and timing.giveUp and a day",
        lambda t, _: t.charge_window + t.give_up + NIGHT,
        "the 72 h that the nightly comparison looks back",
        lambda *_: RECONCILED,
        "else an object is charged when no run looks at it any more",
    ),
    Relation(
        _RETRIES,
        lambda t, _: sum(t.back_off) * (1 + t.back_off_spread) + 4 * t.psp_call,
        "timing.chargeWindow",
        lambda t, _: t.charge_window,
        "else the last attempts never begin",
    ),
    Relation(
        "the longest of `timing.backOff`",
        lambda t, _: max(t.back_off) * (1 + t.back_off_spread),
        "timing.longestWait",
        lambda t, _: t.longest_wait,
        "else the wait is cut off there",
    ),
    Relation(
        "the longest of `timing.polling`",
        lambda t, _: max(t.polling),
        "timing.longestWait",
        lambda t, _: t.longest_wait,
        "else the wait is cut off there",
    ),
    Relation(
        "the longest of `timing.circuitOpen`",
        lambda t, _: max(t.circuit_open),
        "timing.longestWait",
        lambda t, _: t.longest_wait,
        "else the wait is cut off there",
    ),
    Relation(
        "timing.sweepStep",
        lambda t, _: t.sweep_step,
        "timing.longestSweep",
        lambda t, _: t.longest_sweep,
        "else no sweep waits as long as its first step",
    ),
    Relation(
        "timing.longestSweep",
        lambda t, _: t.longest_sweep,
        "timing.chargeWindow",
        lambda t, _: t.charge_window,
        "else what stands still is looked at when it can't be charged any more",
    ),
)


def broken(timing: Timing, processor_timeout: int) -> Iterator[Broken]:
    """One sentence for each relation that does not hold.

    Args:
        timing: with the lease filled in.
        processor_timeout: seconds.
    """
    for one in RELATIONS:
        short, long = (
            one.short_of(timing, processor_timeout),
            one.long_of(timing, processor_timeout),
        )
        if short > long:
            yield Broken(
                one.long if one.long.startswith(("timing.", "processor.")) else one.short,
                f"{_named(one.short)} ({short:g} s) must fit into {_named(one.long)} "
                f"({long:g} s), {one.why}; raise the second or lower the first",
            )


def _named(name: str) -> str:
    """A setting's own name stands in quotes."""
    return f"`{name}`" if name.startswith(("timing.", "processor.")) and " " not in name else name
