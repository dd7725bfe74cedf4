"""The alarms of an objective: how fast a month's errors are used up (see `lib/objectives.py`)."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from components.lib.objectives import FAST, SLOW, Burn
from components.parts.alarm_math import CompositeWatch, MathWatch, Measured
from runtime.contract.metrics import Said, Severity
from runtime.contract.objectives import CALLS, OBJECTIVES, Objective

_FEW = 3
"""Fewer failed or slow calls than this are no rate: at night one of ten would be ten percent."""
_GATEWAY = "AWS/ApiGateway"
_TELLS = {
    "fast": "a month's share of them is gone within days",
    "slow": "so steadily that a month's share of them will not do",
}


_BURN_RATES = {
    "acceptance": f"IF(errors >= {_FEW}, errors / calls / {{allowed:.4g}}, 0)",
    "latency": f"IF(slow * calls / 100 >= {_FEW}, slow / 100 / {{allowed:.4g}}, 0)",
}
_BAD = {"acceptance": "errors", "latency": "slow"}
"""Objective → what its expression calls the bad ones."""


def burn_rate(objective: Objective, method: Mapping[str, str]) -> tuple[list[Measured], str]:
    """The metrics of an objective, by the ids that the expression of its burn rate calls them.

    `method`: the gateway's dimensions of the method that accepts payments.
    """
    calls, statistic = CALLS
    measures = [
        Measured(_BAD[objective.name], _GATEWAY, objective.metric, method, objective.statistic),
        Measured("calls", _GATEWAY, calls, method, statistic),
    ]
    return measures, _BURN_RATES[objective.name].format(allowed=objective.allowed)


class Pace(NamedTuple):
    """One composite alarm and its parts."""

    whole: CompositeWatch
    parts: list[MathWatch]


def paces(method: Mapping[str, str]) -> Iterator[Pace]:
    """A composite alarm that wakes somebody and one that does not, for each objective.

    `method`: the gateway's dimensions of the method that accepts payments.
    """
    for objective in OBJECTIVES:
        yield _pace(objective, "fast", FAST, Severity.PAGE, method)
        yield _pace(objective, "slow", SLOW, Severity.TICKET, method)


def _pace(
    objective: Objective,
    name: str,
    burns: tuple[Burn, ...],
    severity: Severity,
    method: Mapping[str, str],
) -> Pace:
    said = Said(f"{objective.breach}: {_TELLS[name]}.", "objectives", severity)
    pairs = [
        [_part(objective, burn, minutes, said, method) for minutes in burn.windows]
        for burn in burns
    ]
    names = [[each.name for each in pair] for pair in pairs]
    whole = CompositeWatch(f"slo-{objective.name}-{name}", said, names)
    return Pace(whole, [each for pair in pairs for each in pair])


def _part(
    objective: Objective, burn: Burn, minutes: int, said: Said, method: Mapping[str, str]
) -> MathWatch:
    measures, expression = burn_rate(objective, method)
    return MathWatch(
        f"slo-{objective.name}-{minutes}m",
        Said(f"{objective.breach}, within {minutes} minutes.", said.runbook, said.severity),
        measures,
        expression,
        "GreaterThanOrEqualToThreshold",
        burn.rate,
        period_seconds=60 * minutes,
        part=True,
    )
