"""What workers on EC2 need."""

from till.permissions._fleet import FLEET
from till.permissions.documents import actions
from till.permissions.needs import TAGGED, TAGGING


def test_only_what_has_our_tags_is_launched_and_launched_from() -> None:
    """Another template, network or group of the account is none of the deploying role's."""
    loose = {
        resource
        for needs in FLEET.values()
        for need in needs
        if "ec2:RunInstances" in actions(need) and need.condition not in (TAGGED, TAGGING)
        for resource in need.resources
    }
    # An image has no account of ours: it is the template that says which.
    assert loose == {"arn:<partition>:ec2:<region>::image/*"}


def test_nobody_gets_into_an_instance() -> None:
    """No session, no command, no console, no key pair."""
    named = {action for needs in FLEET.values() for need in needs for action in actions(need)}
    forbidden = ("Session", "SendCommand", "SerialConsole", "KeyPair", "GetPasswordData")
    assert [each for each in named if any(word in each for word in forbidden)] == []
