"""The nightly schedule: sign where the chains of the ledger stand."""

from typing import Any

from runtime import bootstrap_schedules
from runtime.invocation.context import time_left
from runtime.observability import logger, observed
from runtime.use_cases.sign_ledger import SignLedgerPorts, sign_ledger


def respond(ports: SignLedgerPorts) -> dict[str, int]:
    """How many days were signed, and how many that have ended are not."""
    found = sign_ledger(ports)
    logger().info("signed", extra=found._asdict())
    return found._asdict()


def _handle(_: Any, context: Any) -> dict[str, int]:
    return respond(bootstrap_schedules.sign_ledger_ports(time_left(context)))


handler = observed(_handle)
