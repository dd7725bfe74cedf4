"""Workers on a quiet day: one is replaced each week, and that is all."""

from local.alarms.quiet_workers import REPLACED_MINUTES, put_workers
from local.alarms.series import MINUTE, Series, key
from tests.local.alarms.cases import START

METRIC = key("AWS/AutoScaling", "GroupInServiceInstances", {"AutoScalingGroupName": "g"})
DAY_MINUTES = 24 * 60


def test_a_week_has_one_gap() -> None:
    """Each minute is told; none is there for a few minutes of the second day, and never else."""
    series = Series()
    for day in range(7):
        put_workers(series, "g", START, day)
    told = [
        series.datapoint(METRIC, "Minimum", MINUTE, START // MINUTE + minute + 1)
        for minute in range(7 * DAY_MINUTES)
    ]
    assert set(told) == {0, 1, 2}
    gone = [minute for minute, each in enumerate(told) if not each]
    assert gone == [*range(gone[0], gone[0] + REPLACED_MINUTES)]
    assert DAY_MINUTES < gone[0] < 2 * DAY_MINUTES


def test_one_is_replaced_at_another_time_each_week() -> None:
    """By day too, when there are two and one stays."""
    gaps = []
    for week in range(9):
        series = Series()
        put_workers(series, "g", START, 7 * week + 1)
        at = START // MINUTE + (7 * week + 1) * DAY_MINUTES
        told = [
            series.datapoint(METRIC, "Minimum", MINUTE, at + each + 1)
            for each in range(DAY_MINUTES)
        ]
        gaps.append(sum(each == 0 for each in told))
    assert set(gaps) == {0, REPLACED_MINUTES}
