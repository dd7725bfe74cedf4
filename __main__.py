"""Tillstack: one stack of the payment system.

merchant ─► SecureGateway ─► accept_payment ──┬─► LedgerTable
                                              └─► PaymentQueue ─► BatchProcessor ─► PSP
PSP ─► SecureGateway ─► receive_webhook ──────────────┘
payer ◄─ SES ◄─► Notifier ◄───────────────────────────────────────────┘
operator ─► SecureGateway ─► OperatorApi ─► LedgerTable, Notifier, PSP
Sweeper (every minute): whatever stands still in the ledger goes to its queue again.
Reconciler (every day): does the PSP's book say what the ledger says?
"""

import pulumi

import stack_settings
from components import FunctionDefaults, context_of
from components.alarms import Alarms, AlarmsArgs
from components.api_functions import ApiFunctions, ApiFunctionsArgs
from components.batch_processor import BatchProcessor, BatchProcessorArgs
from components.dependencies import Dependencies, DependenciesArgs
from components.keys import Keys, KeysArgs
from components.ledger_table import LedgerTable, LedgerTableArgs
from components.merchant_clients import MerchantClients, MerchantClientsArgs
from components.notifier import Notifier, NotifierArgs
from components.operator_api import OperatorApi, OperatorApiArgs
from components.payment_queue import PaymentQueue, PaymentQueueArgs
from components.psp_secret import PspSecret, PspSecretArgs, WriteOnly
from components.reconciler import Reconciler, ReconcilerArgs
from components.secure_gateway import SecureGateway, SecureGatewayArgs
from components.sweeper import Sweeper, SweeperArgs
from runtime.contract.schema_versions import SCHEMA_VERSIONS

settings = stack_settings.read_settings()
context = context_of(settings)
keys = Keys("keys", KeysArgs(context))
layers = []
if settings.dependency_layer:
    layers = [Dependencies("dependencies", DependenciesArgs(context)).layer_arn]
defaults = FunctionDefaults(context, keys.arns, layers, settings.timing_json, settings.livemode)

ledger = LedgerTable("ledger", LedgerTableArgs(context, keys.data_arn, settings.ledger_suffix))
tables = ledger.tables
consumer_seconds = settings.processor.timeout_seconds
queue = PaymentQueue("payments", PaymentQueueArgs(context, keys.queue_arn, consumer_seconds))
merchants = MerchantClients("merchants", MerchantClientsArgs(context, settings.merchants))
psp_key = WriteOnly(settings.psp_key.get_secret_value(), settings.psp_key_version)
webhook = WriteOnly(settings.webhook_secrets_json, settings.webhook_secrets_version)
psp = PspSecret(
    "psp", PspSecretArgs(context, keys.data_arn, psp_key, settings.psp_api_base, webhook)
)

notifier = Notifier("notifier", NotifierArgs(defaults, tables, settings.sender_address))
ledger.grant_notify_customer(notifier.notify_customer)
ledger.grant_receive_email_event(notifier.receive_email_event)
keys.grant_open_customer(notifier.notify_customer)

processor = BatchProcessor(
    "processor",
    BatchProcessorArgs(defaults, tables, queue.refs, notifier.refs, psp.access, settings.processor),
)
for function in (processor.process_payment, processor.process_dead_letter):
    ledger.grant_process_payment(function)
    queue.grant_send(function)
    notifier.grant_send(function)
    psp.grant_read(function)
    keys.grant_open_payment_method(function)

sweeper = Sweeper("sweeper", SweeperArgs(defaults, tables.payments, queue.refs, notifier.refs))
ledger.grant_sweep_payments(sweeper.sweep_payments)
queue.grant_send(sweeper.sweep_payments)
queue.grant_measure(sweeper.sweep_payments)
notifier.grant_send(sweeper.sweep_payments)

reconciler = Reconciler(
    "reconciler",
    ReconcilerArgs(defaults, tables.payments, queue.refs, psp.access, settings.merchants),
)
ledger.grant_reconcile_payments(reconciler.reconcile_payments)
psp.grant_read(reconciler.reconcile_payments)
queue.grant_send(reconciler.reconcile_payments)

api = ApiFunctions(
    "api",
    ApiFunctionsArgs(defaults, tables, queue.refs, merchants.clients, psp.access, settings),
)
ledger.grant_accept_payment(api.accept_payment)
queue.grant_send(api.accept_payment)
keys.grant_seal(api.accept_payment)
ledger.grant_read_payments(api.read_payments)
ledger.grant_cancel_payment(api.cancel_payment)
queue.grant_send(api.receive_webhook)
psp.grant_verify(api.receive_webhook)

operators = OperatorApi("operators", OperatorApiArgs(defaults, tables, notifier.refs, psp.access))
ledger.grant_operate_payments(operators.operate_payments)
notifier.grant_send(operators.operate_payments)
psp.grant_read(operators.operate_payments)

handlers = {**api.by_handler, "operate_payments": operators.operate_payments}
gateway = SecureGateway(
    "gateway",
    SecureGatewayArgs(context, keys.logs_arn, handlers, merchants.user_pool_arn, settings),
)
mail = {"notifications": notifier.refs, "email-events": notifier.email_events}
queues = {"payments": queue.refs, **mail}
functions = [
    *handlers.values(),
    processor.process_payment,
    processor.process_dead_letter,
    notifier.notify_customer,
    notifier.receive_email_event,
    sweeper.sweep_payments,
    reconciler.reconcile_payments,
]
alerts = keys.alerts_arn, settings.alarm_email
Alarms(
    "alarms",
    AlarmsArgs(context, *alerts, queues, functions, gateway.dimensions, psp.access),
)

for export, value in {
    "gateway_url": gateway.url,
    **merchants.exports,
    "payments_table": tables.payments,
    "entries_table": tables.entries,
    **queue.refs.exports("payment"),
    **notifier.exports,
    "functions": {each.handler: each.service for each in functions},
    "schema_versions": SCHEMA_VERSIONS,
}.items():
    pulumi.export(export, value)
