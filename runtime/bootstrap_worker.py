"""`bootstrap` for the worker: where its messages come from, and what is done with each."""

from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from runtime import bootstrap, bootstrap_queues
from runtime.adapters.sqs_message_source import SqsMessageSource
from runtime.aws_clients import POLLING, WORKING, client
from runtime.contract.env_timed import WorkerEnv
from runtime.invocation.batch import handled, one_step
from runtime.worker.in_flight import InFlight
from runtime.worker.worker import Handle, Worker, times_of


def worker() -> Worker:
    """The worker that the environment describes; no service is called.

    Raises:
        pydantic.ValidationError: naming each variable that is missing or wrong.
    """
    own = bootstrap.settings(WorkerEnv)
    source = SqsMessageSource(client("sqs", POLLING), client("sqs", WORKING), own.PAYMENT_QUEUE_URL)
    health = Path(own.HEALTH_FILE)
    return Worker(source, begin, InFlight(own.IN_FLIGHT), times_of(own.TIMING), health.touch)


def begin(request_id: str) -> Handle:
    """One circuit breaker for all that one receive brought, and for each message its own time."""
    breaker = bootstrap_queues.circuit_breaker()
    longest = bootstrap.settings(WorkerEnv).TIMING.processor_timeout

    def handle(record: Mapping[str, Any]) -> bool:
        ends = monotonic() + longest
        step = one_step(
            lambda: bootstrap_queues.process_payment_ports(
                request_id, lambda: ends - monotonic(), breaker
            )
        )
        return handled(record, step, bootstrap.metrics())

    return handle
