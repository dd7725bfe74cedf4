"""SQS batches: every message on its own, side by side."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, Protocol, TypedDict

from runtime import bootstrap
from runtime.contract.metrics import Metric
from runtime.domain.ports import Metrics
from runtime.invocation.http import Event
from runtime.observability import describe, logger
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
from runtime.wire.queue_message import UnreadableMessageError, decode

PARALLEL: Final = 10
"""Threads, and the largest batch."""


class ItemFailure(TypedDict):
    """One message that must come again."""

    itemIdentifier: str


class BatchAnswer(TypedDict):
    """Lambda's partial batch response. A wrong name here would delete or repeat everything."""

    batchItemFailures: list[ItemFailure]


class Respond(Protocol):
    """What a batch of payments' messages is answered with."""

    def __call__(
        self, event: Event, *, ports: Callable[[], ProcessPaymentPorts], metrics: Metrics
    ) -> BatchAnswer:
        """The answer."""
        ...


def handle_batch(respond: Respond, event: Event, context: Any) -> BatchAnswer:
    """`respond` with the step function's ports.

    One circuit breaker for the batch, ports for each message.
    """

    def time_left() -> float:
        return float(context.get_remaining_time_in_millis()) / 1000

    breaker = bootstrap.circuit_breaker()

    def ports() -> ProcessPaymentPorts:
        return bootstrap.process_payment_ports(context.aws_request_id, time_left, breaker)

    return respond(event, ports=ports, metrics=bootstrap.metrics())


def each_payment(
    records: Sequence[Mapping[str, Any]], work: Callable[[str], None], metrics: Metrics
) -> BatchAnswer:
    """Run `work` on the payment id of each record; what it raises fails its own message only."""
    return each_text(records, lambda text: work(decode(text)), metrics)


def each_text(
    records: Sequence[Mapping[str, Any]], work: Callable[[str], None], metrics: Metrics
) -> BatchAnswer:
    """Run `work` on the text of each record; what it raises fails its own message only.

    A message that can't be read fails too: after its receives it is parked in the
    dead-letter queue.
    """
    one = partial(handled, work=work, metrics=metrics)
    if len(records) == 1:
        done = [one(records[0])]
    else:
        with ThreadPoolExecutor(max_workers=PARALLEL) as pool:
            done = list(pool.map(one, records))
    return {
        "batchItemFailures": [
            {"itemIdentifier": record["messageId"]}
            for record, finished in zip(records, done, strict=True)
            if not finished
        ]
    }


def handled(record: Mapping[str, Any], work: Callable[[str], None], metrics: Metrics) -> bool:
    """Run `work` on one record's text; whether its message may be deleted."""
    message_id = record["messageId"]
    try:
        work(record["body"])
    except UnreadableMessageError:
        metrics.count(Metric.MESSAGE_UNREADABLE)
        logger().error("unreadable message", extra={"message_id": message_id})
    except Exception as error:  # noqa: BLE001 - one message must not spoil the others.
        logger().error("message failed", extra={"message_id": message_id, **describe(error)})
    else:
        return True
    return False
