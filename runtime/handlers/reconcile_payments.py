"""The daily schedule: compare the PSP's book with the ledger; tell how old the last drill is."""

from collections import Counter
from typing import Any

from runtime import bootstrap_schedules
from runtime.invocation.context import time_left
from runtime.observability import logger, observed
from runtime.use_cases.reconcile_payments import ReconcilePaymentsPorts, reconcile_payments
from runtime.use_cases.tell_drill_age import tell_drill_age


def respond(ports: ReconcilePaymentsPorts) -> dict[str, int]:
    """How many differences of each kind; each one is an audit line at once."""
    counts: Counter[str] = Counter()
    for finding in reconcile_payments(ports):
        counts[finding.difference] += 1
        logger().warning("audit: the books differ", extra=finding._asdict())
    logger().info("reconciled", extra={"differences": dict(counts)})
    return dict(counts)


def _handle(_: Any, context: Any) -> dict[str, int]:
    counts = respond(bootstrap_schedules.reconcile_payments_ports(time_left(context)))
    # Last: whatever stands there, both books have been compared.
    tell_drill_age(bootstrap_schedules.tell_drill_age_ports())
    return counts


handler = observed(_handle)
