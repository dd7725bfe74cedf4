"""`bootstrap` for the functions that a schedule calls: ports for one run."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from runtime.adapters.system import SystemClock, SystemRandom
from runtime.aws_clients import MAILING, WORKING, client
from runtime.bootstrap import _directory, _psp, _queries, _queue, _rows, metrics, settings

if TYPE_CHECKING:
    from runtime.contract.env import MerchantsEnv
    from runtime.use_cases.expire_payers import ExpirePayersPorts
    from runtime.use_cases.reconcile_payments import ReconcilePaymentsPorts
    from runtime.use_cases.sign_ledger import SignLedgerPorts
    from runtime.use_cases.sweep_events import SweepEventsPorts
    from runtime.use_cases.sweep_payments import SweepPaymentsPorts
    from runtime.use_cases.tell_drill_age import TellDrillAgePorts


def reconcile_payments_ports(time_left: Callable[[], float]) -> "ReconcilePaymentsPorts":
    """`reconcile_payments`, for one run.

    Raises:
        UnavailableError: the PSP's key or the directory of merchants can't be read now.
    """
    from runtime.contract.env_timed import ReconcilePaymentsEnv
    from runtime.use_cases.reconcile_payments import ReconcilePaymentsPorts

    own = settings(ReconcilePaymentsEnv)
    queue, merchants = _queue(own.PAYMENT_QUEUE_URL, WORKING), _merchants(own)
    return ReconcilePaymentsPorts(
        _queries(own, WORKING, sealed=True),
        _psp(),
        queue,
        SystemClock(),
        metrics(),
        merchants,
        time_left,
    )


def tell_drill_age_ports() -> "TellDrillAgePorts":
    """`tell_drill_age`, which follows `reconcile_payments`."""
    from runtime.adapters.dynamodb_drill import DynamoDbDrill
    from runtime.contract.env_timed import ReconcilePaymentsEnv
    from runtime.use_cases.tell_drill_age import TellDrillAgePorts

    own = settings(ReconcilePaymentsEnv)
    drills = DynamoDbDrill(client("dynamodb", WORKING), own.PAYMENTS_TABLE)
    enrolled = _directory(own, WORKING).enrolled
    return TellDrillAgePorts(drills, enrolled, SystemClock(), metrics().drilled)


def expire_payers_ports(request_id: str, time_left: Callable[[], float]) -> "ExpirePayersPorts":
    """`expire_payers`, for one run.

    Raises:
        UnavailableError: the directory of merchants can't be read now.
    """
    from runtime.adapters.dynamodb_progress import DynamoDbProgress
    from runtime.contract.env_untimed import ExpirePayersEnv
    from runtime.domain.retention import DAY, Kept
    from runtime.use_cases.expire_payers import ExpirePayersPorts

    own = settings(ExpirePayersEnv)
    return ExpirePayersPorts(
        ledger=_rows(own.PAYMENTS_TABLE, WORKING, own.ENTRIES_TABLE, sealed=True),
        queries=_queries(own, WORKING, sealed=True),
        progress=DynamoDbProgress(client("dynamodb", WORKING), own.PAYMENTS_TABLE),
        clock=SystemClock(),
        metrics=metrics(),
        merchants=_merchants(own),
        kept=Kept(own.PAYER_RETENTION_DAYS * DAY),
        request_id=request_id,
        time_left=time_left,
    )


def sign_ledger_ports(time_left: Callable[[], float]) -> "SignLedgerPorts":
    """`sign_ledger`, for one run.

    Raises:
        UnavailableError: the directory of merchants can't be read now.
    """
    from runtime.adapters.dynamodb_payment_queries import DynamoDbPaymentQueries
    from runtime.adapters.kms_root_signer import KmsRootSigner
    from runtime.adapters.s3_root_store import S3RootStore
    from runtime.contract.env_untimed import SignLedgerEnv
    from runtime.use_cases.sign_ledger import SignLedgerPorts

    own, dynamodb = settings(SignLedgerEnv), client("dynamodb", WORKING)
    return SignLedgerPorts(
        queries=DynamoDbPaymentQueries(dynamodb, own.PAYMENTS_TABLE, "", sealed=False),
        roots=S3RootStore(client("s3", WORKING), own.ROOTS_BUCKET),
        signer=KmsRootSigner(client("kms", WORKING), own.SIGNING_KEY_ARN),
        clock=SystemClock(),
        metrics=metrics(),
        merchants=_merchants(own),
        ledger=own.PAYMENTS_TABLE,
        time_left=time_left,
    )


def sweep_payments_ports(time_left: Callable[[], float]) -> "SweepPaymentsPorts":
    """`sweep_payments`, for one run; it never touches an entry, so it has no such table."""
    from runtime.contract.env_timed import SweepPaymentsEnv
    from runtime.use_cases.sweep_payments import SweepPaymentsPorts

    own = settings(SweepPaymentsEnv)
    ledger = _rows(own.PAYMENTS_TABLE, WORKING, sealed=False)
    queue = _queue(own.PAYMENT_QUEUE_URL, WORKING)
    notification_queue = _queue(own.NOTIFICATION_QUEUE_URL, WORKING)
    return SweepPaymentsPorts(
        ledger, queue, notification_queue, SystemClock(), metrics(), own.TIMING, time_left
    )


def sweep_events_ports(time_left: Callable[[], float]) -> "SweepEventsPorts":
    """`sweep_events`, for one run."""
    from runtime.adapters.dynamodb_events import DynamoDbEvents
    from runtime.adapters.ses_mailer import SesMailer
    from runtime.bootstrap_queues import event_lanes
    from runtime.contract.env_untimed import SweepEventsEnv
    from runtime.step_log.mailer import LoggedMailer
    from runtime.use_cases.sweep_events import SweepEventsPorts

    own, ses = settings(SweepEventsEnv), client("sesv2", MAILING)
    unpublished = None
    if own.EVENT_BUS:
        # A stack without a bus never imports this.
        from runtime.adapters.dynamodb_unpublished import DynamoDbUnpublished

        unpublished = DynamoDbUnpublished(client("dynamodb", WORKING), own.EVENTS_TABLE)
    mailer = SesMailer(ses, own.SENDER_ADDRESS, own.CONFIGURATION_SET, own.MERCHANT_TEMPLATES)
    return SweepEventsPorts(
        merchants=_directory(own, WORKING),
        events=DynamoDbEvents(client("dynamodb", WORKING), own.EVENTS_TABLE),
        lanes=event_lanes(own.EVENT_QUEUE_URL),
        mailer=LoggedMailer(mailer),
        clock=SystemClock(),
        random=SystemRandom(),
        metrics=metrics(),
        time_left=time_left,
        unpublished=unpublished,
    )


def _merchants(own: "MerchantsEnv") -> list[str]:
    """Disabled ones too: what they were paid is still in the books."""
    return sorted(each.name for each in _directory(own, WORKING).all())
