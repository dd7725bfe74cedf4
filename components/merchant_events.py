"""Tells merchants what became of their payments, at their own addresses."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.core import PaymentCore
from components.event_table import EventTable
from components.lib import limits
from components.lib.outputs import QueueRefs
from components.notifier import Notifier
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.grantee import Grantee
from components.parts.queue import grant_use, queue_pair
from components.parts.queue_function import queue_function
from components.parts.scheduled_function import Schedule, scheduled_function
from components.webhook_key import WebhookKey
from runtime.contract.metrics import Said

_EVERY_MINUTE = Schedule(
    name="sweep-events",
    description="Wake what delivers the events that are due",
    expression="rate(1 minute)",
    late_seconds=limits.SWEEP_EVERY_SECONDS,
    retries=0,
    silence="event-sweeper-silent",
    silence_says=Said("The sweeper of events has not run for five minutes.", "schedules"),
    silent_period_seconds=limits.SWEEP_EVERY_SECONDS,
    silent_periods=5,
)
_LATE = Said("What wakes the delivery to an endpoint waits too long.", "webhooks")


@dataclass(frozen=True)
class MerchantEventsArgs:
    """Whose events, where it is kept what of them is due, and what signs them."""

    core: PaymentCore
    table: EventTable
    key: WebhookKey
    notifier: Notifier
    """Its mails tell a merchant's contact of a pause."""


class MerchantEvents(pulumi.ComponentResource):
    """Each event at least once, signed; one slow endpoint delays no other.

    Creates: a FIFO queue and its dead-letter queue, the functions `deliver_events` with its
    mapping and `sweep_events` with a one-minute rule, its permission and an alarm on silence.
    Guarantees: one message of an endpoint's lane in flight at a time. What posts runs outside of
    the stack's network, opens nothing that is sealed and changes no payment.
    """

    deliver_events: PackagedFunction
    sweep_events: PackagedFunction
    refs: QueueRefs
    """The queue that says which lane has something due."""

    def __init__(
        self, name: str, args: MerchantEventsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:MerchantEvents", name, None, opts)
        self._args = args
        defaults = self._defaults = args.core.defaults
        self.refs = queue_pair(
            self, name, defaults, "events", limits.DELIVERY_TIMEOUT_SECONDS, fifo=True, old=_LATE
        )
        self.deliver_events = queue_function(
            self, name, _deliver(args), "events", self.refs.arn, fifo=True
        )
        self.sweep_events = scheduled_function(self, name, self._sweep(), _EVERY_MINUTE)
        args.core.ledger.grant_deliver_events(self.deliver_events)
        args.core.directory.grant_find(self.deliver_events)
        args.table.grant_deliver_events(self.deliver_events)
        args.key.grant_derive(self.deliver_events)
        args.core.directory.grant_list(self.sweep_events)
        args.table.grant_sweep_events(self.sweep_events)
        self.grant_send(self.sweep_events)
        args.notifier.grant_mail_merchants(self.sweep_events)
        self.register_outputs(
            {
                "deliver_events": self.deliver_events,
                "sweep_events": self.sweep_events,
                "refs": vars(self.refs),
            }
        )

    @property
    def functions(self) -> list[PackagedFunction]:
        """All that it makes."""
        return [self.deliver_events, self.sweep_events]

    @property
    def environment(self) -> dict[str, pulumi.Input[str]]:
        """As a function that wakes the delivery reads it."""
        return {"EVENT_QUEUE_URL": self.refs.url}

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """What a person needs of queue, table and key, as the stack exports it."""
        made = self.refs.exports("event")
        return made | self._args.table.exports | self._args.key.exports

    def grant_send(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may say that something is due."""
        return grant_use(function, "send-events", self._defaults, self.refs.arn)

    def _sweep(self) -> PackagedFunctionArgs:
        return PackagedFunctionArgs(
            defaults=self._defaults,
            handler="sweep_events",
            environment={
                **self._args.table.environment,
                **self._args.core.directory.environment,
                **self.environment,
                **self._defaults.event_bus,
                **self._args.notifier.merchant_mail,
            },
            memory_mb=limits.SWEEPER_MEMORY_MB,
            timeout_seconds=limits.SWEEPER_TIMEOUT_SECONDS,
            concurrency=1,
        )


def with_merchant_events(
    name: str, core: PaymentCore, table: EventTable, key: WebhookKey, notifier: Notifier
) -> MerchantEvents:
    """What tells merchants of these payments, by what the table says and the key signs."""
    args = MerchantEventsArgs(core=core, table=table, key=key, notifier=notifier)
    return MerchantEvents(name, args)


def _deliver(args: MerchantEventsArgs) -> PackagedFunctionArgs:
    return PackagedFunctionArgs(
        defaults=args.core.defaults,
        handler="deliver_events",
        environment={
            **args.core.ledger.tables.environment,
            **args.core.directory.environment,
            **args.key.environment,
            **args.core.defaults.event_bus,
            "TIMING": args.core.settings.timing_json,
            "WEBHOOKS_TO_LOOPBACK": args.core.settings.loopback_trust,
        },
        memory_mb=limits.DELIVERY_MEMORY_MB,
        timeout_seconds=limits.DELIVERY_TIMEOUT_SECONDS,
        concurrency=limits.DELIVERY_CONCURRENCY,
        calls_merchants=True,
    )
