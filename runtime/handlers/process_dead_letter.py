"""The payment queue's dead letters: the same step, once the messages gave up."""

from collections.abc import Callable

from runtime.contract.metrics import Metric
from runtime.domain.ports import Metrics
from runtime.invocation.batch import BatchAnswer, each_record, processing, queue_handler
from runtime.invocation.context import Event
from runtime.use_cases.process_dead_letter import process_dead_letter
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
from runtime.wire.queue_message import decode


def respond(
    event: Event, *, ports: Callable[[], ProcessPaymentPorts], metrics: Metrics
) -> BatchAnswer:
    """The letters that stay parked; each letter is counted, and each that stays once more.

    Lambda calls a partial batch response a success, so the counts are what an alarm can see.
    """
    for _ in event["Records"]:
        metrics.count(Metric.DEAD_LETTER)
    answered = each_record(event, lambda text: process_dead_letter(decode(text), ports()), metrics)
    for _ in answered["batchItemFailures"]:
        metrics.count(Metric.DEAD_LETTER_STUCK)
    return answered


handler = queue_handler(respond, processing)
