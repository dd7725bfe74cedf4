"""Counters that alarms watch, as lines of CloudWatch's embedded metric format."""

import json
import sys
from collections.abc import Mapping

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.metrics.base import SingleMetric

from runtime.contract.metrics import SECRET_AGE_DAYS, UNFINISHED_SECONDS, Metric


class EmfMetrics:
    """The Metrics port. Each count is a log line at once: nothing to flush, safe in threads."""

    def __init__(self, namespace: str, service: str) -> None:
        self._namespace = namespace
        self._service = service

    def count(self, metric: Metric, **facts: str | int) -> None:
        """Add one to the metric, in the dimension `service`; the facts are fields of the line."""
        self._write(metric, 1, ("service", self._service), facts)

    def unfinished(self, seconds: int) -> None:
        """Say how old a payment is that waits once more, in the dimension `service`."""
        self._write(UNFINISHED_SECONDS, seconds, ("service", self._service), {}, MetricUnit.Seconds)

    def age(self, secret: str, days: float) -> None:
        """Say how old a secret is, in the dimension `secret`: whoever reads it says the same."""
        self._write(SECRET_AGE_DAYS, days, ("secret", secret), {})

    def _write(
        self,
        name: str,
        value: float,
        dimension: tuple[str, str],
        facts: Mapping[str, str | int],
        unit: MetricUnit = MetricUnit.Count,
    ) -> None:
        metric = SingleMetric(namespace=self._namespace)
        metric.add_metric(name=name, unit=unit, value=value)
        metric.add_dimension(*dimension)
        for fact, said in facts.items():
            metric.add_metadata(fact, said)
        # One write: `print` makes two, and another thread's line may come between them.
        sys.stdout.write(json.dumps(metric.serialize_metric_set()) + "\n")
