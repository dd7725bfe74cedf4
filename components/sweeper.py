"""Finds what stands still, every minute, and tells the queues again."""

from dataclasses import dataclass

import pulumi

from components.core import PaymentCore
from components.lib import limits
from components.notifier import Notifier
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.scheduled_function import Schedule, scheduled_function
from runtime.contract.metrics import Said, Severity

_EVERY_MINUTE = Schedule(
    name="sweep",
    description="Sweep the ledger for payments that stand still",
    expression="rate(1 minute)",
    late_seconds=limits.SWEEP_EVERY_SECONDS,
    retries=0,
    silence="sweeper-silent",
    silence_says=Said("The sweeper has not run for five minutes.", "schedules", Severity.PAGE),
    silent_period_seconds=limits.SWEEP_EVERY_SECONDS,
    silent_periods=5,
)


@dataclass(frozen=True)
class SweeperArgs:
    """Whose payments are looked at, and the queues that are told."""

    core: PaymentCore
    notifier: Notifier


class Sweeper(pulumi.ComponentResource):
    """Write, then send: the sweeper is why a lost message loses no payment.

    Creates: the function `sweep_payments`, a one-minute rule and its permission, an alarm on
    silence.
    Guarantees: one sweep at a time, and no retry of a failed one: the next minute is the retry.
    """

    sweep_payments: PackagedFunction

    def __init__(
        self, name: str, args: SweeperArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Sweeper", name, None, opts)
        self.sweep_payments = scheduled_function(
            self,
            name,
            PackagedFunctionArgs(
                defaults=args.core.defaults,
                handler="sweep_payments",
                environment={
                    "PAYMENTS_TABLE": args.core.ledger.tables.payments,
                    "PAYMENT_QUEUE_URL": args.core.queue.refs.url,
                    "NOTIFICATION_QUEUE_URL": args.notifier.refs.url,
                    "TIMING": args.core.settings.timing_json,
                },
                memory_mb=limits.SWEEPER_MEMORY_MB,
                timeout_seconds=limits.SWEEPER_TIMEOUT_SECONDS,
                concurrency=1,
            ),
            _EVERY_MINUTE,
        )
        args.core.ledger.grant_sweep_payments(self.sweep_payments)
        args.core.queue.grant_send(self.sweep_payments)
        args.core.queue.grant_measure(self.sweep_payments)
        args.notifier.grant_send(self.sweep_payments)
        self.register_outputs({"sweep_payments": self.sweep_payments})

    @property
    def functions(self) -> list[PackagedFunction]:
        """All that it makes."""
        return [self.sweep_payments]
