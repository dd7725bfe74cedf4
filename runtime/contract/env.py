"""The environment of each function, read once into a frozen model.

A component sets exactly these names (the contract test holds both sides together);
a missing or wrong one stops the function with the name and never with the value.
"""

import os
from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, Json

from runtime.contract.settings import PayerDays, Throttle
from runtime.contract.timing import Timing

Text = Annotated[str, Field(min_length=1)]


class LogEnv(BaseModel):
    """How much is logged."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    LOGGED_PAYMENTS: Annotated[int, Field(ge=0, le=100)] = 100
    """Of a hundred payments, of how many each good step is a line."""


class CommonEnv(LogEnv):
    """What every function has: beside that the names that Powertools reads."""

    POWERTOOLS_SERVICE_NAME: Text
    POWERTOOLS_METRICS_NAMESPACE: Text
    POWERTOOLS_LOG_LEVEL: Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class LedgerEnv(CommonEnv):
    """The two tables."""

    PAYMENTS_TABLE: Text
    ENTRIES_TABLE: Text


class DirectoryEnv(LedgerEnv):
    """Beside the ledger, the directory of merchants and their app clients."""

    MERCHANTS_TABLE: Text


class MessageKeysEnv(CommonEnv):
    """The keys that merchants encrypt for."""

    MESSAGE_KEY_ARNS: Json[Annotated[list[Text], Field(min_length=1, max_length=2)]]
    """JSON array; the first is the one to use."""


class CallersEnv(DirectoryEnv):
    """The gateway's functions: whom they let in, and how often."""

    MERCHANT_LIMIT: Json[Throttle]
    """Of a merchant's calls, where the directory has none of its own."""


class ReadPaymentsEnv(CallersEnv, MessageKeysEnv):
    """`read_payments`."""


class CancelPaymentEnv(CallersEnv):
    """`cancel_payment`."""


class AcceptPaymentEnv(CallersEnv, MessageKeysEnv):
    """`accept_payment`."""

    PAYMENT_QUEUE_URL: Text
    SEALING_KEY_ARN: Text
    CURRENCIES: Json[list[str]]
    """JSON array of lower-case ISO 4217 codes that this stack accepts."""
    LIVEMODE: bool
    TIMING: Json[Timing]


class ReceiveWebhookEnv(CommonEnv):
    """`receive_webhook`: it can tell the queue, and see how a payment stands."""

    PAYMENTS_TABLE: Text
    PAYMENT_QUEUE_URL: Text
    WEBHOOK_SECRET_ARN: Text


class PspEnv(CommonEnv):
    """The way to the PSP."""

    PSP_SECRET_ARN: Text
    PSP_API_BASE: Text
    """`https://api.stripe.com`; the local PSP's address on the local stack."""
    LIVEMODE: bool
    TIMING: Json[Timing]


class ProcessPaymentEnv(LedgerEnv, PspEnv):
    """`process_payment` and `process_dead_letter`."""

    PAYMENT_QUEUE_URL: Text
    NOTIFICATION_QUEUE_URL: Text
    SEALING_KEY_ARN: Text


class OperatePaymentsEnv(DirectoryEnv, PspEnv):
    """`operate_payments`."""

    NOTIFICATION_QUEUE_URL: Text
    FOUR_EYES_ABOVE: Json[dict[str, Annotated[int, Field(ge=0)]]]
    """JSON object: currency → minor units that one person resolves alone; empty: any."""


class NotifyCustomerEnv(LedgerEnv):
    """`notify_customer`."""

    NOTIFICATION_QUEUE_URL: Text
    SEALING_KEY_ARN: Text
    SENDER_ADDRESS: Text
    CONFIGURATION_SET: Text
    TEMPLATES: Json[dict[str, str]]
    """JSON object: `<language>-<outcome>` (`en-succeeded`, `pt-failed`, …) → SES template name."""
    TIMING: Json[Timing]


class ReceiveEmailEventEnv(LedgerEnv):
    """`receive_email_event`: it knows the ledger, and can send and open nothing."""

    TIMING: Json[Timing]


class ReconcilePaymentsEnv(DirectoryEnv, PspEnv):
    """`reconcile_payments`: it reads both books and writes neither."""

    PAYMENT_QUEUE_URL: Text


class ExpirePayersEnv(DirectoryEnv):
    """`expire_payers`: it knows the ledger and the merchants' names, and can open nothing."""

    PAYER_RETENTION_DAYS: PayerDays


class SweepPaymentsEnv(CommonEnv):
    """`sweep_payments`: it never touches an entry."""

    PAYMENTS_TABLE: Text
    PAYMENT_QUEUE_URL: Text
    NOTIFICATION_QUEUE_URL: Text
    TIMING: Json[Timing]


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
}
"""Handler → its environment."""

EnvT = TypeVar("EnvT", bound=LogEnv)


def read_environment(model: type[EnvT]) -> EnvT:
    """The function's environment as `model`.

    Raises:
        pydantic.ValidationError: naming each variable that is missing or wrong.
    """
    return model.model_validate(dict(os.environ))
