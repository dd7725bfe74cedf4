"""What the alarms' chat needs to be deployed, where a stack has one.

Nothing here lets the service into a workspace, which a person does once in its console, or uses
what is said in a channel.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from till.permissions.needs import NAMED, Need

_OURS: Final = f"arn:<partition>:chatbot::<account>:chat-configuration/slack-channel/{NAMED}"
_SUBSCRIBER: Final = (
    "arn:<partition>:iam::<account>:role/aws-service-role/management.chatbot.amazonaws.com/"
    "AWSServiceRoleForAWSChatbot"
)
"""By which the service subscribes to the topic; it is made with the account's first channel."""

CHAT: Final[Mapping[str, Sequence[Need]]] = {
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": [
        Need(
            "chatbot:CreateSlackChannelConfiguration DescribeSlackChannelConfigurations "
            "ListTagsForResource"
        ),
        Need(
            "chatbot:UpdateSlackChannelConfiguration DeleteSlackChannelConfiguration TagResource "
            "UntagResource",
            [_OURS],
        ),
        Need(
            "iam:PassRole",
            [f"arn:<partition>:iam::<account>:role/{NAMED}"],
            {"StringEquals": {"iam:PassedToService": "chatbot.amazonaws.com"}},
        ),
        Need(
            "iam:CreateServiceLinkedRole",
            [_SUBSCRIBER],
            {"StringEquals": {"iam:AWSServiceName": "management.chatbot.amazonaws.com"}},
        ),
    ],
    "aws:iam/policy:Policy": [
        Need(
            "iam:CreatePolicy GetPolicy DeletePolicy CreatePolicyVersion GetPolicyVersion "
            "ListPolicyVersions DeletePolicyVersion TagPolicy UntagPolicy",
            [f"arn:<partition>:iam::<account>:policy/{NAMED}"],
        )
    ],
}
"""Type → what its deployment asks."""
