"""The queue that payments are processed from."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.outputs import QueueRefs
from components.parts.function import PackagedFunction
from components.parts.queue import grant_use, queue_pair


@dataclass(frozen=True)
class PaymentQueueArgs:
    """The consumer's timeout decides how long a message stays hidden."""

    context: StackContext
    key_arn: pulumi.Input[str]
    consumer_timeout_seconds: int


class PaymentQueue(pulumi.ComponentResource):
    """Messages `{v, payment_id}`: nothing that a reader of the queue could misuse.

    Creates: a queue and its dead-letter queue.
    Guarantees: a customer key, TLS only, four and fourteen days of retention, long polling,
    visibility of six consumer timeouts, dead letters from this queue only.
    """

    refs: QueueRefs

    def __init__(
        self, name: str, args: PaymentQueueArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:PaymentQueue", name, None, opts)
        self._args = args
        self.refs = queue_pair(
            self, name, args.context, "payments", args.key_arn, args.consumer_timeout_seconds
        )
        self.register_outputs({"refs": vars(self.refs)})

    def grant_send(self, function: PackagedFunction) -> aws.iam.RolePolicy:
        """`function` may send messages."""
        return self._grant(function, "send-payments")

    def grant_measure(self, function: PackagedFunction) -> aws.iam.RolePolicy:
        """`function` may ask how many messages wait."""
        return self._grant(function, "measure-payments")

    def _grant(self, function: PackagedFunction, what: str) -> aws.iam.RolePolicy:
        return grant_use(function, what, self._args.context, self.refs.arn, self._args.key_arn)
