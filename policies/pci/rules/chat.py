"""What a chat that alarms are written in may do to the account: nothing."""

from typing import Final

from pulumi_policy import Severity

from ..framework.predicates import NOT_EMPTY, equal
from ..framework.rule import PropertyRule, Rule
from ..framework.tokens import IAM_POLICY, IAM_ROLE, SLACK_CHANNEL

CHAT_GUARDED: Final = Rule(
    number="52g",
    name="chat-channel-guarded",
    description="Whoever writes in a chat of the alarms is cut to a guardrail of ours.",
    severity=Severity.CRITICAL,
    pci=("7.2.2", "8.2.2"),
    unreviewed_controls=("10.5.1",),
    property_rules={
        SLACK_CHANNEL: (
            PropertyRule(
                "guardrailPolicyArns",
                NOT_EMPTY,
                "Set guardrail_policy_arns: without one AWS takes AdministratorAccess.",
            ),
            PropertyRule(
                "guardrailPolicyArns[]",
                NOT_EMPTY,
                "Pass the ARN of an aws.iam.Policy that only reads as guardrail_policy_arns.",
                producers=(IAM_POLICY,),
            ),
            PropertyRule(
                "iamRoleArn",
                NOT_EMPTY,
                "Pass the ARN of an aws.iam.Role as iam_role_arn.",
                producers=(IAM_ROLE,),
            ),
            PropertyRule(
                "userAuthorizationRequired",
                equal(wanted=True),
                "Set user_authorization_required=True: else everybody there has the channel's "
                "role.",
            ),
            PropertyRule(
                "loggingLevel",
                equal("NONE"),
                'Set logging_level="NONE": AWS keeps the log in another region, for ever and with '
                "a key of its own.",
                optional=True,
            ),
        )
    },
)
"""AWS Chatbot API Reference, CreateSlackChannelConfiguration; NONE is the default of the log."""

RULES: Final = (CHAT_GUARDED,)
