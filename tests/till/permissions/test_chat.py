"""What the alarms' chat needs."""

from till.permissions._chat import CHAT
from till.permissions.documents import actions

NEEDED = [need for needs in CHAT.values() for need in needs]


def test_nobody_is_let_into_a_workspace_by_a_deployment() -> None:
    """A person authorises Slack, and whoever chooses a role there does so himself."""
    named = {action for need in NEEDED for action in actions(need)}
    forbidden = ("OAuth", "Oauth", "Authorization", "UserIdentity", "CustomAction")
    assert [each for each in named if any(word in each for word in forbidden)] == []


def test_what_is_changed_is_ours() -> None:
    """Other channels of the account, and other policies, are not."""
    loose = {action for need in NEEDED if "*" in need.resources for action in actions(need)}
    assert loose == {
        "chatbot:CreateSlackChannelConfiguration",
        "chatbot:DescribeSlackChannelConfigurations",
        "chatbot:ListTagsForResource",
    }


def test_one_service_linked_role_is_made() -> None:
    """The chat's own, by which it subscribes."""
    (making,) = [each for each in NEEDED if "iam:CreateServiceLinkedRole" in actions(each)]
    assert making.condition == {
        "StringEquals": {"iam:AWSServiceName": "management.chatbot.amazonaws.com"}
    }
    assert all(each.endswith("/AWSServiceRoleForAWSChatbot") for each in making.resources)
