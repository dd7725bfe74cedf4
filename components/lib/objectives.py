"""How fast an objective's errors may be used up, and the names of the alarms on the whole."""

from dataclasses import dataclass

from runtime.contract.objectives import OBJECTIVES


@dataclass(frozen=True)
class Burn:
    """How fast a month's errors are used up, in a long window, and whether they still are.

    Google, "The Site Reliability Workbook", "Alerting on SLOs": multiwindow, multi-burn-rate.
    """

    rate: float
    """Times the even pace: at 1 a month's errors last for a month."""
    long_minutes: int
    short_minutes: int
    """A twelfth of the long one: it is over when the errors are."""

    @property
    def windows(self) -> tuple[int, int]:
        """Both, in minutes."""
        return self.long_minutes, self.short_minutes


FAST = (Burn(14.4, 60, 5), Burn(6, 360, 30))
"""2 % of a month's errors within an hour, or 5 % within six: somebody is woken."""
SLOW = (Burn(1, 1_440, 120),)
"""The even pace for a day: a ticket. The book takes three days; an alarm's period is a day at most
(Amazon CloudWatch User Guide, "Metrics concepts")."""
_WHOLES = tuple(f"slo-{each.name}-{pace}" for each in OBJECTIVES for pace in ("fast", "slow"))
_PARTS = tuple(
    f"slo-{each.name}-{minutes}m"
    for each in OBJECTIVES
    for burn in (*FAST, *SLOW)
    for minutes in burn.windows
)
CALLING = (
    *_WHOLES,
    "gateway-p99",
    "traffic-gone",
    "refusals-unusual",
    "success-unusual",
    "declines-unusual",
    "merchant-velocity",
    "payment-age",
    "review-age",
    "restore-drill-age",
    "mail-bounces",
    "mail-complaints",
)
"""The alarms of `Monitoring` that tell somebody themselves, but the one on a certificate."""
MONITORED = (*CALLING, *_PARTS)
"""All of them, with the parts of composite ones."""
