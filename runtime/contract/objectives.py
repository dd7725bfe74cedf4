"""The service's objectives: what is promised of `POST /v1/payments`, and how it is measured.

The program's alarms and the operators' `till slo` reckon with the same numbers.
"""

from typing import Final, NamedTuple

ANSWER_MS: Final = 2_000
"""An answer later than this is late."""
METHOD: Final = {"Resource": "/v1/payments", "Method": "POST"}
"""What is promised: the gateway's dimensions of it, beside `ApiName` and `Stage`."""
CALLS: Final = ("Count", "SampleCount")
"""The gateway's metric and statistic that say how many there were."""


class Objective(NamedTuple):
    """One promise of all calls in thirty days."""

    name: str
    breach: str
    """What a bad call is, in words."""
    share: float
    """So many are good."""
    metric: str
    """The gateway's, of which bad calls are counted."""
    statistic: str
    """`Sum` says how many are bad; a percentile rank, `PR(…)`, how many percent."""

    @property
    def allowed(self) -> float:
        """So many may be bad: the budget of errors, as a share of all."""
        return 1 - self.share


OBJECTIVES: Final = (
    Objective(
        "acceptance", "Requests for payments end in errors of ours", 0.999, "5XXError", "Sum"
    ),
    Objective(
        "latency",
        f"Requests for payments take longer than {ANSWER_MS / 1000:g} s",
        0.99,
        "Latency",
        f"PR({ANSWER_MS}:)",
    ),
)
"""In a month of 30 days, for all merchants together."""
