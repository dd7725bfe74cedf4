"""The functions that process payments: from the queue, and from its dead letters."""

import json
from dataclasses import dataclass

import pulumi

from components.lib import limits
from components.lib.outputs import FunctionDefaults, PspAccess, QueueRefs, Tables
from components.lib.settings import FunctionSize
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.queue import consume


@dataclass(frozen=True)
class BatchProcessorArgs:
    """What both functions work on and tell, and their size."""

    defaults: FunctionDefaults
    tables: Tables
    queue: QueueRefs
    notifications: QueueRefs
    psp: PspAccess
    size: FunctionSize


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
        defaults, queue = args.defaults, args.queue
        many, few = args.size.maximum_concurrency, limits.DEAD_LETTER_CONCURRENCY
        self.process_payment = self._function(name, "process_payment", args, many)
        consume(self, name, defaults, self.process_payment, "payments", queue.arn, many)
        self.process_dead_letter = self._function(name, "process_dead_letter", args, few)
        dead = f"{name}-dead-letters"
        consume(
            self,
            dead,
            defaults,
            self.process_dead_letter,
            "dead-letters",
            queue.dead_letter_arn,
            few,
        )
        self.register_outputs(
            {
                "process_payment": self.process_payment,
                "process_dead_letter": self.process_dead_letter,
            }
        )

    def _function(
        self, name: str, handler: str, args: BatchProcessorArgs, concurrency: int
    ) -> PackagedFunction:
        return PackagedFunction(
            f"{name}-{handler.replace('_', '-')}",
            PackagedFunctionArgs(
                defaults=args.defaults,
                handler=handler,
                environment={
                    **args.tables.environment,
                    **args.psp.environment,
                    "PAYMENT_QUEUE_URL": args.queue.url,
                    "NOTIFICATION_QUEUE_URL": args.notifications.url,
                    "SEALING_KEY_ARN": args.defaults.keys.sealing,
                    "LIVEMODE": json.dumps(args.defaults.livemode),
                    "TIMING": args.defaults.timing,
                },
                memory_mb=args.size.memory_mb,
                timeout_seconds=args.size.timeout_seconds,
                concurrency=concurrency,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
