"""The one place that joins ports to adapters; each thing once, when asked.

What one function alone needs is imported where it is joined: no cold start imports another's.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.config import Config

from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.adapters.metrics import EmfMetrics
from runtime.adapters.sqs_message_queue import SqsMessageQueue
from runtime.adapters.system import SystemClock
from runtime.aws_clients import ACCEPTING, WORKING, once
from runtime.aws_clients import client as _client
from runtime.contract import env
from runtime.domain.ports import FieldCipher, Ledger, MessageQueue
from runtime.step_log.counts import CountedCipher, CountedLedger, CountedOpener
from runtime.step_log.message_queue import LoggedQueue

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from runtime.adapters.dynamodb_circuit import DynamoDbCircuit
    from runtime.adapters.dynamodb_directory import DynamoDbDirectory
    from runtime.adapters.dynamodb_open_rows import DynamoDbOpenRows
    from runtime.domain.messages import MessageOpener, PublicKeys
    from runtime.domain.psp import Psp
    from runtime.domain.signed_request import RequestSignatures
    from runtime.domain.state_machine import Change
    from runtime.use_cases.accept_payment import AcceptPaymentPorts
    from runtime.use_cases.cancel_payment import CancelPaymentPorts
    from runtime.use_cases.know_caller import Callers
    from runtime.use_cases.list_ledger import ListLedgerPorts
    from runtime.use_cases.read_ledger import OperatePaymentsPorts
    from runtime.use_cases.read_payments import ReadPaymentsPorts
    from runtime.use_cases.receive_webhook import ReceiveWebhookPorts

settings = once(env.read_environment)
"""The function's environment, read once."""


@once
def metrics() -> EmfMetrics:
    """This function's counters."""
    common = settings(env.CommonEnv)
    return EmfMetrics(common.POWERTOOLS_METRICS_NAMESPACE, common.POWERTOOLS_SERVICE_NAME)


@once
def callers() -> "Callers":
    """Whoever has called this container, as it knows them."""
    from runtime.contract.env_gateway import CallersEnv
    from runtime.use_cases.know_caller import Callers

    own = settings(CallersEnv)
    directory = _directory(own, ACCEPTING)
    return Callers(directory, SystemClock(), metrics(), own.MERCHANT_LIMIT, request_signatures)


@once
def request_signatures() -> "RequestSignatures":
    """For the clients that sign: what reads signatures is a tenth of a cold start without them."""
    from runtime.adapters.http_signatures import HttpSignatures

    return HttpSignatures(SystemClock())


@once
def accept_payment_ports() -> "AcceptPaymentPorts":
    """`accept_payment`."""
    from runtime.contract.env_accepting import AcceptPaymentEnv
    from runtime.use_cases.accept_payment import AcceptPaymentPorts
    from runtime.use_cases.sent_messages import SentMessages

    own = settings(AcceptPaymentEnv)
    ledger, queue = _ledger(own, ACCEPTING), _queue(own.PAYMENT_QUEUE_URL, ACCEPTING)
    # Nothing is accepted without being sealed: what does it is made before the first payment comes.
    _sdk_cipher(_client("kms", ACCEPTING), own.SEALING_KEY_ARN)
    cipher, clock = _cipher(own.SEALING_KEY_ARN, ACCEPTING), SystemClock()
    told = clock, metrics(), own.TIMING, own.LIVEMODE, own.EVENT_BUS != ""
    return AcceptPaymentPorts(ledger, queue, cipher, *told, SentMessages())


@once
def message_opener() -> "MessageOpener":
    """`accept_payment`'s; joserfc is needed by two functions only."""
    from runtime.adapters.jwe_messages import KmsMessageOpener
    from runtime.contract.env_accepting import AcceptPaymentEnv

    arns = settings(AcceptPaymentEnv).MESSAGE_KEY_ARNS
    return CountedOpener(KmsMessageOpener(_client("kms", ACCEPTING), arns), metrics())


@once
def public_keys() -> "PublicKeys":
    """`read_payments`'s."""
    from runtime.adapters.kms_public_keys import KmsPublicKeys
    from runtime.contract.env_gateway import ReadPaymentsEnv

    arns = settings(ReadPaymentsEnv).MESSAGE_KEY_ARNS
    return KmsPublicKeys(_client("kms", ACCEPTING), arns)


@once
def cancel_payment_ports() -> "CancelPaymentPorts":
    """`cancel_payment`."""
    from runtime.contract.env_gateway import CancelPaymentEnv
    from runtime.use_cases.cancel_payment import CancelPaymentPorts

    return CancelPaymentPorts(_ledger(settings(CancelPaymentEnv), ACCEPTING), SystemClock())


@once
def read_payments_ports() -> "ReadPaymentsPorts":
    """`read_payments`."""
    from runtime.adapters.dynamodb_told_events import DynamoDbToldEvents
    from runtime.contract.env_gateway import ReadPaymentsEnv
    from runtime.use_cases.read_payments import ReadPaymentsPorts

    own = settings(ReadPaymentsEnv)
    told = DynamoDbToldEvents(_client("dynamodb", ACCEPTING), own.EVENTS_TABLE)
    return ReadPaymentsPorts(_queries(own, ACCEPTING, sealed=False), told, SystemClock())


