"""What makes our functions on schedules count something that a person should look at."""

from collections.abc import Callable, Mapping
from typing import Final

from runtime.contract.fixed_times import FIXED
from runtime.contract.metrics import Metric
from runtime.domain.payment import Status
from runtime.domain.psp import Outcome, OutcomeKind, PspState
from runtime.domain.retention import DAY
from runtime.handlers import (
    expire_payers,
    process_payment,
    reconcile_payments,
    sign_ledger,
    sweep_payments,
)
from runtime.wire.queue_message import encode
from tests.fakes.payments import ID, REF, TIMING, Harness
from tests.runtime.handlers.events import records
from tests.runtime.use_cases.test_expire_payers import KEPT, Runs
from tests.runtime.use_cases.test_reconcile_payments import ports_of
from tests.runtime.use_cases.test_sign_ledger import Nights

AWAY: Final = Outcome(OutcomeKind.UNKNOWN, "provider_unavailable")


def _sweep_into_nowhere(harness: Harness) -> None:
    harness.accepted()
    harness.queue.refusing = True
    harness.clock.advance(TIMING.first_sweep)
    sweep_payments.respond(harness.sweeping())


def _nobody_decides(harness: Harness) -> None:
    harness.in_status(Status.REQUIRES_REVIEW)
    harness.clock.advance(FIXED.review_waits)
    sweep_payments.respond(harness.sweeping())


def _reconcile(harness: Harness) -> None:
    reconcile_payments.respond(ports_of(harness))


def _books_differ(harness: Harness) -> None:
    harness.accepted()
    process_payment.respond(records(encode(ID)), ports=harness.processing, metrics=harness.metrics)
    harness.psp.set(REF, state=PspState.CANCELED, amount_received=0)
    _reconcile(harness)


def _book_breaks_off(harness: Harness) -> None:
    harness.psp.script("list", [AWAY])
    _reconcile(harness)


def _difference_into_nowhere(harness: Harness) -> None:
    harness.failed()
    harness.psp.take(REF)
    harness.queue.refusing = True
    _reconcile(harness)


def _payers_wait(harness: Harness) -> None:
    runs = Runs(harness)
    runs.time_left = lambda: 0
    harness.told()
    harness.clock.advance(KEPT + 2 * DAY)
    expire_payers.respond(runs.ports())


def _night_without_time(harness: Harness) -> None:
    nights = Nights(harness)
    nights.time_left = lambda: 0
    harness.told()
    harness.clock.advance(DAY)
    sign_ledger.respond(nights.ports())


SCHEDULED: Final[Mapping[str, Mapping[Metric, Callable[[Harness], object]]]] = {
    "expire_payers": {Metric.PAYERS_OVERDUE: _payers_wait},
    "sign_ledger": {Metric.LEDGER_DAY_UNSIGNED: _night_without_time},
    "sweep_payments": {
        Metric.REVIEW_WAITS: _nobody_decides,
        Metric.SEND_AFTER_COMMIT_FAILED: _sweep_into_nowhere,
    },
    "reconcile_payments": {
        Metric.RECONCILIATION_DIFFERENCE: _books_differ,
        Metric.RECONCILIATION_INCOMPLETE: _book_breaks_off,
        Metric.SEND_AFTER_COMMIT_FAILED: _difference_into_nowhere,
    },
}
"""Handler → what it counts → how it comes to that."""
