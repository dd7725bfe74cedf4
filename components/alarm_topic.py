"""Somebody is told when something goes wrong."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.keys import Keys
from components.lib.context import StackContext
from components.lib.iam import allow_service, deny_insecure, document, from_account
from components.lib.naming import ALARMS
from components.lib.settings import ProgramSettings


@dataclass(frozen=True)
class AlarmTopicArgs:
    """Who is told; without an address, whoever subscribes."""

    context: StackContext
    keys: Keys
    settings: ProgramSettings


class AlarmTopic(pulumi.ComponentResource):
    """One encrypted topic that every alarm of the stack acts on; what is watched makes its own.

    Creates: the topic, a subscription where an address is given.
    Guarantees: CloudWatch alone publishes, for this account's alarms only, over TLS only.
    """

    topic_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: AlarmTopicArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:AlarmTopic", name, None, opts)
        context = args.context
        arn = context.arn("sns", context.name(ALARMS))
        source = context.arn("cloudwatch", f"alarm:{context.name('*')}")
        topic = aws.sns.Topic(
            f"{name}-topic",
            name=context.name(ALARMS),
            kms_master_key_id=args.keys.alerts_arn,
            policy=document(
                allow_service(
                    "cloudwatch.amazonaws.com", ["sns:Publish"], arn, from_account(context, source)
                ),
                deny_insecure("sns:Publish", arn),
            ),
            tags=context.tags(),
            opts=pulumi.ResourceOptions(parent=self),
        )
        if args.settings.alarm_email:
            aws.sns.TopicSubscription(
                f"{name}-email",
                topic=topic.arn,
                protocol="email",
                endpoint=args.settings.alarm_email,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.topic_arn = topic.arn
        self.register_outputs({"topic_arn": self.topic_arn})
