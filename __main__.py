"""Tillstack: one stack of the payment system; docs/architecture.md draws how its parts join."""

import gc

gc.disable()  # The collector would take a third of a run that is over within seconds.

import components as c
import stack_settings

settings = stack_settings.read_settings()
context = c.context_of(settings)
keys = c.Keys("keys", c.KeysArgs(context=context, settings=settings))
alarms = c.AlarmTopic("alarms", c.AlarmTopicArgs(context=context, keys=keys, settings=settings))
layers, mail_layers = c.with_dependencies("dependencies", context, settings)
defaults = c.StackDefaults(
    context=context,
    settings=settings,
    keys=keys.arns,
    alarm_topic_arn=alarms.topic_arn,
    layers=layers,
    mail_layers=mail_layers,
)
c.with_pager("pager", defaults, settings)
c.with_chat("chat", defaults)
message_keys = c.MessageKeys("message-keys", c.MessageKeysArgs(defaults=defaults))
signing_key = c.SigningKey("signing-key", c.SigningKeyArgs(context=context))
defaults = c.with_network("network", defaults, message_keys, signing_key)
table = c.EventTable("event-table", c.EventTableArgs(defaults=defaults))
ledger = c.LedgerTable("ledger", c.LedgerTableArgs(defaults=defaults, events=table))
queue = c.PaymentQueue("payments", c.PaymentQueueArgs(defaults=defaults))
psp = c.PspSecret("psp", c.PspSecretArgs(defaults=defaults, settings=settings))
directory = c.MerchantDirectory("directory", c.MerchantDirectoryArgs(defaults=defaults))
core = c.PaymentCore(
    defaults=defaults, keys=keys, ledger=ledger, queue=queue, psp=psp, directory=directory
)
notifier = c.Notifier("notifier", c.NotifierArgs(core=core))
webhook_key = c.WebhookKey("webhook-key", c.WebhookKeyArgs(context=context))
events = c.with_merchant_events("events", core, table, webhook_key, notifier)
work = c.BatchProcessorArgs(core=core, notifier=notifier, events=events)
processor = c.BatchProcessor("processor", work)
options = c.with_fleet("workers", core, processor) | c.with_event_bus("bus", core, events)
sweeper = c.Sweeper("sweeper", c.SweeperArgs(core=core, notifier=notifier))
reconciler = c.Reconciler("reconciler", c.ReconcilerArgs(core=core))
retention = c.PayerRetention("payer-retention", c.PayerRetentionArgs(core=core))
roots = c.LedgerRoots("roots", c.LedgerRootsArgs(core=core, signing_key=signing_key))
merchants = c.MerchantClients("merchants", c.MerchantClientsArgs(defaults=defaults))
api = c.ApiFunctions("api", c.ApiFunctionsArgs(core=core, message_keys=message_keys))
operators = c.OperatorApi("operators", c.OperatorApiArgs(core=core, notifier=notifier))
c.SealingLock("sealing-lock", c.SealingLockArgs(context=context, keys=keys))
behind_gateway = [*api.functions, *operators.functions]
args = c.SecureGatewayArgs(defaults=defaults, merchants=merchants, functions=behind_gateway)
gateway = c.SecureGateway("gateway", args)
c.Monitoring("monitoring", c.MonitoringArgs(defaults=defaults))
timed = [*sweeper.functions, *reconciler.functions, *retention.functions, *roots.functions]
functions = [*behind_gateway, *processor.functions, *notifier.functions, *events.functions, *timed]
c.with_audit_trail("audit", core, functions, [roots.bucket_arn])
exports = gateway.exports | merchants.exports | directory.exports | ledger.exports
exports |= queue.exports | notifier.exports | roots.exports | events.exports | options
c.export(exports, functions)
