"""Finds what stands still, every minute, and tells the queues again."""

from dataclasses import dataclass

import pulumi

from components.lib import limits
from components.lib.outputs import FunctionDefaults, QueueRefs
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.schedule import Schedule, call_on


@dataclass(frozen=True)
class SweeperArgs:
    """Whose payments are looked at, and the queues that are told."""

    defaults: FunctionDefaults
    payments_table: pulumi.Input[str]
    queue: QueueRefs
    notifications: QueueRefs


class Sweeper(pulumi.ComponentResource):
    """Write, then send: the sweeper is why a lost message loses no payment.

    Creates: the function `sweep_payments`, a one-minute rule and its permission.
    Guarantees: one sweep at a time, and no retry of a failed one: the next minute is the retry.
    """

    sweep_payments: PackagedFunction

    def __init__(
        self, name: str, args: SweeperArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Sweeper", name, None, opts)
        self.sweep_payments = PackagedFunction(
            f"{name}-sweep-payments",
            PackagedFunctionArgs(
                defaults=args.defaults,
                handler="sweep_payments",
                environment={
                    "PAYMENTS_TABLE": args.payments_table,
                    "PAYMENT_QUEUE_URL": args.queue.url,
                    "NOTIFICATION_QUEUE_URL": args.notifications.url,
                    "TIMING": args.defaults.timing,
                },
                memory_mb=limits.SWEEPER_MEMORY_MB,
                timeout_seconds=limits.SWEEPER_TIMEOUT_SECONDS,
                concurrency=1,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        every_minute = Schedule(
            name="sweep",
            description="Sweep the ledger for payments that stand still",
            expression="rate(1 minute)",
            late_seconds=limits.SWEEP_EVERY_SECONDS,
            retries=0,
        )
        call_on(self, name, args.defaults.context, self.sweep_payments, every_minute)
        self.register_outputs({"sweep_payments": self.sweep_payments})
