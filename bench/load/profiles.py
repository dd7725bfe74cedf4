"""The three loads: what a stack of `prod` is asked, and what gives way first."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from bench.load.ringing import Rang, asked, rang
from bench.load.shape import Shape
from bench.load.simulation import MINUTE, Load, Profile, Simulation
from local.alarms.declared import Alarm, Composite

STEADY: Final = 20
"""Payments a second: less than half of what the gateway of `prod` lets in."""
BURST: Final = 10 * STEADY
BACKLOG: Final = 1_000_000
AWHILE: Final = 10 * MINUTE
SHOWN: Final = 20 * MINUTE
"""Of a load that would last for days."""
PROFILES: Final = (
    Profile("steady", [(3 * AWHILE, STEADY)]),
    Profile("burst", [(AWHILE, STEADY), (AWHILE, BURST), (AWHILE, STEADY)]),
    Profile("backlog", [], waiting=BACKLOG, longest=SHOWN),
    Profile("backlog, as many batches as the provider bears", [], waiting=BACKLOG),
)
_WAITS: Final = MINUTE
"""Seconds in the queue after which somebody would notice."""


class Told(NamedTuple):
    """What a load came to."""

    profile: Profile
    load: Load
    degraded: Sequence[tuple[int, str]]
    """What gave way, and after how many minutes; the first first."""
    rang: Sequence[Rang]


def told(shape: Shape, alarms: Sequence[Alarm | Composite]) -> list[Told]:
    """Each profile, on a stack of its own."""
    watched, found = asked(alarms), list[Told]()
    for profile in PROFILES:
        own = shape._replace(batches=shape.fitting()) if profile is PROFILES[-1] else shape
        load = Simulation(own, profile).run()
        found.append(Told(profile, load, degraded(load), rang(watched, own, load)))
    return found


def degraded(load: Load) -> list[tuple[int, str]]:
    """What gave way, with the minute in which it did, in that order."""
    signs: Mapping[str, Sequence[bool]] = {
        "the gateway refuses calls (429)": [each.refused > 0 for each in load.minutes],
        "accepting has no room (5xx)": [each.throttled > 0 for each in load.minutes],
        "the provider refuses, and the circuit opens": [each.opened > 0 for each in load.minutes],
        "messages wait for more than a minute": [each.oldest > _WAITS for each in load.minutes],
        "mails wait for SES": [each.mails > 0 for each in load.minutes],
    }
    return sorted(
        ((seen.index(True) + 1, what) for what, seen in signs.items() if any(seen)),
        key=lambda each: each[0],
    )
