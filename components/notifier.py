"""Tells the payer what became of a payment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.core import PaymentCore
from components.lib import limits
from components.lib.iam import allow, document
from components.lib.outputs import QueueRefs
from components.parts.email_events import email_events
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.grantee import Grantee
from components.parts.mail import MailSetup, mail_setup
from components.parts.queue import grant_use, queue_pair
from components.parts.queue_function import queue_function


@dataclass(frozen=True)
class NotifierArgs:
    """Whose payments are told, and by which sender."""

    core: PaymentCore


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
        defaults = self._defaults = args.core.defaults
        sender = args.core.settings.sender_address
        self.refs = queue_pair(
            self, name, defaults, "notifications", limits.NOTIFIER_TIMEOUT_SECONDS
        )
        self._sender = sender
        mail = self._mail = mail_setup(self, name, defaults.context, sender)
        self.notify_customer = queue_function(
            self, name, self._notify(args, mail), "notifications", self.refs.arn
        )
        self.grant_send(self.notify_customer)
        self.notify_customer.grant("send-mail", self._send_mail(mail.templates))
        args.core.ledger.grant_notify_customer(self.notify_customer)
        args.core.keys.grant_open_customer(self.notify_customer)
        self.events_topic_arn, self.email_events = email_events(
            self, name, defaults, mail.configuration_set
        )
        self.receive_email_event = queue_function(
            self, name, _receive(args), "email-events", self.email_events.arn
        )
        args.core.ledger.grant_receive_email_event(self.receive_email_event)
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
    def functions(self) -> list[PackagedFunction]:
        """All that it makes."""
        return [self.notify_customer, self.receive_email_event]

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """What a person needs of both queues, as the stack exports it."""
        return {**self.refs.exports("notification"), **self.email_events.exports("email_event")}

    def grant_send(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may ask for a mail."""
        return grant_use(function, "send-notifications", self._defaults, self.refs.arn)

    @property
    def merchant_mail(self) -> dict[str, pulumi.Input[str]]:
        """As a function that writes to merchants reads it."""
        return {
            "SENDER_ADDRESS": self._sender,
            "CONFIGURATION_SET": self._mail.configuration_set,
            "MERCHANT_TEMPLATES": json.dumps(self._mail.merchant_templates),
        }

    def grant_mail_merchants(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may write to merchants, with their templates and no other."""
        return function.grant("mail-merchants", self._send_mail(self._mail.merchant_templates))

    def _send_mail(self, templates: Mapping[str, str]) -> str:
        # A templated mail is authorised as either action, by the API's version.
        actions = ["ses:SendEmail", "ses:SendTemplatedEmail"]
        when = {"StringEquals": {"ses:FromAddress": self._sender}}
        return document(allow(actions, self._mail.arns(templates), when))

    def _notify(self, args: NotifierArgs, mail: MailSetup) -> PackagedFunctionArgs:
        return PackagedFunctionArgs(
            defaults=args.core.defaults,
            handler="notify_customer",
            environment={
                **args.core.ledger.tables.environment,
                "NOTIFICATION_QUEUE_URL": self.refs.url,
                "SEALING_KEY_ARN": args.core.defaults.keys.sealing,
                "SENDER_ADDRESS": args.core.settings.sender_address,
                "CONFIGURATION_SET": mail.configuration_set,
                "TEMPLATES": json.dumps(mail.templates),
                "TIMING": args.core.settings.timing_json,
            },
            memory_mb=limits.NOTIFIER_MEMORY_MB,
            timeout_seconds=limits.NOTIFIER_TIMEOUT_SECONDS,
            concurrency=limits.NOTIFIER_CONCURRENCY,
            layers=args.core.defaults.mail_layers,
        )


def _receive(args: NotifierArgs) -> PackagedFunctionArgs:
    return PackagedFunctionArgs(
        defaults=args.core.defaults,
        handler="receive_email_event",
        environment={
            **args.core.ledger.tables.environment,
            "TIMING": args.core.settings.timing_json,
        },
        memory_mb=limits.EMAIL_EVENT_MEMORY_MB,
        timeout_seconds=limits.EMAIL_EVENT_TIMEOUT_SECONDS,
        concurrency=limits.EMAIL_EVENT_CONCURRENCY,
    )
