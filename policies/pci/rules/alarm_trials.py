"""Alarms that can ring: each is tried on the histories that its metric can have."""

from collections.abc import Iterator
from dataclasses import replace
from math import isnan
from typing import Final

from pulumi_policy import Severity

from ..framework.alarm_expressions import ExpressionError
from ..framework.alarm_history import MINUTE_SECONDS, Form, range_start
from ..framework.alarm_reading import READ, Trial, trial
from ..framework.alarm_shapes import Metric, Shape
from ..framework.alarm_states import COMPARISONS
from ..framework.alarm_trial import (
    DAY_MINUTES,
    LONGEST_SECONDS,
    extremes,
    first_ring,
    forms,
    rings_already,
)
from ..framework.predicates import Config, number
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import FUNCTION, LOG_METRIC_FILTER, METRIC_ALARM, QUEUE
from ..framework.values import ABSENT, UNKNOWN
from ._metric_sources import PRODUCERS, metric_of, not_sent

_COUNTED: Final = [
    "DeadLetter", "DeadLetterLeft", "DeadLetterStuck", "EmailEventHarmless", "EmailEventNotOurs",
    "EmailEventOutdated", "KeyServiceFailed", "MailAccountRefused", "MailUndeliverable",
    "MessageUnreadable", "NotificationResent", "PaidAfterFailed", "PayerErased",
    "PspCircuitClosed", "PspCircuitOpened", "PspCircuitProbed", "PspCircuitUnreadable",
    "PspCircuitWaited",
    "PspFailureKept", "PayersOverdue",
    "PspMisconfigured", "PspObjectCanceled", "PspRejected", "ReconciliationDifference",
    "ReconciliationIncomplete", "RequiresReview", "ReviewProposed", "ReviewResolved",
    "SendAfterCommitFailed", "StepOutOfTime", "UnknownPayment", "WebhookNoNews", "WebhookNotOurs",
    "WebhookSignatureInvalid",
]  # fmt: skip


_LEVELS: Final = ["SecretAgeDays", "UnfinishedSeconds"]
_TRAFFIC: Final = [
    "MerchantLimited", "PaymentAccepted", "PaymentCanceled", "PaymentDeclined", "PaymentFailed",
    "PaymentSucceeded",
]  # fmt: skip

_COUNTS: Final = {
    "evaluationPeriods": "comparisonOperator",
    "period": "metricName",
    "datapointsToAlarm": None,
}
"""What an alarm counts → with what it can't do without that; `None`: it always can."""


def _unset(alarm: Resource) -> Iterator[Finding]:
    """Counts that nothing can be evaluated by."""
    for path, beside in _COUNTS.items():
        value = alarm.get(path)
        if value is ABSENT:
            if beside and alarm.get(beside) is not ABSENT:
                yield Finding(f"{path}: Set it.")
        elif value is not UNKNOWN and not number(value) >= 1:
            yield Finding(f"{path}: Set it to 1 or more.")
    if ABSENT not in (alarm.get("statistic"), alarm.get("extendedStatistic")):
        yield Finding("extendedStatistic: CloudWatch takes this or statistic; leave one out.")


def _no_terms(tried: Trial) -> Iterator[Finding]:
    """What a value can't be compared by."""
    if tried.terms.comparison not in COMPARISONS:
        yield Finding("comparisonOperator: Name one of CloudWatch's, for example GreaterThan…")
    if isnan(tried.terms.threshold):
        yield Finding("threshold: Set it to a number.")


def _hidden(tried: Trial, metrics: dict[str, Metric]) -> Iterator[Finding]:
    """Failures that ring only where nothing at all goes well."""
    high = tried.terms.comparison.startswith("Greater")
    for each in tried.measured if high else ():
        if each.statistic == "Minimum" and metrics[each.name].shape is Shape.FAILURES:
            yield Finding("statistic: Take Sum: of failures, one success makes the Minimum 0.")


def _can_ring(stack: Stack, alarm: Resource, config: Config) -> Iterator[Finding]:
    wrong = list(_unset(alarm))
    tried = trial(alarm)
    wrong += [
        Finding(why) for each in tried.measured for why in not_sent(stack, alarm, each, config)
    ]
    if not tried.learned:
        wrong += _no_terms(tried)
    if wrong or tried.learned:
        yield from wrong
        return
    metrics = {each.name: metric_of(stack, alarm, each, config) for each in tried.measured}
    yield from _hidden(tried, metrics)
    try:
        yield from _rings(tried, metrics, config, calls=alarm.get("alarmActions") is not ABSENT)
    except ExpressionError:
        # Whoever must be sure that it rings asks `hears`, which takes no such answer.
        return


