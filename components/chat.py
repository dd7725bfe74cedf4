"""Alarms are read in a chat, by whoever is in the channel."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.iam import allow, document, trust
from components.lib.naming import CHAT
from components.lib.outputs import StackDefaults
from components.lib.regions import chat_region
from runtime.contract.settings import SlackChannel

_READS = [
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:GetMetricWidgetImage",
    "cloudwatch:ListMetrics",
]
"""What the chart beside an alarm is drawn from; AWS knows no resource for any of these."""


@dataclass(frozen=True)
class ChatArgs:
    """Where alarms are written."""

    defaults: StackDefaults
    channel: SlackChannel


class Chat(pulumi.ComponentResource):
    """Every alarm is written into a channel of Slack, with its chart.

    Creates: a channel configuration of Amazon Q Developer in chat applications (its API still says
    AWS Chatbot), which subscribes to the alarms' topic itself; a role and a guardrail.
    Guarantees: whoever writes in the channel reads metrics and does nothing else, whatever role he
    has: the guardrail cuts every role to that, and the channel's own is nobody's to use. No log of
    the channel is kept in a region and with a key that are not ours.
    """

    def __init__(
        self, name: str, args: ChatArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Chat", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        context = args.defaults.context
        reads = document(
            allow(_READS, ["*"]), allow(["cloudwatch:DescribeAlarms"], _alarms(context))
        )
        guardrail = aws.iam.Policy(
            f"{name}-guardrail",
            name=context.name(CHAT),
            description="The most that anybody may ask of AWS in the channel of the alarms",
            policy=reads,
            tags=context.tags(),
            opts=child,
        )
        role = aws.iam.Role(
            f"{name}-role",
            name=context.name(CHAT),
            assume_role_policy=trust("chatbot.amazonaws.com"),
            tags=context.tags(),
            opts=child,
        )
        may_read = aws.iam.RolePolicy(
            f"{name}-read-metrics", name="read-metrics", role=role.name, policy=reads, opts=child
        )
        aws.chatbot.SlackChannelConfiguration(
            f"{name}-channel",
            configuration_name=context.name(CHAT),
            slack_team_id=args.channel.workspace_id,
            slack_channel_id=args.channel.channel_id,
            sns_topic_arns=[args.defaults.alarm_topic_arn],
            iam_role_arn=role.arn,
            # Without one AWS takes AdministratorAccess.
            guardrail_policy_arns=[guardrail.arn],
            user_authorization_required=True,
            # AWS would keep the log in us-east-1, for ever and with a key of its own.
            logging_level="NONE",
            region=chat_region(context.region),
            tags=context.tags(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[may_read]),
        )
        self.register_outputs({})


def with_chat(name: str, defaults: StackDefaults) -> None:
    """The chat, if the settings name a channel."""
    if channel := defaults.settings.alarm_chat:
        Chat(name, ChatArgs(defaults, channel))


def _alarms(context: StackContext) -> list[str]:
    return [context.arn("cloudwatch", f"alarm:{context.name('*')}")]
