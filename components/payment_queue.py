"""The queue that payments are processed from."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.outputs import QueueRefs, StackDefaults
from components.parts.grantee import Grantee
from components.parts.queue import grant_use, queue_pair


@dataclass(frozen=True)
class PaymentQueueArgs:
    """The consumer's timeout decides how long a message stays hidden."""

    defaults: StackDefaults


class PaymentQueue(pulumi.ComponentResource):
    """Messages `{v, payment_id}`: nothing that a reader of the queue could misuse.

    Creates: a queue and its dead-letter queue, with their alarms.
    Guarantees: a customer key, TLS only, four and fourteen days of retention, long polling,
    visibility of six consumer timeouts, dead letters from this queue only.
    """

    refs: QueueRefs

    def __init__(
        self, name: str, args: PaymentQueueArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:PaymentQueue", name, None, opts)
        self._defaults = args.defaults
        consumer = args.defaults.settings.processor
        self.refs = queue_pair(self, name, args.defaults, "payments", consumer.timeout_seconds)
        self.register_outputs({"refs": vars(self.refs)})

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """What a person needs of the queue, as the stack exports it."""
        return self.refs.exports("payment")

    def grant_send(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may send messages."""
        return self._grant(function, "send-payments")

    def grant_work(self, worker: Grantee) -> aws.iam.RolePolicy:
        """`worker` may take messages, keep them while it works on them, and delete them."""
        return self._grant(worker, "work-payments")

    def grant_measure(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may ask how many messages wait."""
        return self._grant(function, "measure-payments")

    def _grant(self, function: Grantee, what: str) -> aws.iam.RolePolicy:
        return grant_use(function, what, self._defaults, self.refs.arn)
