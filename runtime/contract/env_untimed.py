"""The environments of the functions that need none of the stack's times."""

from pydantic import Json

from runtime.contract.env import BookEnv, CommonEnv, MerchantsEnv, Text
from runtime.contract.payer_days import PayerDays


class ReceiveWebhookEnv(CommonEnv):
    """`receive_webhook`: it can tell the queue, and see how a payment stands."""

    PAYMENTS_TABLE: Text
    PAYMENT_QUEUE_URL: Text
    WEBHOOK_SECRET_ARN: Text


class ExpirePayersEnv(BookEnv, MerchantsEnv):
    """`expire_payers`: it knows the ledger and the merchants' names, and can open nothing."""

    PAYER_RETENTION_DAYS: PayerDays


class SignLedgerEnv(MerchantsEnv):
    """`sign_ledger`: it reads payments by day, no entry, and writes beside the ledger."""

    PAYMENTS_TABLE: Text
    ROOTS_BUCKET: Text
    SIGNING_KEY_ARN: Text


class SweepEventsEnv(MerchantsEnv):
    """`sweep_events`: it knows who is to be told and what is due, and nothing of the ledger."""

    EVENTS_TABLE: Text
    EVENT_QUEUE_URL: Text
    EVENT_BUS: str
    """ARN of the bus that events are put on; empty: there is none."""
    SENDER_ADDRESS: Text
    CONFIGURATION_SET: Text
    MERCHANT_TEMPLATES: Json[dict[str, str]]
    """JSON object: `<language>-<what>` (`en-webhook-paused`) → SES template name."""
