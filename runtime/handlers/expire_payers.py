"""The hourly schedule: erase the payers whose time is over."""

from typing import Any

from runtime import bootstrap_schedules
from runtime.invocation.context import time_left
from runtime.observability import logger, observed
from runtime.use_cases.expire_payers import ExpirePayersPorts, expire_payers


def respond(ports: ExpirePayersPorts) -> dict[str, int]:
    """How many payers were erased, how many payments wait, and how far the runs are behind."""
    expired = expire_payers(ports)
    logger().info("expired", extra=expired._asdict())
    return expired._asdict()


def _handle(_: Any, context: Any) -> dict[str, int]:
    return respond(
        bootstrap_schedules.expire_payers_ports(context.aws_request_id, time_left(context))
    )


handler = observed(_handle)
