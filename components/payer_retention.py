"""Erases payers once their time is over, every hour."""

from dataclasses import dataclass

import pulumi

from components.core import PaymentCore
from components.lib import limits
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.scheduled_function import Schedule, scheduled_function
from runtime.contract.metrics import Said

_EVERY_HOUR = Schedule(
    name="expire",
    description="Erase the payers of payments whose time is over",
    expression="rate(1 hour)",
    late_seconds=limits.EXPIRE_EVERY_SECONDS,
    retries=0,
    silence="payer-retention-silent",
    silence_says=Said("No payer to erase has been looked for in four hours.", "schedules"),
    silent_period_seconds=limits.EXPIRE_EVERY_SECONDS,
    silent_periods=4,
)


@dataclass(frozen=True)
class PayerRetentionArgs:
    """Whose payers go, and after how long."""

    core: PaymentCore


class PayerRetention(pulumi.ComponentResource):
    """A final payment keeps its payer for the days that the stack sets, and no longer.

    Creates: the function `expire_payers`, an hourly rule and its permission, an alarm on silence.
    Guarantees: one run at a time, by a role that opens no sealed field, asks no provider and sends
    no message.
    """

    expire_payers: PackagedFunction

    def __init__(
        self, name: str, args: PayerRetentionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:PayerRetention", name, None, opts)
        self.expire_payers = scheduled_function(
            self,
            name,
            PackagedFunctionArgs(
                defaults=args.core.defaults,
                handler="expire_payers",
                environment={
                    **args.core.ledger.tables.book,
                    **args.core.directory.environment,
                    "PAYER_RETENTION_DAYS": str(args.core.settings.payer_retention_days),
                },
                memory_mb=limits.EXPIRY_MEMORY_MB,
                timeout_seconds=limits.EXPIRY_TIMEOUT_SECONDS,
                concurrency=1,
            ),
            _EVERY_HOUR,
        )
        args.core.ledger.grant_expire_payers(self.expire_payers)
        args.core.directory.grant_list(self.expire_payers)
        self.register_outputs({"expire_payers": self.expire_payers})

    @property
    def functions(self) -> list[PackagedFunction]:
        """All that it makes."""
        return [self.expire_payers]
