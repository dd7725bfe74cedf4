"""The function that processes payments from the queue."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import _limits as limits
from components._function import PackagedFunction, PackagedFunctionArgs
from components._key_arns import KeyArns
from components._place import Place
from components._queue import grant_use


@dataclass(frozen=True)
class BatchProcessorArgs:
    """What `process_payments` reads from its environment, its size and its keys."""

    place: Place
    queue_arn: pulumi.Input[str]
    payments_table: pulumi.Input[str]
    entries_table: pulumi.Input[str]
    payment_queue_url: pulumi.Input[str]
    notification_queue_url: pulumi.Input[str]
    psp_secret_arn: pulumi.Input[str]
    psp_api_base: str
    livemode: bool
    timing: str
    """JSON: seconds that the domain waits."""
    memory_mb: int
    timeout_seconds: int
    maximum_concurrency: int
    """Batches at a time; a PSP outage is met by few callers, not by all."""
    layers: Sequence[pulumi.Input[str]]
    keys: KeyArns


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
        self.function = PackagedFunction(
            f"{name}-process-payments",
            PackagedFunctionArgs(
                place=args.place,
                handler="process_payments",
                environment={
                    "PAYMENTS_TABLE": args.payments_table,
                    "ENTRIES_TABLE": args.entries_table,
                    "PAYMENT_QUEUE_URL": args.payment_queue_url,
                    "NOTIFICATION_QUEUE_URL": args.notification_queue_url,
                    "SEALING_KEY_ARN": args.keys.sealing,
                    "PSP_SECRET_ARN": args.psp_secret_arn,
                    "PSP_API_BASE": args.psp_api_base,
                    "LIVEMODE": str(args.livemode).lower(),
                    "TIMING": args.timing,
                },
                memory_mb=args.memory_mb,
                timeout_seconds=args.timeout_seconds,
                concurrency=args.maximum_concurrency,
                layers=args.layers,
                keys=args.keys,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        consume = grant_use(
            self.function, "consume-payments", args.place, args.queue_arn, args.keys.queue
        )
        aws.lambda_.EventSourceMapping(
            f"{name}-mapping",
            event_source_arn=args.queue_arn,
            function_name=self.function.live_arn,
            batch_size=limits.BATCH_SIZE,
            maximum_batching_window_in_seconds=limits.BATCH_WINDOW_SECONDS,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config={"maximum_concurrency": args.maximum_concurrency},
            tags=args.place.tags(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[consume]),
        )
        self.register_outputs({"function": self.function})
