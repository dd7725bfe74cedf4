"""Counters that alarms watch, as lines of CloudWatch's embedded metric format."""

import json
import sys

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.metrics.base import SingleMetric


class EmfMeter:
    """The Meter port. Each count is a log line at once: nothing to flush, safe in threads."""

    def __init__(self, namespace: str, service: str) -> None:
        self._namespace = namespace
        self._service = service

    def count(self, name: str, **facts: str | int) -> None:
        """Add one to the metric, in the dimension `service`; the facts are fields of the line."""
        metric = SingleMetric(namespace=self._namespace)
        metric.add_metric(name=name, unit=MetricUnit.Count, value=1)
        metric.add_dimension(name="service", value=self._service)
        for fact, value in facts.items():
            metric.add_metadata(fact, value)
        # One write: `print` makes two, and another thread's line may come between them.
        sys.stdout.write(json.dumps(metric.serialize_metric_set()) + "\n")
