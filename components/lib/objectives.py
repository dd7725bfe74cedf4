"""The service's objectives, and the alarms on the stack as a whole, by name."""

from dataclasses import dataclass

ACCEPTED_SHARE = 0.999
"""Of all `POST /v1/payments`: so many are not answered with an error of ours."""
FAST_SHARE = 0.99
"""So many are answered within `ANSWER_MS`: p99."""
ANSWER_MS = 2_000


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
OBJECTIVES = ("acceptance", "latency")
_WHOLES = tuple(f"slo-{each}-{pace}" for each in OBJECTIVES for pace in ("fast", "slow"))
_PARTS = tuple(
    f"slo-{each}-{minutes}m"
    for each in OBJECTIVES
    for burn in (*FAST, *SLOW)
    for minutes in burn.windows
)
MONITORED = (
    *_WHOLES,
    *_PARTS,
    "gateway-p99",
    "traffic-gone",
    "refusals-unusual",
    "success-unusual",
    "declines-unusual",
    "merchant-velocity",
    "payment-age",
    "mail-bounces",
    "mail-complaints",
)
"""The alarms of `Monitoring`, but the one on a certificate."""
