"""The environments of the functions that keep to the stack's times, but for the gateway's."""

from typing import Annotated

from pydantic import Field, Json

from runtime.contract.env import BookEnv, CommonEnv, DirectoryEnv, LedgerEnv, MerchantsEnv, Text
from runtime.contract.timing import Timing


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
    EVENT_QUEUE_URL: Text
    SEALING_KEY_ARN: Text


class WorkerEnv(ProcessPaymentEnv):
    """The worker: the processor's, and how it works on many payments."""

    IN_FLIGHT: Annotated[int, Field(ge=1, le=10)] = 10
    """Payments at a time: at most as many as a connection pool of the SDK holds, or a batch."""
    HEALTH_FILE: Text
    """Touched as long as the worker looks for messages."""


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


class ReconcilePaymentsEnv(BookEnv, MerchantsEnv, PspEnv):
    """`reconcile_payments`: it reads both books and writes neither, so nothing becomes due."""

    PAYMENT_QUEUE_URL: Text


class SweepPaymentsEnv(CommonEnv):
    """`sweep_payments`: it never touches an entry."""

    PAYMENTS_TABLE: Text
    PAYMENT_QUEUE_URL: Text
    NOTIFICATION_QUEUE_URL: Text
    TIMING: Json[Timing]


class DeliverEventsEnv(DirectoryEnv):
    """`deliver_events`: it reads the ledger, and nothing that is sealed."""

    WEBHOOK_KEY_ARN: Text
    EVENT_BUS: str
    """ARN of the bus that events are put on; empty: there is none."""
    WEBHOOKS_TO_LOOPBACK: str
    """On a local stack: the file, in PEM, that vouches for endpoints on this very machine, which
    may be called then; empty: they may not."""
    TIMING: Json[Timing]
