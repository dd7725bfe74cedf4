"""Compares the PSP's book with the ledger, every day."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components.lib import limits
from components.lib.outputs import FunctionDefaults, PspAccess, QueueRefs
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.schedule import Schedule, call_on


@dataclass(frozen=True)
class ReconcilerArgs:
    """Both books, whose payments are compared, and the queue that is told."""

    defaults: FunctionDefaults
    payments_table: pulumi.Input[str]
    queue: QueueRefs
    psp: PspAccess
    merchants: Sequence[str]


class Reconciler(pulumi.ComponentResource):
    """Money that moved and nobody knows of does not stay unknown for longer than a day.

    Creates: the function `reconcile_payments`, a daily rule and its permission.
    Guarantees: one run at a time; it can change neither book.
    """

    reconcile_payments: PackagedFunction

    def __init__(
        self, name: str, args: ReconcilerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Reconciler", name, None, opts)
        self.reconcile_payments = PackagedFunction(
            f"{name}-reconcile-payments",
            PackagedFunctionArgs(
                defaults=args.defaults,
                handler="reconcile_payments",
                environment={
                    **args.psp.environment,
                    "PAYMENTS_TABLE": args.payments_table,
                    "PAYMENT_QUEUE_URL": args.queue.url,
                    "MERCHANT_NAMES": json.dumps(args.merchants),
                    "LIVEMODE": json.dumps(args.defaults.livemode),
                    "TIMING": args.defaults.timing,
                },
                memory_mb=limits.RECONCILER_MEMORY_MB,
                timeout_seconds=limits.RECONCILER_TIMEOUT_SECONDS,
                concurrency=1,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        at_night = Schedule(
            name="reconcile",
            description="Compare the book of the payment service provider with the ledger",
            expression="cron(15 3 * * ? *)",
            late_seconds=limits.RECONCILE_LATE_SECONDS,
            retries=1,
        )
        call_on(self, name, args.defaults.context, self.reconcile_payments, at_night)
        self.register_outputs({"reconcile_payments": self.reconcile_payments})
