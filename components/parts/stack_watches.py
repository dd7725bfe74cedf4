"""What is watched of a stack as a whole, because no part of it can see it alone."""

from collections.abc import Iterator, Mapping

from components.lib import limits
from components.lib.context import StackContext
from components.lib.environment import METRICS_NAMESPACE
from components.parts.alarm import Watch
from components.parts.alarm_math import MathWatch, Measured
from runtime.contract.metrics import (
    RESTORE_DRILL_AGE_DAYS,
    UNFINISHED_SECONDS,
    Metric,
    Said,
    Severity,
)
from runtime.contract.settings import Domain

_GATEWAY = "AWS/ApiGateway"
_QUARTER_SECONDS = 900
_HOUR_SECONDS = 3_600
_DAY_SECONDS = 86_400
_SLOW_MS = 1_700
"""Near the two seconds that the gateway promises, and below the 1.9 s at which it gives up."""
_WIDE = 6
"""Standard deviations: what leaves the band is no chance."""
_OFTEN = 100
"""Calls over their limits in five minutes: more than a burst that waits and comes again."""
_BOUNCES, _COMPLAINTS = 0.05, 0.001
"""SES reviews an account from these rates on (SES Developer Guide, "Amazon SES sending review
process FAQs")."""
_EXPIRY_DAYS = 30
_LESS, _MORE = "LessThanLowerThreshold", "GreaterThanUpperThreshold"
_AT_LEAST = "GreaterThanOrEqualToThreshold"
_ORDINARY = {"succeeded": 90, "declined": 8}
"""Of a hundred payments; so many are added to each rate, because a few payments are no rate."""


def _count(context: StackContext, each: str, metric: str, handler: str) -> Measured:
    service = {"service": context.name(handler)}
    return Measured(each, METRICS_NAMESPACE, metric, service)


def together(context: StackContext, method: Mapping[str, str]) -> Iterator[MathWatch]:
    """On several metrics, or on one against its normal; `method` is the gateway's for payments."""
    yield MathWatch(
        "traffic-gone",
        Said("Far fewer payments are asked for than usual.", "traffic", Severity.PAGE),
        [Measured("calls", _GATEWAY, "Count", method, "SampleCount")],
        "FILL(calls, 0)",
        _LESS,
        band=_WIDE,
        period_seconds=_QUARTER_SECONDS,
        periods=2,
        # Of no call at all in all periods nothing is known: it stays as it is.
        missing="ignore",
    )
    yield MathWatch(
        "refusals-unusual",
        Said("More requests for payments are refused than usual.", "traffic"),
        [
            Measured("refused", _GATEWAY, "4XXError", method),
            Measured("calls", _GATEWAY, "Count", method, "SampleCount"),
        ],
        "100 * refused / (calls + 100)",
        _MORE,
        band=_WIDE,
        period_seconds=_QUARTER_SECONDS,
        periods=2,
    )
    ended = [
        _count(context, each, f"Payment{each.title()}", "process-payment")
        for each in ("succeeded", "declined", "failed")
    ]
    filled = " + ".join(f"FILL({each.id}, 0)" for each in ended)
    for name, sentence, part, comparison, severity in (
        ("success", "Fewer payments succeed than usual.", "succeeded", _LESS, Severity.PAGE),
        ("declines", "More payments are declined than usual.", "declined", _MORE, Severity.TICKET),
    ):
        yield MathWatch(
            f"{name}-unusual",
            Said(sentence, "traffic", severity),
            ended,
            f"100 * (FILL({part}, 0) + {_ORDINARY[part]}) / ({filled} + 100)",
            comparison,
            band=_WIDE,
            period_seconds=_QUARTER_SECONDS,
            periods=2,
        )
    yield MathWatch(
        "merchant-velocity",
        Said("A merchant calls far more often than it may.", "merchants"),
        [
            _count(context, each, Metric.MERCHANT_LIMITED, f"{each}-payment{end}")
            for each, end in (("accept", ""), ("cancel", ""), ("read", "s"))
        ],
        "SUM([accept, cancel, read])",
        _AT_LEAST,
        _OFTEN,
        period_seconds=300,
    )
    yield MathWatch(
        "payment-age",
        Said("A payment is not finished after an hour.", "payment-age", Severity.PAGE),
        [
            Measured(
                each, METRICS_NAMESPACE, UNFINISHED_SECONDS,
                {"service": context.name(handler)}, "Maximum",
            )
            for each, handler in (("waits", "process-payment"), ("stands", "sweep-payments"))
        ],
        "MAX([waits, stands])",
        _AT_LEAST,
        _HOUR_SECONDS,
        # A payment that stands still is looked at once an hour at least (`timing.longestSweep`).
        period_seconds=_HOUR_SECONDS,
    )  # fmt: skip


def alone(
    context: StackContext, stage: Mapping[str, str], domain: Domain | None
) -> Iterator[Watch]:
    """On one metric; `stage` is the gateway's."""
    yield Watch(
        "gateway-p99",
        Said("One of a hundred calls takes nearly two seconds.", "gateway"),
        _GATEWAY,
        "Latency",
        stage,
        statistic="p99",
        threshold=_SLOW_MS,
        period_seconds=300,
        periods=3,
    )
    yield Watch(
        "review-age",
        Said(
            "A payment has waited for a person for a day: nobody decides, or nobody confirms.",
            "requires-review",
        ),
        METRICS_NAMESPACE,
        Metric.REVIEW_WAITS,
        {"service": context.name("sweep-payments")},
        # It is counted each hour, as long as it is so (`FIXED.review_again`).
        period_seconds=_HOUR_SECONDS,
    )
    yield Watch(
        "restore-drill-age",
        Said(
            f"The ledger has not been brought back for practice for {limits.RESTORE_DRILL_DAYS} "
            "days.",
            "restore",
        ),
        METRICS_NAMESPACE,
        RESTORE_DRILL_AGE_DAYS,
        {"service": context.name("reconcile-payments")},
        statistic="Maximum",
        threshold=limits.RESTORE_DRILL_DAYS,
        # The age is told once a day; in between the alarm stays as it is.
        missing="ignore",
    )
    for name, metric, threshold in (
        ("bounces", "BounceRate", _BOUNCES),
        ("complaints", "ComplaintRate", _COMPLAINTS),
    ):
        yield Watch(
            f"mail-{name}",
            Said(f"So many {name} that SES may pause the account.", "mail", Severity.PAGE),
            "AWS/SES",
            f"Reputation.{metric}",
            {},
            statistic="Average",
            threshold=threshold,
            period_seconds=_HOUR_SECONDS,
            # SES tells the rate when it has changed.
            missing="ignore",
        )
    if domain:
        yield Watch(
            "certificate-expiry",
            Said("The certificate of the API's domain ends within a month.", "certificate"),
            "AWS/CertificateManager",
            "DaysToExpiry",
            {"CertificateArn": domain.certificate_arn},
            statistic="Minimum",
            comparison="LessThanOrEqualToThreshold",
            threshold=_EXPIRY_DAYS,
            period_seconds=_DAY_SECONDS,
            missing="ignore",
        )
