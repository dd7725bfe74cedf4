"""The one place that joins ports to adapters; each thing once, when asked."""

from collections.abc import Callable

from botocore.config import Config

from runtime.adapters.dynamodb_circuit import DynamoDbCircuit
from runtime.adapters.dynamodb_directory import DynamoDbDirectory
from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.adapters.dynamodb_open_rows import DynamoDbOpenRows
from runtime.adapters.metrics import EmfMetrics
from runtime.adapters.ses_email_events import SesEmailEvents
from runtime.adapters.ses_mailer import SesMailer
from runtime.adapters.sqs_message_queue import SqsMessageQueue
from runtime.adapters.system import SystemClock, SystemRandom
from runtime.aws_clients import ACCEPTING, MAILING, WORKING, once
from runtime.aws_clients import client as _client
from runtime.contract import env
from runtime.domain.circuit import Window
from runtime.domain.messages import MessageOpener, PublicKeys
from runtime.domain.ports import FieldCipher, Ledger, MessageQueue
from runtime.domain.psp import Psp
from runtime.step_log.ledger import LoggedLedger
from runtime.step_log.mailer import LoggedMailer
from runtime.step_log.message_queue import LoggedQueue
from runtime.step_log.psp import LoggedPsp
from runtime.use_cases.accept_payment import AcceptPaymentPorts
from runtime.use_cases.cancel_payment import CancelPaymentPorts
from runtime.use_cases.circuit_breaker import CallPermit, CircuitBreaker, CircuitBreakerPorts
from runtime.use_cases.know_caller import Callers
from runtime.use_cases.list_ledger import ListLedgerPorts
from runtime.use_cases.notify_customer import NotifyCustomerPorts
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
from runtime.use_cases.read_ledger import OperatePaymentsPorts
from runtime.use_cases.read_payments import ReadPaymentsPorts
from runtime.use_cases.receive_email_event import ReceiveEmailEventPorts
from runtime.use_cases.receive_webhook import ReceiveWebhookPorts

settings = once(env.read_environment)
"""The function's environment, read once."""


@once
def metrics() -> EmfMetrics:
    """This function's counters."""
    common = settings(env.CommonEnv)
    return EmfMetrics(common.POWERTOOLS_METRICS_NAMESPACE, common.POWERTOOLS_SERVICE_NAME)


@once
def callers() -> Callers:
    """Whoever has called this container, as it knows them."""
    from runtime.adapters.http_signatures import HttpSignatures  # noqa: PLC0415 - three need it.

    own, clock = settings(env.CallersEnv), SystemClock()
    directory = _directory(own, ACCEPTING)
    return Callers(directory, clock, own.MERCHANT_LIMIT, HttpSignatures(clock))


@once
def accept_payment_ports() -> AcceptPaymentPorts:
    """`accept_payment`."""
    own = settings(env.AcceptPaymentEnv)
    ledger, queue = _ledger(own, ACCEPTING), _queue(own.PAYMENT_QUEUE_URL, ACCEPTING)
    cipher, clock = _cipher(own.SEALING_KEY_ARN, ACCEPTING), SystemClock()
    told = clock, metrics(), own.TIMING
    return AcceptPaymentPorts(ledger, queue, cipher, *told, livemode=own.LIVEMODE)


@once
def message_opener() -> MessageOpener:
    """`accept_payment`'s; joserfc is needed by two functions only."""
    from runtime.adapters.jwe_messages import KmsMessageOpener  # noqa: PLC0415

    arns = settings(env.AcceptPaymentEnv).MESSAGE_KEY_ARNS
    return KmsMessageOpener(_client("kms", ACCEPTING), arns)


@once
def public_keys() -> PublicKeys:
    """`read_payments`'s."""
    from runtime.adapters.kms_public_keys import KmsPublicKeys  # noqa: PLC0415 - as above.

    arns = settings(env.ReadPaymentsEnv).MESSAGE_KEY_ARNS
    return KmsPublicKeys(_client("kms", ACCEPTING), arns)


@once
def cancel_payment_ports() -> CancelPaymentPorts:
    """`cancel_payment`."""
    return CancelPaymentPorts(_ledger(settings(env.CancelPaymentEnv), ACCEPTING), SystemClock())


@once
def read_payments_ports() -> ReadPaymentsPorts:
    """`read_payments`."""
    return ReadPaymentsPorts(_queries(settings(env.ReadPaymentsEnv), ACCEPTING), SystemClock())


@once
def operate_payments_ports() -> OperatePaymentsPorts:
    """`operate_payments`."""
    own = settings(env.OperatePaymentsEnv)
    ledger, queue = _ledger(own, ACCEPTING), _queue(own.NOTIFICATION_QUEUE_URL, ACCEPTING)
    told = SystemClock(), metrics(), own.TIMING, own.FOUR_EYES_ABOVE
    return OperatePaymentsPorts(ledger, _psp, _circuit, queue, *told)


@once
def list_ledger_ports() -> ListLedgerPorts:
    """`operate_payments`'s list."""
    own = settings(env.OperatePaymentsEnv)
    rows, directory = _queries(own, ACCEPTING), _directory(own, ACCEPTING)
    return ListLedgerPorts(rows, rows, directory.enrolled, SystemClock())


