"""`bootstrap` for the functions that a schedule calls: ports for one run."""

from collections.abc import Callable

from runtime.adapters.dynamodb_progress import DynamoDbProgress
from runtime.adapters.system import SystemClock
from runtime.aws_clients import WORKING, client
from runtime.bootstrap import _directory, _ledger, _psp, _queries, _queue, _rows, metrics, settings
from runtime.contract import env
from runtime.domain.retention import DAY, Kept
from runtime.use_cases.expire_payers import ExpirePayersPorts
from runtime.use_cases.reconcile_payments import ReconcilePaymentsPorts
from runtime.use_cases.sweep_payments import SweepPaymentsPorts


def reconcile_payments_ports(time_left: Callable[[], float]) -> ReconcilePaymentsPorts:
    """`reconcile_payments`, for one run.

    Raises:
        UnavailableError: the PSP's key or the directory of merchants can't be read now.
    """
    own = settings(env.ReconcilePaymentsEnv)
    queue, merchants = _queue(own.PAYMENT_QUEUE_URL, WORKING), _merchants(own)
    return ReconcilePaymentsPorts(
        _queries(own, WORKING), _psp(), queue, SystemClock(), metrics(), merchants, time_left
    )


def expire_payers_ports(request_id: str, time_left: Callable[[], float]) -> ExpirePayersPorts:
    """`expire_payers`, for one run.

    Raises:
        UnavailableError: the directory of merchants can't be read now.
    """
    own = settings(env.ExpirePayersEnv)
    return ExpirePayersPorts(
        ledger=_ledger(own, WORKING),
        queries=_queries(own, WORKING),
        progress=DynamoDbProgress(client("dynamodb", WORKING), own.PAYMENTS_TABLE),
        clock=SystemClock(),
        metrics=metrics(),
        merchants=_merchants(own),
        kept=Kept(own.PAYER_RETENTION_DAYS * DAY),
        request_id=request_id,
        time_left=time_left,
    )


def sweep_payments_ports(time_left: Callable[[], float]) -> SweepPaymentsPorts:
    """`sweep_payments`, for one run; it never touches an entry, so it has no such table."""
    own = settings(env.SweepPaymentsEnv)
    ledger, queue = _rows(own.PAYMENTS_TABLE, WORKING), _queue(own.PAYMENT_QUEUE_URL, WORKING)
    notification_queue = _queue(own.NOTIFICATION_QUEUE_URL, WORKING)
    return SweepPaymentsPorts(
        ledger, queue, notification_queue, SystemClock(), metrics(), own.TIMING, time_left
    )


def _merchants(own: env.DirectoryEnv) -> list[str]:
    """Disabled ones too: what they were paid is still in the books."""
    return sorted(each.name for each in _directory(own, WORKING).all())
