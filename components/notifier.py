"""Tells the payer what became of a payment."""

import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.iam import allow, document
from components.lib.outputs import FunctionDefaults, QueueRefs, Tables
from components.parts.email_events import email_events
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.mail import MailSetup, mail_setup
from components.parts.queue import consume, grant_use, queue_pair


@dataclass(frozen=True)
class NotifierArgs:
    """Whose payments are told, and by which sender."""

    defaults: FunctionDefaults
    tables: Tables
    sender_address: str


class Notifier(pulumi.ComponentResource):
    """One mail per final outcome, over TLS or not at all, and what became of it.

    Creates: a queue and its dead-letter queue, the function `notify_customer` and its mapping,
    the SES identity, configuration set and templates; for what bounced an encrypted topic, a
    queue and its dead-letter queue, the function `receive_email_event` and its mapping.
    Guarantees: SES delivers over TLS only (PCI DSS 4.2.2), the function may send from the
    stack's own address and with its own templates only; what a payer did not get is recorded
    by a function that can send nothing and open nothing.
    """

    notify_customer: PackagedFunction
    refs: QueueRefs
    """The queue that asks for mails."""
    receive_email_event: PackagedFunction
    email_events: QueueRefs
    """The queue of what SES says about them."""
    events_topic_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: NotifierArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Notifier", name, None, opts)
        self._common = args.defaults
        context, keys = args.defaults.context, args.defaults.keys
        self.refs = queue_pair(
            self, name, context, "notifications", keys.queue, limits.NOTIFIER_TIMEOUT_SECONDS
        )
        mail = mail_setup(self, name, context, args.sender_address)
        self.notify_customer = self._function(name, args, mail)
        self.grant_send(self.notify_customer)
        self.notify_customer.grant("send-mail", _send_mail(mail, args.sender_address))
        concurrency = limits.NOTIFIER_CONCURRENCY
        consume(
            self,
            name,
            args.defaults,
            self.notify_customer,
            "notifications",
            self.refs.arn,
            concurrency,
        )
        self.events_topic_arn, self.email_events = email_events(
            self, name, args.defaults, mail.configuration_set
        )
        self.receive_email_event = self._email_event_function(name, args)
        few, events = limits.EMAIL_EVENT_CONCURRENCY, f"{name}-email-events"
        consume(
            self,
            events,
            args.defaults,
            self.receive_email_event,
            "email-events",
            self.email_events.arn,
            few,
        )
        self.register_outputs(
            {
                "notify_customer": self.notify_customer,
                "refs": vars(self.refs),
                "receive_email_event": self.receive_email_event,
                "email_events": vars(self.email_events),
                "events_topic_arn": self.events_topic_arn,
            }
        )

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """What a person needs of both queues, as the stack exports it."""
        return {**self.refs.exports("notification"), **self.email_events.exports("email_event")}

    def grant_send(self, function: PackagedFunction) -> aws.iam.RolePolicy:
        """`function` may ask for a mail."""
        context, keys = self._common.context, self._common.keys
        return grant_use(function, "send-notifications", context, self.refs.arn, keys.queue)

    def _function(self, name: str, args: NotifierArgs, mail: MailSetup) -> PackagedFunction:
        return PackagedFunction(
            f"{name}-notify-customer",
            PackagedFunctionArgs(
                defaults=args.defaults,
                handler="notify_customer",
                environment={
                    **args.tables.environment,
                    "NOTIFICATION_QUEUE_URL": self.refs.url,
                    "SEALING_KEY_ARN": args.defaults.keys.sealing,
                    "SENDER_ADDRESS": args.sender_address,
                    "CONFIGURATION_SET": mail.configuration_set,
                    "TEMPLATES": json.dumps(mail.templates),
                    "TIMING": args.defaults.timing,
                },
                memory_mb=limits.NOTIFIER_MEMORY_MB,
                timeout_seconds=limits.NOTIFIER_TIMEOUT_SECONDS,
                concurrency=limits.NOTIFIER_CONCURRENCY,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _email_event_function(self, name: str, args: NotifierArgs) -> PackagedFunction:
        return PackagedFunction(
            f"{name}-receive-email-event",
            PackagedFunctionArgs(
                defaults=args.defaults,
                handler="receive_email_event",
                environment=args.tables.environment,
                memory_mb=limits.EMAIL_EVENT_MEMORY_MB,
                timeout_seconds=limits.EMAIL_EVENT_TIMEOUT_SECONDS,
                concurrency=limits.EMAIL_EVENT_CONCURRENCY,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )


def _send_mail(mail: MailSetup, sender: str) -> str:
    # A templated mail is authorised as either action, by the API's version.
    actions = ["ses:SendEmail", "ses:SendTemplatedEmail"]
    return document(allow(actions, mail.arns, {"StringEquals": {"ses:FromAddress": sender}}))
