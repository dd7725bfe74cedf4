"""Finds what stands still, every minute, and tells the queues again."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import _limits as limits
from components._function import PackagedFunction, PackagedFunctionArgs
from components._joins import Common, QueueEnds


@dataclass(frozen=True)
class SweeperArgs:
    """Whose payments are looked at, and the queues that are told."""

    common: Common
    payments_table: pulumi.Input[str]
    queue: QueueEnds
    notifications: QueueEnds


class Sweeper(pulumi.ComponentResource):
    """Write, then tell: the sweeper is why a lost message loses no payment.

    Creates: the function `sweep_payments`, a one-minute rule and its permission.
    Guarantees: one sweep at a time, and no retry of a failed one: the next minute is the retry.
    """

    function: PackagedFunction

    def __init__(
        self, name: str, args: SweeperArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Sweeper", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.function = PackagedFunction(
            f"{name}-sweep-payments",
            PackagedFunctionArgs(
                common=args.common,
                handler="sweep_payments",
                environment={
                    "PAYMENTS_TABLE": args.payments_table,
                    "PAYMENT_QUEUE_URL": args.queue.url,
                    "NOTIFICATION_QUEUE_URL": args.notifications.url,
                    "TIMING": args.common.timing,
                },
                memory_mb=limits.SWEEPER_MEMORY_MB,
                timeout_seconds=limits.SWEEPER_TIMEOUT_SECONDS,
                concurrency=1,
            ),
            opts=child,
        )
        aws.lambda_.FunctionEventInvokeConfig(
            f"{name}-no-retry",
            function_name=self.function.service,
            qualifier=self.function.alias,
            maximum_event_age_in_seconds=limits.SWEEP_EVERY_SECONDS,
            maximum_retry_attempts=0,
            opts=child,
        )
        rule = aws.cloudwatch.EventRule(
            f"{name}-rule",
            name=args.common.place.name("sweep"),
            description="Sweep the ledger for payments that stand still",
            schedule_expression="rate(1 minute)",
            tags=args.common.place.tags(),
            opts=child,
        )
        permission = aws.lambda_.Permission(
            f"{name}-permission",
            action="lambda:InvokeFunction",
            function=self.function.service,
            qualifier=self.function.alias,
            principal="events.amazonaws.com",
            source_account=args.common.place.account,
            source_arn=rule.arn,
            opts=child,
        )
        aws.cloudwatch.EventTarget(
            f"{name}-target",
            rule=rule.name,
            arn=self.function.live_arn,
            retry_policy={
                "maximum_event_age_in_seconds": limits.SWEEP_EVERY_SECONDS,
                "maximum_retry_attempts": 0,
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=[permission]),
        )
        self.register_outputs({"function": self.function})
