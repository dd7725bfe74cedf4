"""What the functions' own network needs."""

from till.permissions._network import NETWORK
from till.permissions.documents import actions
from till.permissions.needs import TAGGED, TAGGING

FREE = ("Describe", "List", "Get")


def test_what_ec2_makes_is_made_with_our_tags_and_changed_only_with_them() -> None:
    """Another network of the account stays as it is: nothing in EC2 has a name in its ARN."""
    loose = {
        action
        for needs in NETWORK.values()
        for need in needs
        if need.condition not in (TAGGED, TAGGING)
        for action in actions(need)
        if action.startswith("ec2:") and not action[4:].startswith(FREE)
    }
    # The group that comes with a network has no tags yet.
    assert loose == {
        "ec2:CreateTags",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
    }


def test_nobody_opens_a_network_to_another() -> None:
    """No peering, no public address, no change of what other networks are."""
    named = {action for needs in NETWORK.values() for need in needs for action in actions(need)}
    forbidden = ("Peering", "TransitGateway", "AllocateAddress", "NetworkAclEntry", "RunInstances")
    assert [each for each in named if any(word in each for word in forbidden)] == []
