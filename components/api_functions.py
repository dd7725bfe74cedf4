"""The four functions behind the gateway."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.lib import limits
from components.lib.outputs import FunctionDefaults, PspAccess, QueueRefs, Tables
from components.lib.settings import ApiSettings
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.routes import concurrency


@dataclass(frozen=True)
class ApiFunctionsArgs:
    """Whose payments, what a request may ask for, and what the gateway lets through."""

    defaults: FunctionDefaults
    tables: Tables
    queue: QueueRefs
    clients: pulumi.Output[dict[str, str]]
    """Merchant → client id."""
    psp: PspAccess
    settings: ApiSettings


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
        ledger = {**args.tables.environment, "MERCHANTS": args.clients.apply(_by_client)}
        accept = {
            "PAYMENT_QUEUE_URL": args.queue.url,
            "SEALING_KEY_ARN": args.defaults.keys.sealing,
            "CURRENCIES": json.dumps(args.settings.currencies),
            "LIVEMODE": json.dumps(args.defaults.livemode),
            "TIMING": args.defaults.timing,
        }
        self.accept_payment = self._function("accept_payment", {**ledger, **accept})
        self.read_payments = self._function("read_payments", ledger)
        self.cancel_payment = self._function("cancel_payment", ledger)
        webhook = {
            "PAYMENT_QUEUE_URL": args.queue.url,
            "WEBHOOK_SECRET_ARN": args.psp.webhook_secret_arn,
        }
        self.receive_webhook = self._function("receive_webhook", webhook)
        self.register_outputs(
            {
                "accept_payment": self.accept_payment,
                "read_payments": self.read_payments,
                "cancel_payment": self.cancel_payment,
                "receive_webhook": self.receive_webhook,
            }
        )

    @property
    def by_handler(self) -> dict[str, PackagedFunction]:
        """Handler's name → its function, as the gateway's routes name them."""
        return {
            "accept_payment": self.accept_payment,
            "read_payments": self.read_payments,
            "cancel_payment": self.cancel_payment,
            "receive_webhook": self.receive_webhook,
        }

    def _function(
        self, handler: str, environment: Mapping[str, pulumi.Input[str]]
    ) -> PackagedFunction:
        args, throttle = self._args, self._args.settings.throttle
        return PackagedFunction(
            f"{self._name}-{handler.replace('_', '-')}",
            PackagedFunctionArgs(
                defaults=args.defaults,
                handler=handler,
                environment=environment,
                memory_mb=limits.API_FUNCTION_MEMORY_MB,
                timeout_seconds=limits.API_FUNCTION_TIMEOUT_SECONDS,
                concurrency=concurrency(handler, throttle.rate, throttle.burst),
                snap_start=True,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )


def _by_client(clients: Mapping[str, str]) -> str:
    """JSON object: client id → merchant."""
    return json.dumps({clients[merchant]: merchant for merchant in sorted(clients)})
