"""The functions that process payments: from the queue, and from its dead letters."""

import json
from dataclasses import dataclass

import pulumi

from components import _limits as limits
from components._function import PackagedFunction, PackagedFunctionArgs
from components._joins import Common, PspAccess, QueueEnds, Tables
from components._queue import consume
from components._settings import Size


@dataclass(frozen=True)
class BatchProcessorArgs:
    """What both functions work on and tell, and their size."""

    common: Common
    tables: Tables
    queue: QueueEnds
    notifications: QueueEnds
    psp: PspAccess
    size: Size


class BatchProcessor(pulumi.ComponentResource):
    """Takes batches of ten, answers for each message by itself.

    Creates: the functions `process_payments` and `settle_dead_letters`, each with its mapping.
    Guarantees: partial batch responses, a bound on concurrency, no mapping before the role may
    receive (AWS refuses to create one). What the settler can't move stays parked.
    """

    function: PackagedFunction
    settler: PackagedFunction

    def __init__(
        self, name: str, args: BatchProcessorArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:BatchProcessor", name, None, opts)
        common, queue = args.common, args.queue
        many, few = args.size.maximum_concurrency, limits.SETTLER_CONCURRENCY
        self.function = self._function(name, "process_payments", args, many)
        consume(self, name, common, self.function, "payments", queue.arn, many)
        self.settler = self._function(name, "settle_dead_letters", args, few)
        dead = f"{name}-dead-letters"
        consume(self, dead, common, self.settler, "dead-letters", queue.dead_letter_arn, few)
        self.register_outputs({"function": self.function, "settler": self.settler})

    def _function(
        self, name: str, handler: str, args: BatchProcessorArgs, concurrency: int
    ) -> PackagedFunction:
        return PackagedFunction(
            f"{name}-{handler.replace('_', '-')}",
            PackagedFunctionArgs(
                common=args.common,
                handler=handler,
                environment={
                    **args.tables.environment,
                    **args.psp.environment,
                    "PAYMENT_QUEUE_URL": args.queue.url,
                    "NOTIFICATION_QUEUE_URL": args.notifications.url,
                    "SEALING_KEY_ARN": args.common.keys.sealing,
                    "LIVEMODE": json.dumps(args.common.livemode),
                    "TIMING": args.common.timing,
                },
                memory_mb=args.size.memory_mb,
                timeout_seconds=args.size.timeout_seconds,
                concurrency=concurrency,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
