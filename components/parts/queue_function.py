"""A function that a queue calls."""

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.queue import grant_use


def queue_function(
    parent: pulumi.ComponentResource,
    name: str,
    args: PackagedFunctionArgs,
    queue_name: str,
    queue_arn: pulumi.Input[str],
    *,
    enabled: bool = True,
    fifo: bool = False,
) -> PackagedFunction:
    """A function that gets what comes of `queue_name`, in batches, each message by itself.

    Where it is not `enabled`, the mapping is there and gives nothing. Of a `fifo` queue a batch is
    one message, which waits for no other: such a mapping has no window (AWS Lambda, "Amazon SQS").

    As many batches at a time as it has executions reserved. It and its mapping are children of
    `parent`; there is no mapping before the role may receive, for AWS refuses to create one.
    """
    name = f"{name}-{args.handler.replace('_', '-')}"
    function = PackagedFunction(name, args, opts=pulumi.ResourceOptions(parent=parent))
    granted = grant_use(function, f"consume-{queue_name}", args.defaults, queue_arn)
    aws.lambda_.EventSourceMapping(
        f"{name}-mapping",
        event_source_arn=queue_arn,
        function_name=function.live_arn,
        enabled=None if enabled else False,
        batch_size=1 if fifo else limits.BATCH_SIZE,
        maximum_batching_window_in_seconds=None if fifo else limits.BATCH_WINDOW_SECONDS,
        function_response_types=["ReportBatchItemFailures"],
        scaling_config={"maximum_concurrency": args.concurrency},
        tags=args.defaults.context.tags(),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[granted]),
    )
    return function
