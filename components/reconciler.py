"""Compares the PSP's book with the ledger, every day, and tells how old the last drill is."""

import json
from dataclasses import dataclass

import pulumi

from components.core import PaymentCore
from components.lib import limits
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.scheduled_function import Schedule, scheduled_function
from runtime.contract.metrics import Said

_AT_NIGHT = Schedule(
    name="reconcile",
    description="Compare the book of the payment service provider with the ledger",
    expression="cron(15 3 * * ? *)",
    late_seconds=limits.RECONCILE_LATE_SECONDS,
    retries=1,
    silence="reconciler-silent",
    silence_says=Said("The books have not been compared for 26 hours.", "reconciliation"),
    # CloudWatch takes periods of an hour for up to a week.
    silent_period_seconds=3_600,
    silent_periods=26,
)


@dataclass(frozen=True)
class ReconcilerArgs:
    """Both books, whose payments are compared, and the queue that is told."""

    core: PaymentCore


class Reconciler(pulumi.ComponentResource):
    """Money that moved and nobody knows of does not stay unknown for longer than a day.

    Creates: the function `reconcile_payments`, a daily rule and its permission, an alarm on
    silence.
    Guarantees: one run at a time; it can change neither book.
    """

    reconcile_payments: PackagedFunction

    def __init__(
        self, name: str, args: ReconcilerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Reconciler", name, None, opts)
        self.reconcile_payments = scheduled_function(
            self,
            name,
            PackagedFunctionArgs(
                defaults=args.core.defaults,
                handler="reconcile_payments",
                environment={
                    **args.core.psp.access.environment,
                    **args.core.ledger.tables.book,
                    **args.core.directory.environment,
                    "PAYMENT_QUEUE_URL": args.core.queue.refs.url,
                    "LIVEMODE": json.dumps(args.core.settings.livemode),
                    "TIMING": args.core.settings.timing_json,
                },
                memory_mb=limits.RECONCILER_MEMORY_MB,
                timeout_seconds=limits.RECONCILER_TIMEOUT_SECONDS,
                concurrency=1,
                calls_psp=True,
            ),
            _AT_NIGHT,
        )
        args.core.ledger.grant_reconcile_payments(self.reconcile_payments)
        args.core.directory.grant_list(self.reconcile_payments)
        args.core.psp.grant_read(self.reconcile_payments)
        args.core.queue.grant_send(self.reconcile_payments)
        self.register_outputs({"reconcile_payments": self.reconcile_payments})

    @property
    def functions(self) -> list[PackagedFunction]:
        """All that it makes."""
        return [self.reconcile_payments]
