"""The function that processes payments from the queue."""

import json
from dataclasses import dataclass

import pulumi

from components._function import PackagedFunction, PackagedFunctionArgs
from components._joins import Common, PspAccess, QueueEnds, Tables
from components._queue import consume
from components._settings import Size


@dataclass(frozen=True)
class BatchProcessorArgs:
    """What `process_payments` works on and tells, and its size."""

    common: Common
    tables: Tables
    queue: QueueEnds
    notifications: QueueEnds
    psp: PspAccess
    size: Size


class BatchProcessor(pulumi.ComponentResource):
    """Takes batches of ten, answers for each message by itself.

    Creates: the function `process_payments` and its mapping to the queue.
    Guarantees: partial batch responses, a bound on concurrency, no mapping before the role may
    receive (AWS refuses to create one).
    """

    function: PackagedFunction

    def __init__(
        self, name: str, args: BatchProcessorArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:BatchProcessor", name, None, opts)
        common, concurrency = args.common, args.size.maximum_concurrency
        self.function = PackagedFunction(
            f"{name}-process-payments",
            PackagedFunctionArgs(
                common=common,
                handler="process_payments",
                environment={
                    **args.tables.environment,
                    **args.psp.environment,
                    "PAYMENT_QUEUE_URL": args.queue.url,
                    "NOTIFICATION_QUEUE_URL": args.notifications.url,
                    "SEALING_KEY_ARN": common.keys.sealing,
                    "LIVEMODE": json.dumps(common.livemode),
                    "TIMING": common.timing,
                },
                memory_mb=args.size.memory_mb,
                timeout_seconds=args.size.timeout_seconds,
                concurrency=concurrency,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        consume(self, name, common, self.function, "payments", args.queue.arn, concurrency)
        self.register_outputs({"function": self.function})
