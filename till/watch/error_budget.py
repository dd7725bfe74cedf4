"""What thirty days of samples say of an objective: how many were good, and what is left to spend.

Google, "The Site Reliability Workbook", "Implementing SLOs" and "Alerting on SLOs".
"""

from collections.abc import Mapping
from typing import Final

from runtime.contract.objectives import Objective
from till.lib.answer import Document

DAYS: Final = 30
STEP_SECONDS: Final = 300
"""Five minutes: CloudWatch keeps such samples for 63 days."""
HOUR_SECONDS: Final = 3_600
_BURNS: Final = (1, 6)

Samples = Mapping[int, float]
"""When five minutes began, in Unix seconds → what was measured in them."""


class Budget(Document):
    """One objective; what no call was measured for is null."""

    name: str
    breach: str
    """What a bad call is."""
    promised: float
    """So many of all are good, as a share."""
    calls: int
    """In thirty days."""
    good: float | None
    """So many of them were good."""
    budget_left: float | None
    """Of the errors that the promise allows: 1 is all, 0 none; below, it is broken."""
    burn_1h: float | None
    """How fast they are used up, over the last hour: at 1 a month's errors last for a month."""
    burn_6h: float | None
    """Over the last six."""


def budget(objective: Objective, calls: Samples, measured: Samples, now: int) -> Budget:
    """The objective's state at `now`, in Unix seconds.

    `measured`: how many calls were bad, or how many percent of them, as the objective says.
    """
    whole = _counted(objective, calls, measured, now - DAYS * 24 * HOUR_SECONDS)
    share = _share(*whole)
    burns = [
        _share(*_counted(objective, calls, measured, now - hours * HOUR_SECONDS))
        for hours in _BURNS
    ]
    hour, six = (None if each is None else each / objective.allowed for each in burns)
    return Budget(
        name=objective.name,
        breach=objective.breach,
        promised=objective.share,
        calls=round(whole[0]),
        good=None if share is None else 1 - share,
        budget_left=None if share is None else 1 - share / objective.allowed,
        burn_1h=hour,
        burn_6h=six,
    )


def _counted(
    objective: Objective, calls: Samples, measured: Samples, since: int
) -> tuple[float, float]:
    """How many calls there were since then, and how many of them were bad."""
    asked = {at: often for at, often in calls.items() if at >= since}
    bad = {at: measured.get(at, 0) for at in asked}
    if objective.statistic != "Sum":
        bad = {at: percent / 100 * asked[at] for at, percent in bad.items()}
    return sum(asked.values()), sum(bad.values())


def _share(calls: float, bad: float) -> float | None:
    return bad / calls if calls else None
