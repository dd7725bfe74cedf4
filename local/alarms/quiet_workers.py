"""Workers on EC2 on a quiet day: always as many as the least, but for one that is replaced."""

from typing import Final

from local.alarms.series import MINUTE, Series, key

_DAY_MINUTES: Final = 24 * 60
_BUSY_HOURS: Final = range(8, 18)
"""In which there is one more."""
REPLACED_MINUTES: Final = 5
"""For which one is missing that has lived for a week: its payments are finished, and another one
is launched (Amazon EC2 Auto Scaling User Guide, "Replace Auto Scaling instances based on maximum
instance lifetime": the old one is ended first)."""


def put_workers(series: Series, group: str, start: int, day: int) -> None:
    """What a group of at least one says on a day after `start`, Unix seconds: once a minute.

    Nothing of it is drawn by chance, so that what else is made up stays what it was.
    """
    metric = key("AWS/AutoScaling", "GroupInServiceInstances", {"AutoScalingGroupName": group})
    # Each week another minute, so that every part of an alarm's period is met.
    gone = 97 * day % _DAY_MINUTES if day % 7 == 1 else _DAY_MINUTES
    for minute in range(_DAY_MINUTES):
        there = 1 + (minute // 60 in _BUSY_HOURS)
        missing = gone <= minute < gone + REPLACED_MINUTES
        series.put(metric, start + (day * _DAY_MINUTES + minute) * MINUTE, there - missing)
