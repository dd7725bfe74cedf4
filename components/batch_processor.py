"""The functions that process payments: from the queue, and from its dead letters."""

import json
from dataclasses import dataclass

import pulumi

from components.core import PaymentCore
from components.lib import limits
from components.merchant_events import MerchantEvents
from components.notifier import Notifier
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.grantee import Grantee
from components.parts.queue_function import queue_function


@dataclass(frozen=True)
class BatchProcessorArgs:
    """What both functions work on and tell, and their size."""

    core: PaymentCore
    notifier: Notifier
    events: MerchantEvents


class BatchProcessor(pulumi.ComponentResource):
    """Takes batches of ten, answers for each message by itself.

    Creates: the functions `process_payment` and `process_dead_letter`, each with its mapping.
    Guarantees: partial batch responses, a bound on concurrency, no mapping before the role may
    receive (AWS refuses to create one). What the second can't move stays parked.
    """

    process_payment: PackagedFunction
    process_dead_letter: PackagedFunction

    def __init__(
        self, name: str, args: BatchProcessorArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:BatchProcessor", name, None, opts)
        self._args = args
        many, few = (
            args.core.settings.processor.maximum_concurrency,
            limits.DEAD_LETTER_CONCURRENCY,
        )
        queue = args.core.queue.refs
        fleet = args.core.settings.fleet
        self.process_payment = queue_function(
            self,
            name,
            _function("process_payment", args, many),
            "payments",
            queue.arn,
            enabled=fleet is None or fleet.beside_function,
        )
        self.process_dead_letter = queue_function(
            self,
            name,
            _function("process_dead_letter", args, few),
            "dead-letters",
            queue.dead_letter_arn,
        )
        for function in (self.process_payment, self.process_dead_letter):
            self.grant_process(function)
        self.register_outputs(
            {
                "process_payment": self.process_payment,
                "process_dead_letter": self.process_dead_letter,
            }
        )

    @property
    def functions(self) -> list[PackagedFunction]:
        """All that it makes."""
        return [self.process_payment, self.process_dead_letter]

    @property
    def environment(self) -> dict[str, pulumi.Input[str]]:
        """What whoever processes payments reads beside its name."""
        return _environment(self._args)

    def grant_process(self, who: Grantee) -> None:
        """`who` may do what the next thing for a payment takes, wherever its message came from."""
        core = self._args.core
        core.ledger.grant_process_payment(who)
        core.queue.grant_send(who)
        self._args.notifier.grant_send(who)
        self._args.events.grant_send(who)
        core.psp.grant_read(who)
        core.keys.grant_open_payment_method(who)


def _environment(args: BatchProcessorArgs) -> dict[str, pulumi.Input[str]]:
    """What whoever processes payments reads beside its name."""
    return {
        **args.core.ledger.tables.environment,
        **args.core.psp.access.environment,
        **args.events.environment,
        "PAYMENT_QUEUE_URL": args.core.queue.refs.url,
        "NOTIFICATION_QUEUE_URL": args.notifier.refs.url,
        "SEALING_KEY_ARN": args.core.defaults.keys.sealing,
        "LIVEMODE": json.dumps(args.core.settings.livemode),
        "TIMING": args.core.settings.timing_json,
    }


def _function(handler: str, args: BatchProcessorArgs, concurrency: int) -> PackagedFunctionArgs:
    size = args.core.settings.processor
    return PackagedFunctionArgs(
        defaults=args.core.defaults,
        handler=handler,
        environment=_environment(args),
        memory_mb=size.memory_mb,
        timeout_seconds=size.timeout_seconds,
        concurrency=concurrency,
        calls_psp=True,
    )
