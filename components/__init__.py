"""What we deploy: one file per component."""

from components.alarm_topic import AlarmTopic, AlarmTopicArgs
from components.api_functions import ApiFunctions, ApiFunctionsArgs
from components.audit_trail import AuditTrail, AuditTrailArgs, with_audit_trail
from components.batch_processor import BatchProcessor, BatchProcessorArgs
from components.chat import Chat, ChatArgs, with_chat
from components.core import PaymentCore
from components.dependencies import Dependencies, DependenciesArgs, with_dependencies
from components.event_bus import EventBus, EventBusArgs, with_event_bus
from components.event_table import EventTable, EventTableArgs
from components.keys import Keys, KeysArgs
from components.ledger_roots import LedgerRoots, LedgerRootsArgs
from components.ledger_table import LedgerTable, LedgerTableArgs
from components.lib.context import StackContext
from components.lib.outputs import StackDefaults
from components.lib.preflight import context_of
from components.merchant_clients import MerchantClients, MerchantClientsArgs
from components.merchant_directory import MerchantDirectory, MerchantDirectoryArgs
from components.merchant_events import MerchantEvents, MerchantEventsArgs, with_merchant_events
from components.message_keys import MessageKeys, MessageKeysArgs
from components.monitoring import Monitoring, MonitoringArgs
from components.notifier import Notifier, NotifierArgs
from components.operator_api import OperatorApi, OperatorApiArgs
from components.pager import Pager, PagerArgs, with_pager
from components.parts.exports import export
from components.payer_retention import PayerRetention, PayerRetentionArgs
from components.payment_queue import PaymentQueue, PaymentQueueArgs
from components.private_network import PrivateNetwork, PrivateNetworkArgs, with_network
from components.psp_secret import PspSecret, PspSecretArgs
from components.reconciler import Reconciler, ReconcilerArgs
from components.sealing_lock import SealingLock, SealingLockArgs
from components.secure_gateway import SecureGateway, SecureGatewayArgs
from components.signing_key import SigningKey, SigningKeyArgs
from components.sweeper import Sweeper, SweeperArgs
from components.webhook_key import WebhookKey, WebhookKeyArgs
from components.worker_fleet import WorkerFleet, WorkerFleetArgs, with_fleet

__all__ = [
    "AlarmTopic",
    "AlarmTopicArgs",
    "ApiFunctions",
    "ApiFunctionsArgs",
    "AuditTrail",
    "AuditTrailArgs",
    "BatchProcessor",
    "BatchProcessorArgs",
    "Chat",
    "ChatArgs",
    "Dependencies",
    "DependenciesArgs",
    "EventBus",
    "EventBusArgs",
    "EventTable",
    "EventTableArgs",
    "Keys",
    "KeysArgs",
    "LedgerRoots",
    "LedgerRootsArgs",
    "LedgerTable",
    "LedgerTableArgs",
    "MerchantClients",
    "MerchantClientsArgs",
    "MerchantDirectory",
    "MerchantDirectoryArgs",
    "MerchantEvents",
    "MerchantEventsArgs",
    "MessageKeys",
    "MessageKeysArgs",
    "Monitoring",
    "MonitoringArgs",
    "Notifier",
    "NotifierArgs",
    "OperatorApi",
    "OperatorApiArgs",
    "Pager",
    "PagerArgs",
    "PayerRetention",
    "PayerRetentionArgs",
    "PaymentCore",
    "PaymentQueue",
    "PaymentQueueArgs",
    "PrivateNetwork",
    "PrivateNetworkArgs",
    "PspSecret",
    "PspSecretArgs",
    "Reconciler",
    "ReconcilerArgs",
    "SealingLock",
    "SealingLockArgs",
    "SecureGateway",
    "SecureGatewayArgs",
    "SigningKey",
    "SigningKeyArgs",
    "StackContext",
    "StackDefaults",
    "Sweeper",
    "SweeperArgs",
    "WebhookKey",
    "WebhookKeyArgs",
    "WorkerFleet",
    "WorkerFleetArgs",
    "context_of",
    "export",
    "with_audit_trail",
    "with_chat",
    "with_dependencies",
    "with_event_bus",
    "with_fleet",
    "with_merchant_events",
    "with_network",
    "with_pager",
]