@once
def receive_webhook_ports() -> ReceiveWebhookPorts:
    """`receive_webhook`."""
    from runtime.adapters.stripe_webhooks import StripeWebhooks  # noqa: PLC0415 - see `_psp`.

    own = settings(env.ReceiveWebhookEnv)
    events = StripeWebhooks(_secret(own.WEBHOOK_SECRET_ARN, ACCEPTING), SystemClock())
    rows, queue = _rows(own.PAYMENTS_TABLE, ACCEPTING), _queue(own.PAYMENT_QUEUE_URL, ACCEPTING)
    return ReceiveWebhookPorts(events, rows, queue, metrics())


def circuit_breaker() -> CircuitBreaker:
    """The circuit breaker as one batch of `process_payment` knows it, read now."""
    own = settings(env.ProcessPaymentEnv)
    ports = CircuitBreakerPorts(_circuit(), SystemClock(), SystemRandom(), metrics(), own.TIMING)
    return CircuitBreaker(ports, _window())


@once
def _window() -> Window:
    """What this container's calls to the PSP came to, from batch to batch."""
    return Window()


def process_payment_ports(
    request_id: str, time_left: Callable[[], float], breaker: CircuitBreaker
) -> ProcessPaymentPorts:
    """`process_payment`, for one message.

    Raises:
        UnavailableError: the PSP's key can't be read now.
    """
    own = settings(env.ProcessPaymentEnv)
    ledger, cipher = _ledger(own, WORKING), _cipher(own.SEALING_KEY_ARN, WORKING)
    queue = _queue(own.PAYMENT_QUEUE_URL, WORKING)
    notification_queue = _queue(own.NOTIFICATION_QUEUE_URL, WORKING)
    told = SystemClock(), SystemRandom(), metrics(), own.TIMING, request_id, time_left
    permit = CallPermit(breaker)
    return ProcessPaymentPorts(ledger, _psp(), permit, cipher, queue, notification_queue, *told)


def notify_customer_ports(request_id: str) -> NotifyCustomerPorts:
    """`notify_customer`, for one invocation; no other function has Babel in its layers."""
    from runtime.adapters.babel_amounts import amount_text  # noqa: PLC0415

    own, ses = settings(env.NotifyCustomerEnv), _client("sesv2", MAILING)
    mailer = SesMailer(ses, own.SENDER_ADDRESS, own.CONFIGURATION_SET, own.TEMPLATES)
    ledger, cipher = _ledger(own, WORKING), _cipher(own.SEALING_KEY_ARN, WORKING)
    queue = _queue(own.NOTIFICATION_QUEUE_URL, WORKING)
    told = SystemClock(), SystemRandom(), metrics(), own.TIMING, request_id
    return NotifyCustomerPorts(ledger, LoggedMailer(mailer), cipher, amount_text, queue, *told)


def receive_email_event_ports(request_id: str) -> ReceiveEmailEventPorts:
    """`receive_email_event`, for one invocation."""
    own, events = settings(env.ReceiveEmailEventEnv), SesEmailEvents()
    ledger, clock, timing = _ledger(own, WORKING), SystemClock(), own.TIMING
    return ReceiveEmailEventPorts(ledger, events, clock, metrics(), timing, request_id)


def _ledger(own: env.LedgerEnv, config: Callable[[], Config]) -> Ledger:
    tables = own.PAYMENTS_TABLE, own.ENTRIES_TABLE
    return LoggedLedger(DynamoDbLedger(_client("dynamodb", config), *tables))


def _directory(own: env.DirectoryEnv, config: Callable[[], Config]) -> DynamoDbDirectory:
    return DynamoDbDirectory(_client("dynamodb", config), own.MERCHANTS_TABLE)


def _queries(own: env.LedgerEnv, config: Callable[[], Config]) -> DynamoDbOpenRows:
    tables = own.PAYMENTS_TABLE, own.ENTRIES_TABLE
    return DynamoDbOpenRows(_client("dynamodb", config), *tables)


def _rows(table: str, config: Callable[[], Config]) -> Ledger:
    return LoggedLedger(DynamoDbLedger(_client("dynamodb", config), table, ""))


def _queue(url: str, config: Callable[[], Config]) -> MessageQueue:
    return LoggedQueue(SqsMessageQueue(_client("sqs", config), url), url.rpartition("/")[2])


def _secret(arn: str, config: Callable[[], Config]) -> Callable[[], str]:
    from runtime.adapters.secrets import Secret  # noqa: PLC0415 - see `_psp`.

    return Secret(_client("secretsmanager", config), arn, SystemClock(), metrics().age).fresh


@once
def _cipher(key_arn: str, config: Callable[[], Config]) -> FieldCipher:
    # The encryption SDK takes half a second to import, and the readers need none.
    from runtime.adapters.field_cipher import SdkFieldCipher  # noqa: PLC0415

    return SdkFieldCipher(_client("kms", config), key_arn)


def _circuit() -> DynamoDbCircuit:
    from runtime.adapters.stripe_psp import StripePsp  # noqa: PLC0415 - see `_psp`.

    own = settings(env.LedgerEnv)
    return DynamoDbCircuit(_client("dynamodb", WORKING), own.PAYMENTS_TABLE, StripePsp.name)


@once
def _psp() -> Psp:
    # So does the PSP's library.
    from runtime.adapters.stripe_psp import StripePsp  # noqa: PLC0415

    own = settings(env.PspEnv)
    secret, timing = _secret(own.PSP_SECRET_ARN, WORKING), own.TIMING
    times = {"connect": timing.psp_connect, "read": timing.psp_read}
    return LoggedPsp(StripePsp(own.PSP_API_BASE, secret, livemode=own.LIVEMODE, **times))
