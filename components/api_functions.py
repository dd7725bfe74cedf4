"""The four functions behind the gateway."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.core import PaymentCore
from components.message_keys import MessageKeys
from components.parts.function import PackagedFunction
from components.parts.gateway_function import gateway_function


@dataclass(frozen=True)
class ApiFunctionsArgs:
    """Whose payments, what a request may ask for, and what the gateway lets through."""

    core: PaymentCore
    message_keys: MessageKeys


class ApiFunctions(pulumi.ComponentResource):
    """Accept, read, cancel, receive webhooks: each with a role of its own, so reading can't write.

    Creates: the functions `accept_payment`, `read_payments`, `cancel_payment`, `receive_webhook`.
    Guarantees: snapshots for a quick start, more reserved concurrency than the gateway lets in.
    """

    accept_payment: PackagedFunction
    read_payments: PackagedFunction
    cancel_payment: PackagedFunction
    receive_webhook: PackagedFunction

    def __init__(
        self, name: str, args: ApiFunctionsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:ApiFunctions", name, None, opts)
        self._name = name
        self._args = args
        ledger: dict[str, pulumi.Input[str]] = {
            **args.core.ledger.tables.environment,
            **args.core.directory.environment,
            "MERCHANT_LIMIT": args.core.settings.merchant_limit_json,
        }
        accept = {
            "PAYMENT_QUEUE_URL": args.core.queue.refs.url,
            "SEALING_KEY_ARN": args.core.defaults.keys.sealing,
            "CURRENCIES": json.dumps(args.core.settings.currencies),
            "LIVEMODE": json.dumps(args.core.settings.livemode),
            "TIMING": args.core.settings.timing_json,
            **args.core.defaults.event_bus,
            **args.message_keys.environment,
        }
        read = {**ledger, **args.message_keys.environment}
        webhook = {
            "PAYMENTS_TABLE": args.core.ledger.tables.payments,
            "PAYMENT_QUEUE_URL": args.core.queue.refs.url,
            "WEBHOOK_SECRET_ARN": args.core.psp.access.webhook_secret_arn,
        }
        self.accept_payment = self._function("accept_payment", {**ledger, **accept})
        self.read_payments = self._function("read_payments", read)
        self.cancel_payment = self._function("cancel_payment", ledger)
        self.receive_webhook = self._function("receive_webhook", webhook)
        self._grant()
        self.register_outputs(
            {
                "accept_payment": self.accept_payment,
                "read_payments": self.read_payments,
                "cancel_payment": self.cancel_payment,
                "receive_webhook": self.receive_webhook,
            }
        )

    @property
    def functions(self) -> list[PackagedFunction]:
        """All that it makes."""
        return [self.accept_payment, self.read_payments, self.cancel_payment, self.receive_webhook]

    def _function(
        self, handler: str, environment: Mapping[str, pulumi.Input[str]]
    ) -> PackagedFunction:
        defaults = self._args.core.defaults
        return gateway_function(self, self._name, defaults, handler, environment)

    def _grant(self) -> None:
        args = self._args
        for each in (self.accept_payment, self.read_payments, self.cancel_payment):
            args.core.directory.grant_know_callers(each)
        args.core.ledger.grant_accept_payment(self.accept_payment)
        args.core.queue.grant_send(self.accept_payment)
        args.core.keys.grant_seal(self.accept_payment)
        args.message_keys.grant_open(self.accept_payment)
        args.message_keys.grant_show(self.read_payments)
        args.core.ledger.grant_read_payments(self.read_payments)
        args.core.ledger.grant_cancel_payment(self.cancel_payment)
        args.core.ledger.grant_receive_webhook(self.receive_webhook)
        args.core.queue.grant_send(self.receive_webhook)
        args.core.psp.grant_verify(self.receive_webhook)
