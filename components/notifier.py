"""Tells the payer what became of a payment."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import _limits as limits
from components._function import PackagedFunction, PackagedFunctionArgs
from components._iam import allow, document
from components._key_arns import KeyArns
from components._mail import MailSetup, mail_setup
from components._place import Place
from components._queue import grant_use, queue_pair


@dataclass(frozen=True)
class NotifierArgs:
    """What `notify_customer` reads from its environment, and the keys."""

    place: Place
    sender_address: str
    payments_table: pulumi.Input[str]
    entries_table: pulumi.Input[str]
    timing: str
    """JSON: seconds that the domain waits."""
    layers: Sequence[pulumi.Input[str]]
    keys: KeyArns


class Notifier(pulumi.ComponentResource):
    """One mail per settled outcome, over TLS or not at all.

    Creates: a queue and its dead-letter queue, the function `notify_customer` and its mapping,
    the SES identity, configuration set and templates, an encrypted topic for what bounced.
    Guarantees: SES delivers over TLS only (PCI DSS 4.2.2), the function may send from the
    stack's own address and with its own templates only, bounces and complaints are published.
    """

    function: PackagedFunction
    queue_url: pulumi.Output[str]
    queue_name: pulumi.Output[str]
    dead_letter_url: pulumi.Output[str]
    dead_letter_name: pulumi.Output[str]
    events_topic_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: NotifierArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Notifier", name, None, opts)
        self._args = args
        pair = queue_pair(
            self,
            name,
            args.place,
            "notifications",
            args.keys.queue,
            limits.NOTIFIER_TIMEOUT_SECONDS,
        )
        mail = mail_setup(self, name, args.place, args.sender_address, args.keys.alerts)
        self._queue_arn = pair.queue.arn
        self.queue_url = pair.queue.url
        self.queue_name = pair.queue.name
        self.dead_letter_url = pair.dead_letters.url
        self.dead_letter_name = pair.dead_letters.name
        self.events_topic_arn = mail.events_topic_arn
        self.function = self._function(name, mail)
        consume = self._grant(self.function, "consume-notifications")
        self.grant_send(self.function)
        self.function.grant("send-mail", _send_mail(mail, args.sender_address))
        aws.lambda_.EventSourceMapping(
            f"{name}-mapping",
            event_source_arn=pair.queue.arn,
            function_name=self.function.live_arn,
            batch_size=limits.BATCH_SIZE,
            maximum_batching_window_in_seconds=limits.BATCH_WINDOW_SECONDS,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config={"maximum_concurrency": limits.NOTIFIER_CONCURRENCY},
            tags=args.place.tags(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[consume]),
        )
        self.register_outputs(
            {
                "function": self.function,
                "queue_url": self.queue_url,
                "queue_name": self.queue_name,
                "dead_letter_url": self.dead_letter_url,
                "dead_letter_name": self.dead_letter_name,
                "events_topic_arn": self.events_topic_arn,
            }
        )

    def grant_send(self, function: PackagedFunction) -> aws.iam.RolePolicy:
        """`function` may ask for a mail."""
        return self._grant(function, "send-notifications")

    def _grant(self, function: PackagedFunction, what: str) -> aws.iam.RolePolicy:
        args = self._args
        return grant_use(function, what, args.place, self._queue_arn, args.keys.queue)

    def _function(self, name: str, mail: MailSetup) -> PackagedFunction:
        args = self._args
        return PackagedFunction(
            f"{name}-notify-customer",
            PackagedFunctionArgs(
                place=args.place,
                handler="notify_customer",
                environment={
                    "PAYMENTS_TABLE": args.payments_table,
                    "ENTRIES_TABLE": args.entries_table,
                    "NOTIFICATION_QUEUE_URL": self.queue_url,
                    "SEALING_KEY_ARN": args.keys.sealing,
                    "SENDER_ADDRESS": args.sender_address,
                    "CONFIGURATION_SET": mail.configuration_set,
                    "TEMPLATES": json.dumps(mail.templates),
                    "TIMING": args.timing,
                },
                memory_mb=limits.NOTIFIER_MEMORY_MB,
                timeout_seconds=limits.NOTIFIER_TIMEOUT_SECONDS,
                concurrency=limits.NOTIFIER_CONCURRENCY,
                layers=args.layers,
                keys=args.keys,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )


def _send_mail(mail: MailSetup, sender: str) -> str:
    # A templated mail is authorised as either action, by the API's version.
    actions = ["ses:SendEmail", "ses:SendTemplatedEmail"]
    return document(allow(actions, mail.arns, {"StringEquals": {"ses:FromAddress": sender}}))
