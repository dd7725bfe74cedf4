"""The alarms of an objective: how fast a month's errors are used up (see `lib/objectives.py`)."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from components.lib.objectives import ACCEPTED_SHARE, ANSWER_MS, FAST, FAST_SHARE, SLOW, Burn
from components.parts.alarm_math import CompositeWatch, MathWatch, Measured
from runtime.contract.metrics import Said, Severity

_FEW = 3
"""Fewer failed or slow calls than this are no rate: at night one of ten would be ten percent."""
_GATEWAY = "AWS/ApiGateway"
_TELLS = {
    "fast": "a month's share of them is gone within days",
    "slow": "so steadily that a month's share of them will not do",
}


class Objective(NamedTuple):
    """One promise: what is measured, and the expression of the burn rate."""

    name: str
    says: str
    measures: tuple[tuple[str, str, str], ...]
    """Id, the gateway's metric and its statistic, of the method that accepts payments."""
    expression: str


OBJECTIVES = (
    Objective(
        "acceptance",
        "Requests for payments end in errors of ours",
        (("errors", "5XXError", "Sum"), ("calls", "Count", "SampleCount")),
        f"IF(errors >= {_FEW}, errors / calls / {1 - ACCEPTED_SHARE:.4g}, 0)",
    ),
    Objective(
        "latency",
        f"Requests for payments take longer than {ANSWER_MS / 1000:g} s",
        (("slow", "Latency", f"PR({ANSWER_MS}:)"), ("calls", "Count", "SampleCount")),
        f"IF(slow * calls / 100 >= {_FEW}, slow / 100 / {1 - FAST_SHARE:.4g}, 0)",
    ),
)


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
    said = Said(f"{objective.says}: {_TELLS[name]}.", "objectives", severity)
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
    return MathWatch(
        f"slo-{objective.name}-{minutes}m",
        Said(f"{objective.says}, within {minutes} minutes.", said.runbook, said.severity),
        [
            Measured(each, _GATEWAY, metric, method, stat)
            for each, metric, stat in objective.measures
        ],
        objective.expression,
        "GreaterThanOrEqualToThreshold",
        burn.rate,
        period_seconds=60 * minutes,
        part=True,
    )
