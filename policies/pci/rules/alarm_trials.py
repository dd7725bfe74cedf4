"""Alarms that can ring: each is tried on the histories that its metric can have."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Final

from pulumi_policy import Severity

from ..framework.alarm_expressions import ExpressionError
from ..framework.alarm_history import MINUTE_SECONDS, Form, range_start
from ..framework.alarm_reading import READ, Trial, trial
from ..framework.alarm_shapes import Metric, Shape
from ..framework.alarm_trial import (
    DAY_MINUTES,
    LONGEST_SECONDS,
    extremes,
    first_ring,
    forms,
    rings_already,
    too_long,
)
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import FUNCTION, LOG_METRIC_FILTER, METRIC_ALARM, QUEUE
from ..framework.values import ABSENT
from ._alarm_forms import no_terms, unnamed, unset
from ._metric_sources import PRODUCERS, metric_of, not_sent

_COUNTED: Final = [
    "DeadLetter", "DeadLetterLeft", "DeadLetterStuck", "EmailEventHarmless", "EmailEventNotOurs",
    "EmailEventOutdated", "EventGivenUp", "EventLate", "KeyServiceFailed",
    "MailAccountRefused", "MailUndeliverable",
    "MessageUnreadable", "NotificationResent", "PaidAfterFailed", "PayerErased",
    "PspCircuitClosed", "PspCircuitOpened", "PspCircuitProbed", "PspCircuitUnreadable",
    "PspCircuitWaited",
    "PspFailureKept", "PayersOverdue", "LedgerDayUnsigned",
    "PspMisconfigured", "PspObjectCanceled", "PspRejected", "ReconciliationDifference",
    "ReconciliationIncomplete", "RequiresReview", "ReviewProposed", "ReviewResolved", "ReviewWaits",
    "SendAfterCommitFailed", "StepOutOfTime", "UnknownPayment", "WebhookNoNews", "WebhookNotOurs",
    "WebhookPaused", "WebhookSecretOld", "WebhookSignatureInvalid",
]  # fmt: skip


_LEVELS: Final = ["RestoreDrillAgeDays", "SecretAgeDays", "UnfinishedSeconds"]
_TRAFFIC: Final = [
    "MerchantLimited", "PaymentAccepted", "PaymentCanceled", "PaymentDeclined", "PaymentFailed",
    "PaymentSucceeded",
]  # fmt: skip


def _is_a_call_s_time(metric: Metric) -> bool:
    return metric.shape is Shape.LEVEL and metric.unit == "Milliseconds"


def _hidden(tried: Trial, metrics: dict[str, Metric]) -> Iterator[Finding]:
    """What rings only where nothing at all goes well."""
    high = tried.terms.comparison.startswith("Greater")
    for each in tried.measured if high else ():
        metric = metrics[each.name]
        if each.statistic == "Minimum" and metric.shape is Shape.FAILURES:
            yield Finding("statistic: Take Sum: of failures, one success makes the Minimum 0.")
        elif each.statistic == "Minimum" and _is_a_call_s_time(metric):
            yield Finding("statistic: Take Maximum or a high percentile: one fast call hides all.")


def _can_ring(stack: Stack, alarm: Resource, config: Config) -> Iterator[Finding]:
    wrong = list(unset(alarm))
    tried = trial(alarm)
    wrong += [
        Finding(why) for each in tried.measured for why in not_sent(stack, alarm, each, config)
    ]
    wrong += unnamed(alarm, tried)
    if not tried.learned:
        wrong += no_terms(tried)
    elif too_long(tried):
        wrong.append(Finding("evaluationPeriods: CloudWatch looks back seven days at most."))
    if wrong or tried.learned:
        yield from wrong
        return
    metrics = {each.name: metric_of(stack, alarm, each, config) for each in tried.measured}
    yield from _hidden(tried, metrics)
    wrong = []
    # Whoever must be sure that it rings asks `hears`, which takes no such answer.
    with suppress(ExpressionError):
        calls = alarm.get("alarmActions") is not ABSENT
        wrong = list(_rings(tried, metrics, config, calls=calls))
    yield from wrong or _told_low(tried, metrics)


def _told_low(tried: Trial, metrics: dict[str, Metric]) -> Iterator[Finding]:
    """What rings at a low value of something that is told only where there is trouble."""
    less = tried.terms.comparison.startswith("Less")
    if less and all(each.shape in (Shape.AGE, Shape.SINGLE) for each in metrics.values()):
        yield Finding("comparisonOperator: Take GreaterThan…: while all is well nothing is told.")


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
