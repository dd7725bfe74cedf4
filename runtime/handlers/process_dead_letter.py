"""The payment queue's dead letters: the same step, once the messages gave up."""

from collections.abc import Callable
from typing import Any

from runtime.contract.metrics import Metric
from runtime.domain.ports import Metrics
from runtime.invocation.batch import BatchAnswer, each_payment, handle_batch
from runtime.invocation.http import Event
from runtime.observability import observed
from runtime.use_cases.process_dead_letter import process_dead_letter
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts


def respond(
    event: Event, *, ports: Callable[[], ProcessPaymentPorts], metrics: Metrics
) -> BatchAnswer:
    """The letters that stay parked; each letter is counted, and each that stays once more.

    Lambda calls a partial batch response a success, so the counts are what an alarm can see.
    """
    for _ in event["Records"]:
        metrics.count(Metric.DEAD_LETTER)
    answered = each_payment(
        event["Records"], lambda payment_id: process_dead_letter(payment_id, ports()), metrics
    )
    for _ in answered["batchItemFailures"]:
        metrics.count(Metric.DEAD_LETTER_STUCK)
    return answered


def _handle(event: Event, context: Any) -> BatchAnswer:
    return handle_batch(respond, event, context)


handler = observed(_handle)