def _rings(
    tried: Trial, metrics: dict[str, Metric], config: Config, *, calls: bool
) -> Iterator[Finding]:
    threshold, failures = tried.terms.threshold, config["failuresPerMinute"]
    bounds = {each.name: max(threshold, range_start(each.statistic)) for each in tried.measured}
    ends = {name: _while_well(each, bounds[name], failures) for name, each in metrics.items()}
    if metrics and all(
        rings_already(tried, tuple(sorted((name, both[side]) for name, both in ends.items())))
        for side in (0, 1)
    ):
        yield Finding("threshold: Every value is beyond it, so the alarm never rings anew.")
        return
    minutes = _useful(tried, metrics, config)
    if not calls:
        # It calls nobody itself: of a composite alarm's parts one may look back for long.
        looked = min(tried.terms.period * tried.terms.periods, LONGEST_SECONDS)
        minutes = max(minutes, looked / MINUTE_SECONDS)
    ways = {name: forms(each, bounds[name], failures) for name, each in metrics.items()}
    if first_ring(tried, ways, minutes) is not None:
        return
    at_once = replace(tried, terms=replace(tried.terms, periods=1, datapoints=1))
    longest = max(minutes, tried.terms.period / 60)
    if first_ring(at_once, ways, longest) is None:
        yield Finding(
            "threshold: What the metric can reach by this statistic and period, within "
            f"{minutes:.0f} minutes, is not beyond it."
        )
    else:
        yield Finding(
            "evaluationPeriods: It does not ring within "
            f"{minutes:.0f} minutes: what it watches is over before so many datapoints are bad, or "
            "so many periods take longer. Take fewer or shorter ones, or set treat_missing_data."
        )


def _while_well(metric: Metric, threshold: float, failures: float) -> tuple[Form, Form]:
    """Two histories of which one at least must leave an alarm quiet."""
    if metric.shape is Shape.SINGLE:
        return Form(None, None), Form(None, None)
    high, low = extremes(metric, threshold, failures)
    # Nothing waits while all is well.
    return (low, low) if metric.shape is Shape.AGE else (high, low)


def _useful(tried: Trial, metrics: dict[str, Metric], config: Config) -> float:
    if any(each.shape is Shape.DAILY for each in metrics.values()):
        return 3 * DAY_MINUTES
    low = tried.terms.comparison.startswith("Less")
    return float(config["silenceMinutes"] if low else config["withinMinutes"])


ALARM_CAN_RING: Final = Rule(
    number="52b",
    name="alarm-can-ring",
    description="Every alarm rings in useful time, tried on what its metric can do.",
    severity=Severity.HIGH,
    pci=("10.7.2",),
    unreviewed_controls=("12.10.5",),
    subjects=(METRIC_ALARM,),
    stack=_can_ring,
    watches={
        METRIC_ALARM: {
            **dict.fromkeys(READ, ()), "alarmActions": (), "dimensions": PRODUCERS,
            "metricQueries": PRODUCERS,
        },
        FUNCTION: {"reservedConcurrentExecutions": (), "timeout": ()},
        QUEUE: {"messageRetentionSeconds": ()},
        LOG_METRIC_FILTER: {
            f"metricTransformation.{each}": ()
            for each in ("dimensions", "name", "namespace", "value")
        },
    },
    config={
        "external": [],
        "failuresPerMinute": 1,
        "namespaces": [],
        "own": {"Tillstack": {"counts": _COUNTED, "levels": _LEVELS, "traffic": _TRAFFIC}},
        "silenceMinutes": 36 * 60,
        "withinMinutes": 60,
    },
    schema={
        "external": {"description": "What dimensions may name though another stack has it."},
        "failuresPerMinute": {"description": "Things that fail each minute while all goes wrong."},
        "namespaces": {"description": "Where something outside of this stack sends metrics."},
        "own": {"description": "Namespace → functions' counts (each is news), levels, traffic."},
    },
)  # fmt: skip

RULES: Final = (ALARM_CAN_RING,)
