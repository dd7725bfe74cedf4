"""What happens to the stack as a whole, as series of several metrics."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from tests.local.alarms.services import Samples

DAY: Final = 24 * 60


class Story(NamedTuple):
    """What each metric of an alarm is sent in every minute; of two kinds of minutes in turn."""

    well: tuple[Mapping[str, Samples], Mapping[str, Samples]]
    wrong: Mapping[str, Samples]
    wrong_minutes: int
    before: int = 60
    """Minutes of all well before it."""
    after: int = 120
    """And after it, until it must be over."""


def _calls(failed: int) -> Mapping[str, Samples]:
    return {"errors": {0: 50 - failed, 1: failed}, "calls": {1: 50}}


def _slow(slow: int) -> Mapping[str, Samples]:
    return {"slow": {90: 50 - slow, 2_100: slow}, "calls": {1: 50}}


def _ended(succeeded: int, declined: int) -> Mapping[str, Samples]:
    return {"succeeded": {1: succeeded}, "declined": {1: declined}, "failed": {}}


def _refused(refused: int, calls: int) -> Mapping[str, Samples]:
    return {"refused": {0: calls - refused, 1: refused}, "calls": {1: calls}}


_LEARNED: Final = 15 * DAY
_BURN: Final = {
    minutes: {"wrong_minutes": 30, "before": 60, "after": minutes + 30}
    for minutes in (5, 30, 60, 120, 360, 1_440)
}
STORIES: Final[Mapping[str, Story]] = {
    **{
        f"slo-acceptance-{minutes}m": Story((_calls(0), _calls(0)), _calls(20), **times)
        for minutes, times in _BURN.items()
    },
    **{
        f"slo-latency-{minutes}m": Story((_slow(0), _slow(0)), _slow(40), **times)
        for minutes, times in _BURN.items()
    },
    "traffic-gone": Story(
        ({"calls": {1: 19}}, {"calls": {1: 21}}), {"calls": {}}, 60, before=_LEARNED
    ),
    "refusals-unusual": Story((_refused(0, 20), _refused(1, 20)), _refused(15, 20), 60, _LEARNED),
    "success-unusual": Story((_ended(18, 2), _ended(19, 1)), _ended(5, 15), 60, _LEARNED),
    "declines-unusual": Story((_ended(18, 2), _ended(19, 1)), _ended(5, 15), 60, _LEARNED),
}
"""Alarm's name in the stack → its story."""
