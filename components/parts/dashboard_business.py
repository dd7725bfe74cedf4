"""What the dashboard says of the business: payments, money, time, objectives, alarms."""

from collections.abc import Mapping, Sequence

from components.lib.context import StackContext
from components.lib.objectives import CALLING, FAST, SLOW
from components.parts.burn_watches import burn_rate
from components.parts.dashboard import AlarmList, Chart, MathLine, Section
from components.parts.dashboard_lines import Lines
from runtime.contract.currencies import CURRENCIES
from runtime.contract.metrics import SECONDS_TO_FINAL, SUCCEEDED_AMOUNT, Metric
from runtime.contract.objectives import OBJECTIVES

_HOUR_SECONDS = 3_600
PROCESSING = ("process_payment", "process_dead_letter")
_ENDING = (*PROCESSING, "operate_payments")
"""Handlers that bring a payment to its end, but for the merchant's that takes it back."""
_COUNTED = (
    ("accepted", Metric.PAYMENT_ACCEPTED, ("accept_payment",)),
    ("succeeded", Metric.PAYMENT_SUCCEEDED, _ENDING),
    ("declined", Metric.PAYMENT_DECLINED, _ENDING),
    ("failed", Metric.PAYMENT_FAILED, _ENDING),
    ("canceled", Metric.PAYMENT_CANCELED, ("cancel_payment",)),
    ("came to review", Metric.REQUIRES_REVIEW, PROCESSING),
)


def payments(lines: Lines, currencies: Sequence[str]) -> Section:
    """How many, how much, how fast."""
    counted = [lines.ours(label, metric, handlers) for label, metric, handlers in _COUNTED]
    amounts = [
        lines.ours(
            each.upper(),
            SUCCEEDED_AMOUNT,
            _ENDING,
            divided_by=10 ** CURRENCIES[each].exponent,
            currency=each,
        )
        for each in currencies
    ]
    # By a person, hours or days pass: that would say nothing of the machine.
    times = [
        lines.one_of_ours(each, SECONDS_TO_FINAL, "process_payment", each)
        for each in ("p50", "p99")
    ]
    return Section(
        "## Payments",
        [
            Chart("Payments by outcome", counted, "payments"),
            Chart("Amount that succeeded, by currency", amounts, "in units of the currency"),
            Chart("Time from acceptance to the end", times, "seconds"),
        ],
    )


def objectives(
    context: StackContext, method: Mapping[str, str], queues: Sequence[str], alarms: Sequence[str]
) -> Section:
    """How fast a month's errors are used up, and which alarms ring.

    `method`: the gateway's dimensions of the method that accepts payments. `queues`: the names
    within the stack of those that are worked on. `alarms`: what else is to be seen there.
    """
    limits = [(f"an alarm, over {_span(burn.long_minutes)}", burn.rate) for burn in (*FAST, *SLOW)]
    charts = [
        Chart(
            f"Objective {one.name}: burn rate of an hour",
            [MathLine("burn rate", *burn_rate(one, method))],
            "times the even pace",
            period_seconds=_HOUR_SECONDS,
            limits=limits,
            width=12,
        )
        for one in OBJECTIVES
    ]
    ends = ("age", "dead-letters")
    rung = [*CALLING, *alarms, *(f"{queue}-{end}" for queue in queues for end in ends)]
    arns = [context.arn("cloudwatch", f"alarm:{context.name(each)}") for each in rung]
    return Section(
        "## Objectives and alarms", [*charts, AlarmList("Alarms on the stack as a whole", arns)]
    )


def _span(minutes: int) -> str:
    return f"{minutes // 60} h"
