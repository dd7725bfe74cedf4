"""One step of a use case as one line of the log, and what all lines of one piece of work say."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final

from runtime.domain.payment import Payment
from runtime.observability import describe, logger

FIELDS: Final = ("merchant", "message_id", "payment_id", "request_id", "sent_in_trace")
"""What `about` may say: whose payment, which message, which payment, the request that began it
all (the id that its merchant holds), and the trace in which the message was sent."""


@contextmanager
def work() -> Iterator[None]:
    """One message or request, in its thread: what `about` says within is forgotten at its end."""
    try:
        yield
    finally:
        logger().thread_safe_remove_keys(FIELDS)


def about(**fields: str) -> None:
    """What each further line of this work says; names are of `FIELDS`."""
    logger().thread_safe_append_keys(**fields)


def begun_by(request_id: str) -> None:
    """The request that accepted the payment, unless another one is being answered."""
    if "request_id" not in logger().thread_safe_get_current_keys():
        about(request_id=request_id)


def of(payment: Payment) -> dict[str, str]:
    """Which payment a step is about, and whose."""
    return {"payment_id": payment.payment_id, "merchant": payment.merchant}


@contextmanager
def step(name: str, **facts: Any) -> Iterator[dict[str, Any]]:
    """Say the step when it ends: `facts`, what the block adds, and `duration_ms`.

    Facts are ids, codes and numbers, never what a person wrote. The block says the `outcome`; an
    error that leaves it is the outcome `failed`, without its text.
    """
    began = monotonic()
    try:
        yield facts
    except Exception as error:
        facts |= {"outcome": "failed", **describe(error)}
        raise
    finally:
        say = logger().error if facts.get("outcome") == "failed" else logger().info
        say(name, extra={**facts, "duration_ms": round((monotonic() - began) * 1000)})
