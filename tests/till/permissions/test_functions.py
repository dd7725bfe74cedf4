"""What functions need."""

from till.permissions._functions import FUNCTIONS
from till.permissions.documents import actions


def test_only_one_policy_may_be_attached_to_a_role() -> None:
    """Whoever may attach any policy may do anything; here it is the gateway's logging only."""
    (condition,) = [
        need.condition
        for needs in FUNCTIONS.values()
        for need in needs
        if "iam:AttachRolePolicy" in actions(need)
    ]
    assert condition is not None
    assert str(condition["ArnEquals"]["iam:PolicyARN"]).endswith("PushToCloudWatchLogs")
