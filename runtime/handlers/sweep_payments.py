"""The schedule: look for payments that stand still."""

from typing import Any

from runtime import bootstrap_schedules
from runtime.invocation.context import time_left
from runtime.observability import logger, observed
from runtime.use_cases.sweep_payments import SweepPaymentsPorts, sweep_payments


def respond(ports: SweepPaymentsPorts) -> dict[str, int]:
    """How many payments were moved, and for how many a message left."""
    swept = sweep_payments(ports)
    logger().info("swept", extra=swept._asdict())
    return swept._asdict()


def _handle(_: Any, context: Any) -> dict[str, int]:
    return respond(bootstrap_schedules.sweep_payments_ports(time_left(context)))


handler = observed(_handle)
