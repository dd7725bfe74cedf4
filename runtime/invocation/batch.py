"""SQS batches: every message on its own, side by side."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, Protocol, TypedDict, TypeVar

from runtime import bootstrap, bootstrap_queues
from runtime.contract.metrics import Metric
from runtime.domain.ports import Metrics
from runtime.invocation.context import Event, time_left
from runtime.observability import Handler, observed
from runtime.step_log.step import about, step, work
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
from runtime.wire.queue_message import UnreadableMessageError, decode

PARALLEL: Final = 10
"""Threads, and the largest batch."""

PortsT = TypeVar("PortsT")
PortsT_contra = TypeVar("PortsT_contra", contravariant=True)


class ItemFailure(TypedDict):
    """One message that must come again."""

    itemIdentifier: str


class BatchAnswer(TypedDict):
    """Lambda's partial batch response. A wrong name here would delete or repeat everything."""

    batchItemFailures: list[ItemFailure]


class Respond(Protocol[PortsT_contra]):
    """What a batch is answered with; `ports` is called for each message."""

    def __call__(
        self, event: Event, *, ports: Callable[[], PortsT_contra], metrics: Metrics
    ) -> BatchAnswer:
        """The messages that must come again."""
        ...


def queue_handler(
    respond: Respond[PortsT], ports_of: Callable[[Any], Callable[[], PortsT]]
) -> Handler:
    """The Lambda entry that answers with `respond`, and the ports that `ports_of` the context."""

    def handle(event: Event, context: Any) -> BatchAnswer:
        return respond(event, ports=ports_of(context), metrics=bootstrap.metrics())

    return observed(handle)


def by_request(build: Callable[[str], PortsT]) -> Callable[[Any], Callable[[], PortsT]]:
    """Ports that need nothing of the invocation but its request id."""
    return lambda context: partial(build, context.aws_request_id)


def processing(context: Any) -> Callable[[], ProcessPaymentPorts]:
    """The step function's ports: one circuit breaker for the batch, ports for each message."""
    return partial(
        bootstrap_queues.process_payment_ports,
        context.aws_request_id,
        time_left(context),
        bootstrap_queues.circuit_breaker(),
    )


def one_step(ports: Callable[[], ProcessPaymentPorts]) -> Callable[[str], None]:
    """What the text of a payment queue's message asks for; `ports` may fail, and then it does."""
    return lambda text: process_payment(decode(text), ports())


def each_record(event: Event, todo: Callable[[str], None], metrics: Metrics) -> BatchAnswer:
    """Run `todo` on the text of each record; what it raises fails its own message only.

    A message that can't be read fails too: after its receives it is parked in the
    dead-letter queue.
    """
    records = event["Records"]
    one = partial(handled, todo=todo, metrics=metrics)
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


def _sent_in(record: Mapping[str, Any]) -> dict[str, str]:
    """The trace of whoever sent the message, as X-Ray's SDK wrote it beside the message."""
    trace = record.get("attributes", {}).get("AWSTraceHeader")
    return {"sent_in_trace": trace.partition(";")[0].removeprefix("Root=")} if trace else {}


def handled(record: Mapping[str, Any], todo: Callable[[str], None], metrics: Metrics) -> bool:
    """Run `todo` on one record's text; whether its message may be deleted."""
    with work():
        about(message_id=record["messageId"], **_sent_in(record))
        try:
            with step("message") as said:
                todo(record["body"])
                said["outcome"] = "done"
        except UnreadableMessageError:
            metrics.count(Metric.MESSAGE_UNREADABLE)
        except Exception:  # noqa: BLE001 - one message must not spoil the others; it is logged.
            return False
        else:
            return True
    return False
