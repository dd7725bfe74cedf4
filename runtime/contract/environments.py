"""Which function reads which environment; no function imports this list."""

from collections.abc import Mapping
from typing import Final

from runtime.contract.env import CommonEnv
from runtime.contract.env_accepting import AcceptPaymentEnv
from runtime.contract.env_gateway import CancelPaymentEnv, ReadPaymentsEnv
from runtime.contract.env_timed import (
    DeliverEventsEnv,
    NotifyCustomerEnv,
    OperatePaymentsEnv,
    ProcessPaymentEnv,
    ReceiveEmailEventEnv,
    ReconcilePaymentsEnv,
    SweepPaymentsEnv,
)
from runtime.contract.env_untimed import (
    ExpirePayersEnv,
    ReceiveWebhookEnv,
    SignLedgerEnv,
    SweepEventsEnv,
)

ENVIRONMENTS: Final[Mapping[str, type[CommonEnv]]] = {
    "accept_payment": AcceptPaymentEnv,
    "read_payments": ReadPaymentsEnv,
    "cancel_payment": CancelPaymentEnv,
    "receive_webhook": ReceiveWebhookEnv,
    "process_payment": ProcessPaymentEnv,
    "process_dead_letter": ProcessPaymentEnv,
    "notify_customer": NotifyCustomerEnv,
    "receive_email_event": ReceiveEmailEventEnv,
    "operate_payments": OperatePaymentsEnv,
    "sweep_payments": SweepPaymentsEnv,
    "reconcile_payments": ReconcilePaymentsEnv,
    "expire_payers": ExpirePayersEnv,
    "sign_ledger": SignLedgerEnv,
    "deliver_events": DeliverEventsEnv,
    "sweep_events": SweepEventsEnv,
}
"""Handler → its environment."""
