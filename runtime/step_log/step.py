"""One step of a use case as one line of the log, and what all lines of one piece of work say."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from time import monotonic
from typing import Any, Final

from runtime.contract.env import LogEnv, read_environment
from runtime.domain.payment import Payment
from runtime.observability import describe, logger

FIELDS: Final = ("merchant", "message_id", "payment_id", "request_id", "sent_in_trace")
"""What `about` may say: whose payment, which message, which payment, the request that began it
all (the id that its merchant holds), and the trace in which the message was sent."""

WHOLE: Final = ("message", "request")
"""Steps that are a whole piece of work: each is said, whatever share of payments is logged."""


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


def turned_to(payment_id: str) -> None:
    """What is done next is done for this payment: the request that began another is not its."""
    if logger().thread_safe_get_current_keys().get("payment_id", payment_id) != payment_id:
        logger().thread_safe_remove_keys(("request_id",))
    about(payment_id=payment_id)


def begun_by(request_id: str) -> None:
    """The request that accepted the payment, unless another one is being answered."""
    if "request_id" not in logger().thread_safe_get_current_keys():
        about(request_id=request_id)


def of(payment: Payment) -> dict[str, str]:
    """Which payment a step is about, and whose."""
    return {"payment_id": payment.payment_id, "merchant": payment.merchant}


def is_logged(payment_id: str, percent: int) -> bool:
    """Whether a payment's good steps are logged: of one payment all are, or none, everywhere."""
    if percent == 100:  # noqa: PLR2004 - all; a line costs no hash then.
        return True
    drawn = int.from_bytes(hashlib.sha256(payment_id.encode()).digest()[:4])
    return drawn * 100 < percent * 2**32


@cache
def logged_share() -> int:
    """Percent: the function's own setting, read once."""
    return read_environment(LogEnv).LOGGED_PAYMENTS


@contextmanager
def step(name: str, **facts: Any) -> Iterator[dict[str, Any]]:
    """Say the step when it ends: `facts`, what the block adds, and `duration_ms`.

    Facts are ids, codes and numbers, never what a person wrote. The block says the `outcome`; an
    error that leaves it is the outcome `failed`, without its text. Of payments beyond the share
    that is logged only failures and whole pieces of work are said.
    """
    began = monotonic()
    try:
        yield facts
    except Exception as error:
        facts |= {"outcome": "failed", **describe(error)}
        raise
    finally:
        facts["duration_ms"] = round((monotonic() - began) * 1000)
        if facts.get("outcome") == "failed":
            logger().error(name, extra=facts)
        elif name in WHOLE or is_logged(_payment_id(facts), logged_share()):
            logger().info(name, extra=facts)


def _payment_id(facts: Mapping[str, Any]) -> str:
    told = facts.get("payment_id") or logger().thread_safe_get_current_keys().get("payment_id")
    return str(told)
