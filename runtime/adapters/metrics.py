"""Counters and measures, as lines of CloudWatch's embedded metric format."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.metrics.base import SingleMetric

from runtime.contract.metrics import (
    RESTORE_DRILL_AGE_DAYS,
    SECONDS_TO_FINAL,
    SECRET_AGE_DAYS,
    SUCCEEDED_AMOUNT,
    UNFINISHED_SECONDS,
    Metric,
)
from runtime.domain.payment import Payment

_Set = Mapping[str, Any]
"""One metric, as the format has it: what it is under `_aws`, its value and dimensions beside it."""


class EmfMetrics:
    """The Metrics port. Each count is a log line at once: nothing to flush, safe in threads."""

    def __init__(self, namespace: str, service: str) -> None:
        self._namespace = namespace
        self._service = service

    def count(self, metric: Metric, **facts: str | int) -> None:
        """Add one to the metric, in the dimension `service`; the facts are fields of the line."""
        _write(self._set(metric, 1, MetricUnit.Count, facts))

    def unfinished(self, seconds: int) -> None:
        """Say how old a payment is that waits once more, in the dimension `service`."""
        _write(self._set(UNFINISHED_SECONDS, seconds, MetricUnit.Seconds))

    def ended(self, end: Metric, payment: Payment, seconds: int) -> None:
        """Count a payment's end and say how long it took and what it brought, in one line.

        All is in the dimension `service`, the amount in the payment's `currency` besides.
        """
        sets = [
            self._set(end, 1, MetricUnit.Count),
            self._set(SECONDS_TO_FINAL, seconds, MetricUnit.Seconds),
        ]
        if end is Metric.PAYMENT_SUCCEEDED:
            amount = self._set(
                SUCCEEDED_AMOUNT, payment.amount, MetricUnit.NoUnit, currency=payment.currency
            )
            sets.append(amount)
        _write(*sets)

    def age(self, secret: str, days: float) -> None:
        """Say how old a secret is, in the dimension `secret`: whoever reads it says the same."""
        _write(_set(self._namespace, SECRET_AGE_DAYS, days, MetricUnit.Count, {"secret": secret}))

    def drilled(self, days: float) -> None:
        """Say how long ago the last restore drill was, in the dimension `service`."""
        _write(self._set(RESTORE_DRILL_AGE_DAYS, days, MetricUnit.Count))

    def _set(
        self,
        name: str,
        value: float,
        unit: MetricUnit,
        facts: Mapping[str, str | int] | None = None,
        **dimensions: str,
    ) -> _Set:
        dimensions = {"service": self._service, **dimensions}
        return _set(self._namespace, name, value, unit, dimensions, facts)


def _set(
    namespace: str,
    name: str,
    value: float,
    unit: MetricUnit,
    dimensions: Mapping[str, str],
    facts: Mapping[str, str | int] | None = None,
) -> _Set:
    metric = SingleMetric(namespace=namespace)
    metric.add_metric(name=name, unit=unit, value=value)
    for each, of in dimensions.items():
        metric.add_dimension(each, of)
    for fact, said in (facts or {}).items():
        metric.add_metadata(fact, said)
    return metric.serialize_metric_set()


def _write(*sets: _Set) -> None:
    """One line, in which each metric has its own dimensions."""
    line: dict[str, Any] = {}
    about = [each["_aws"]["CloudWatchMetrics"] for each in sets]
    for each in sets:
        line |= each
    line["_aws"] = {**line["_aws"], "CloudWatchMetrics": [one for many in about for one in many]}
    # One write: `print` makes two, and another thread's line may come between them.
    sys.stdout.write(json.dumps(line) + "\n")
    # Lambda's is unbuffered; a worker's is a file, and who is killed would take counts along.
    sys.stdout.flush()
