"""Tillstack: one stack of the payment system.

merchant ─► SecureGateway ─► receive_payment ─┬─► LedgerTable
                                              └─► PaymentQueue ─► BatchProcessor ─► PSP
payer ◄─ SES ◄─ Notifier ◄────────────────────────────────────────────┘
Sweeper (every minute): whatever stands still in the ledger goes to its queue again.
"""

import json

import pulumi

import stack_settings
from components import SCHEMA_VERSIONS, Place
from components.alarms import Alarms, AlarmsArgs
from components.api_functions import ApiFunctions, ApiFunctionsArgs
from components.batch_processor import BatchProcessor, BatchProcessorArgs
from components.dependencies import Dependencies, DependenciesArgs
from components.keys import Keys, KeysArgs
from components.ledger_table import LedgerTable, LedgerTableArgs
from components.merchant_clients import MerchantClients, MerchantClientsArgs
from components.notifier import Notifier, NotifierArgs
from components.payment_queue import PaymentQueue, PaymentQueueArgs
from components.psp_secret import PspSecret, PspSecretArgs
from components.secure_gateway import SecureGateway, SecureGatewayArgs
from components.sweeper import Sweeper, SweeperArgs

settings = stack_settings.read()
place = Place(
    project=pulumi.get_project(),
    stack=pulumi.get_stack(),
    account=settings.account,
    region=settings.region,
    owner=settings.owner,
    log_retention_days=settings.log_retention_days,
)

layers = (
    [Dependencies("dependencies", DependenciesArgs(place=place)).layer_arn]
    if settings.dependency_layer
    else []
)
keys = Keys("keys", KeysArgs(place=place, protect=settings.protect))
ledger = LedgerTable(
    "ledger", LedgerTableArgs(place=place, key_arn=keys.data_arn, protect=settings.protect)
)
queue = PaymentQueue(
    "payments",
    PaymentQueueArgs(
        place=place,
        key_arn=keys.queue_arn,
        consumer_timeout_seconds=settings.processor.timeout_seconds,
    ),
)
psp = PspSecret(
    "psp",
    PspSecretArgs(
        place=place,
        api_key=settings.psp_key.get_secret_value(),
        version=settings.psp_key_version,
        key_arn=keys.data_arn,
        protect=settings.protect,
    ),
)
merchants = MerchantClients(
    "merchants",
    MerchantClientsArgs(place=place, merchants=settings.merchants, protect=settings.protect),
)

notifier = Notifier(
    "notifier",
    NotifierArgs(
        place=place,
        sender_address=settings.sender_address,
        payments_table=ledger.payments_table,
        entries_table=ledger.entries_table,
        timing=settings.timing_json,
        layers=layers,
        keys=keys.arns,
    ),
)
ledger.grant_notify(notifier.function)
keys.grant_open_customer(notifier.function)

processor = BatchProcessor(
    "processor",
    BatchProcessorArgs(
        place=place,
        queue_arn=queue.arn,
        payments_table=ledger.payments_table,
        entries_table=ledger.entries_table,
        payment_queue_url=queue.url,
        notification_queue_url=notifier.queue_url,
        psp_secret_arn=psp.arn,
        psp_api_base=settings.psp_api_base,
        livemode=settings.livemode,
        timing=settings.timing_json,
        memory_mb=settings.processor.memory_mb,
        timeout_seconds=settings.processor.timeout_seconds,
        maximum_concurrency=settings.processor.maximum_concurrency,
        layers=layers,
        keys=keys.arns,
    ),
)
ledger.grant_process(processor.function)
queue.grant_send(processor.function)
notifier.grant_send(processor.function)
psp.grant_read(processor.function)
keys.grant_open_payment_method(processor.function)

sweeper = Sweeper(
    "sweeper",
    SweeperArgs(
        place=place,
        payments_table=ledger.payments_table,
        payment_queue_url=queue.url,
        notification_queue_url=notifier.queue_url,
        timing=settings.timing_json,
        layers=layers,
        keys=keys.arns,
    ),
)
ledger.grant_sweep(sweeper.function)
queue.grant_send(sweeper.function)
queue.grant_measure(sweeper.function)
notifier.grant_send(sweeper.function)

api = ApiFunctions(
    "api",
    ApiFunctionsArgs(
        place=place,
        payments_table=ledger.payments_table,
        entries_table=ledger.entries_table,
        merchants=merchants.merchants_json,
        payment_queue_url=queue.url,
        currencies=json.dumps(settings.currencies),
        livemode=settings.livemode,
        timing=settings.timing_json,
        rate=settings.throttle.rate,
        burst=settings.throttle.burst,
        layers=layers,
        keys=keys.arns,
    ),
)
ledger.grant_accept(api.receive)
queue.grant_send(api.receive)
keys.grant_seal(api.receive)
ledger.grant_read(api.read)
ledger.grant_cancel(api.cancel)

gateway = SecureGateway(
    "gateway",
    SecureGatewayArgs(
        place=place,
        functions=api.by_handler,
        user_pool_arn=merchants.user_pool_arn,
        rate=settings.throttle.rate,
        burst=settings.throttle.burst,
        firewall_rate_limit=settings.waf_rate_limit,
        logs_key_arn=keys.logs_arn,
        owns_account=settings.owns_api_gateway_account,
        domain_name=settings.domain.name if settings.domain else None,
        certificate_arn=settings.domain.certificate_arn if settings.domain else None,
    ),
)
functions = {
    **{handler: function.service for handler, function in api.by_handler.items()},
    "process_payments": processor.function.service,
    "notify_customer": notifier.function.service,
    "sweep_payments": sweeper.function.service,
}
Alarms(
    "alarms",
    AlarmsArgs(
        place=place,
        key_arn=keys.alerts_arn,
        email=settings.alarm_email,
        queues={"payments": queue.queue_name, "notifications": notifier.queue_name},
        dead_letters={
            "payments": queue.dead_letter_name,
            "notifications": notifier.dead_letter_name,
        },
        functions=functions,
        api_name=gateway.api_name,
        stage_name=gateway.stage_name,
    ),
)

for export, value in {
    "gateway_url": gateway.url,
    "token_url": merchants.token_url,
    "user_pool_id": merchants.user_pool_id,
    "clients": merchants.clients,
    "client_secrets": merchants.client_secrets,
    "payments_table": ledger.payments_table,
    "entries_table": ledger.entries_table,
    "payment_queue_url": queue.url,
    "payment_dead_letter_url": queue.dead_letter_url,
    "notification_queue_url": notifier.queue_url,
    "notification_dead_letter_url": notifier.dead_letter_url,
    "functions": functions,
    "schema_versions": SCHEMA_VERSIONS,
}.items():
    pulumi.export(export, value)
