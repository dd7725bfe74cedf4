"""What gave way under a load, and in which order."""

from bench.load.profiles import PROFILES, degraded
from bench.load.simulation import Load, Minute


def test_what_gave_way_first_is_first() -> None:
    """With the minute in which it did; what held is not named."""
    load = Load([Minute(), Minute(refused=3), Minute(refused=9, mails=1), Minute(oldest=61)])
    assert degraded(load) == [
        (2, "the gateway refuses calls (429)"),
        (3, "mails wait for SES"),
        (4, "messages wait for more than a minute"),
    ]


def test_nothing_gives_way_where_nothing_waits() -> None:
    """A message may wait for a minute."""
    assert degraded(Load([Minute(asked=60, final=60, oldest=60, put_off=0)])) == []


def test_the_burst_is_ten_times_the_steady_load() -> None:
    """And the backlog is a million."""
    steady, burst, backlog, fitted = PROFILES
    ((_, usual),) = steady.rates
    assert [rate for _, rate in burst.rates] == [usual, 10 * usual, usual]
    assert backlog.waiting == fitted.waiting == 1_000_000