@once
def operate_payments_ports() -> "OperatePaymentsPorts":
    """`operate_payments`."""
    from runtime.contract.env_timed import OperatePaymentsEnv
    from runtime.use_cases.read_ledger import OperatePaymentsPorts

    own = settings(OperatePaymentsEnv)
    ledger, queue = _ledger(own, ACCEPTING), _queue(own.NOTIFICATION_QUEUE_URL, ACCEPTING)
    told = SystemClock(), metrics(), own.TIMING, own.FOUR_EYES_ABOVE
    return OperatePaymentsPorts(ledger, _psp, _circuit, queue, *told)


@once
def list_ledger_ports() -> "ListLedgerPorts":
    """`operate_payments`'s list."""
    from runtime.contract.env_timed import OperatePaymentsEnv
    from runtime.use_cases.list_ledger import ListLedgerPorts

    own = settings(OperatePaymentsEnv)
    rows, directory = _queries(own, ACCEPTING, sealed=False), _directory(own, ACCEPTING)
    return ListLedgerPorts(rows, rows, directory.enrolled, SystemClock())


@once
def receive_webhook_ports() -> "ReceiveWebhookPorts":
    """`receive_webhook`."""
    from runtime.adapters.stripe_webhooks import StripeWebhooks
    from runtime.contract.env_untimed import ReceiveWebhookEnv
    from runtime.use_cases.receive_webhook import ReceiveWebhookPorts

    own = settings(ReceiveWebhookEnv)
    events = StripeWebhooks(_secret(own.WEBHOOK_SECRET_ARN, ACCEPTING), SystemClock())
    rows = _rows(own.PAYMENTS_TABLE, ACCEPTING, sealed=False)
    queue = _queue(own.PAYMENT_QUEUE_URL, ACCEPTING)
    return ReceiveWebhookPorts(events, rows, queue, metrics())


def _ledger(own: env.LedgerEnv, config: Callable[[], Config]) -> Ledger:
    return _rows(own.PAYMENTS_TABLE, config, own.ENTRIES_TABLE, own.EVENTS_TABLE, sealed=True)


def _directory(own: env.MerchantsEnv, config: Callable[[], Config]) -> "DynamoDbDirectory":
    from runtime.adapters.dynamodb_directory import DynamoDbDirectory

    return DynamoDbDirectory(_client("dynamodb", config), own.MERCHANTS_TABLE)


def _queries(own: env.BookEnv, config: Callable[[], Config], *, sealed: bool) -> "DynamoDbOpenRows":
    from runtime.adapters.dynamodb_open_rows import DynamoDbOpenRows

    tables = own.PAYMENTS_TABLE, own.ENTRIES_TABLE
    return DynamoDbOpenRows(_client("dynamodb", config), *tables, sealed=sealed)


def _rows(
    table: str, config: Callable[[], Config], entries: str = "", events: str = "", *, sealed: bool
) -> Ledger:
    dynamodb = _client("dynamodb", config)
    due_puts = partial(_due_puts, events)
    ledger = DynamoDbLedger(dynamodb, table, entries, due_puts=due_puts, sealed=sealed)
    return CountedLedger(ledger, metrics(), SystemClock())


def _due_puts(table: str, change: "Change") -> "Sequence[TransactWriteItemTypeDef]":
    # Whoever has no bus and only merchants without an endpoint never imports this.
    from runtime.adapters.dynamodb_events import due_puts
    from runtime.domain.events import due_events, unpublished_events

    return due_puts(table, due_events(change), unpublished_events(change))


def _queue(url: str, config: Callable[[], Config]) -> MessageQueue:
    return LoggedQueue(SqsMessageQueue(_client("sqs", config), url), url.rpartition("/")[2])


def _secret(arn: str, config: Callable[[], Config]) -> Callable[[], str]:
    from runtime.adapters.secrets import Secret

    return Secret(_client("secretsmanager", config), arn, SystemClock(), metrics().age).fresh


@once
def _cipher(key_arn: str, config: Callable[[], Config]) -> FieldCipher:
    return CountedCipher(partial(_sdk_cipher, _client("kms", config), key_arn), metrics())


@once
def _sdk_cipher(client: Any, key_arn: str) -> FieldCipher:
    # The encryption SDK is a quarter of what a processor imports, and looking at a payment that is
    # with the PSP, or at one that nobody could process, needs none.
    from runtime.adapters.field_cipher import SdkFieldCipher

    return SdkFieldCipher(client, key_arn)


def _circuit() -> "DynamoDbCircuit":
    from runtime.adapters.dynamodb_circuit import DynamoDbCircuit
    from runtime.adapters.stripe_psp import StripePsp

    own = settings(env.BookEnv)
    return DynamoDbCircuit(_client("dynamodb", WORKING), own.PAYMENTS_TABLE, StripePsp.name)


@once
def _psp() -> "Psp":
    # So does the PSP's library.
    from runtime.adapters.stripe_psp import StripePsp
    from runtime.contract.env_timed import PspEnv
    from runtime.step_log.psp import LoggedPsp

    own = settings(PspEnv)
    secret, timing = _secret(own.PSP_SECRET_ARN, WORKING), own.TIMING
    times = {"connect": timing.psp_connect, "read": timing.psp_read}
    return LoggedPsp(StripePsp(own.PSP_API_BASE, secret, livemode=own.LIVEMODE, **times))
