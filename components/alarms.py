"""Somebody is told when something goes wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.context import StackContext
from components.lib.environment import METRICS_NAMESPACE
from components.lib.iam import allow_service, deny_insecure, document, from_account
from components.lib.naming import MAIL_EVENTS
from components.lib.outputs import PspAccess, QueueRefs
from components.parts.function import PackagedFunction
from runtime.contract.metrics import ALARMS, REPORTED, SECRET_AGE_DAYS

_MINUTE_SECONDS = 60
_HOUR_SECONDS = 3_600
_DAY_AND_A_BIT_HOURS = 26
_OLD_MESSAGE_SECONDS = 900
"""As long as the longest delay of a message: what is older, nobody works on."""


@dataclass(frozen=True)
class AlarmsArgs:
    """Who is told, and what is watched."""

    context: StackContext
    key_arn: pulumi.Input[str]
    email: str | None
    queues: Mapping[str, QueueRefs]
    """What the messages of a queue are about → the queue."""
    functions: Sequence[PackagedFunction]
    gateway: Mapping[str, str]
    """CloudWatch's dimensions of the gateway's metrics."""
    psp: PspAccess
    """Its key is its owner's to change in time."""


class Alarms(pulumi.ComponentResource):
    """One encrypted topic, and an alarm on every way to fail that has a metric.

    Creates: the topic, a subscription where an address is given, the alarms.
    Guarantees: every alarm acts on the topic; what must happen and does not is an alarm too.
    """

    topic_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: AlarmsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Alarms", name, None, opts)
        self._name = name
        self._args = args
        self._services = {each.handler: each.service for each in args.functions}
        topic = self._topic()
        self.topic_arn = topic.arn
        if args.email:
            aws.sns.TopicSubscription(
                f"{name}-email",
                topic=topic.arn,
                protocol="email",
                endpoint=args.email,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self._queues()
        self._email_events()
        self._functions()
        self._gateway()
        self._reported()
        self._secrets()
        self.register_outputs({"topic_arn": self.topic_arn})

    def _topic(self) -> aws.sns.Topic:
        context = self._args.context
        arn = context.arn("sns", context.name("alarms"))
        source = context.arn("cloudwatch", f"alarm:{context.name('*')}")
        return aws.sns.Topic(
            f"{self._name}-topic",
            name=context.name("alarms"),
            kms_master_key_id=self._args.key_arn,
            policy=document(
                allow_service(
                    "cloudwatch.amazonaws.com", ["sns:Publish"], arn, from_account(context, source)
                ),
                deny_insecure("sns:Publish", arn),
            ),
            tags=context.tags(),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _queues(self) -> None:
        for queue_name, queue in self._args.queues.items():
            waiting = {"QueueName": queue.name}
            dead = {"QueueName": queue.dead_letter_name}
            # A dead letter that `process_dead_letter` gives back is in flight until it comes again.
            for suffix, metric in (("", "Visible"), ("-in-flight", "NotVisible")):
                self._alarm(
                    f"{queue_name}-dead-letters{suffix}",
                    f"A message of {queue_name} could not be handled",
                    ("AWS/SQS", f"ApproximateNumberOfMessages{metric}", dead),
                    statistic="Maximum",
                )
            self._alarm(
                f"{queue_name}-age",
                f"The oldest message of {queue_name} waits too long",
                ("AWS/SQS", "ApproximateAgeOfOldestMessage", waiting),
                statistic="Maximum",
                threshold=_OLD_MESSAGE_SECONDS,
            )

    def _email_events(self) -> None:
        topic = {"TopicName": self._args.context.name(MAIL_EVENTS)}
        self._alarm(
            "email-events-lost",
            "What became of a mail reached neither its queue nor the dead letters",
            ("AWS/SNS", "NumberOfNotificationsFailedToRedriveToDlq", topic),
        )

    def _functions(self) -> None:
        for function in self._services.values():
            for metric in ("Errors", "Throttles"):
                self._alarm(
                    f"{function}-{metric.lower()}",
                    f"{function}: {metric.lower()}",
                    ("AWS/Lambda", metric, {"FunctionName": function}),
                )
        self._alarm(
            "sweeper-silent",
            "The sweeper has not run for five minutes",
            ("AWS/Lambda", "Invocations", {"FunctionName": self._services["sweep_payments"]}),
            comparison="LessThanThreshold",
            periods=5,
            missing="breaching",
        )
        self._alarm(
            "reconciler-silent",
            "The books have not been compared for a day",
            ("AWS/Lambda", "Invocations", {"FunctionName": self._services["reconcile_payments"]}),
            comparison="LessThanThreshold",
            period_seconds=_HOUR_SECONDS,
            periods=_DAY_AND_A_BIT_HOURS,
            missing="breaching",
        )

    def _reported(self) -> None:
        for handler, metrics in REPORTED.items():
            function = self._services[handler]
            for metric in metrics:
                self._alarm(
                    f"{function}-{metric}",
                    f"{function}: {ALARMS[metric]}",
                    (METRICS_NAMESPACE, metric, {"service": function}),
                )

    def _gateway(self) -> None:
        self._alarm(
            "gateway-5xx",
            "The gateway answered with a server error",
            ("AWS/ApiGateway", "5XXError", self._args.gateway),
        )

    def _secrets(self) -> None:
        psp = self._args.psp
        for name, what, secret in (
            ("psp-key", "key", psp.secret_name),
            ("psp-webhook", "webhook secret", psp.webhook_secret_name),
        ):
            self._alarm(
                f"{name}-age",
                f"The {what} of the payment service provider must be replaced within two weeks",
                (METRICS_NAMESPACE, SECRET_AGE_DAYS, {"secret": secret}),
                statistic="Maximum",
                threshold=limits.SECRET_WARNING_DAYS,
                # The age is told when a secret is read; in between the alarm stays as it is.
                missing="ignore",
            )

    def _alarm(
        self,
        name: str,
        description: str,
        metric: tuple[str, str, Mapping[str, pulumi.Input[str]]],
        *,
        statistic: str = "Sum",
        threshold: int = 1,
        comparison: str = "GreaterThanOrEqualToThreshold",
        period_seconds: int = _MINUTE_SECONDS,
        periods: int = 1,
        missing: str = "notBreaching",
    ) -> None:
        namespace, metric_name, dimensions = metric
        name = name.removeprefix(self._args.context.name(""))
        aws.cloudwatch.MetricAlarm(
            f"{self._name}-{name}",
            name=self._args.context.name(name),
            alarm_description=description,
            namespace=namespace,
            metric_name=metric_name,
            dimensions=dimensions,
            statistic=statistic,
            period=period_seconds,
            evaluation_periods=periods,
            threshold=threshold,
            comparison_operator=comparison,
            treat_missing_data=missing,
            actions_enabled=True,
            alarm_actions=[self.topic_arn],
            ok_actions=[self.topic_arn],
            tags=self._args.context.tags(),
            opts=pulumi.ResourceOptions(parent=self),
        )
