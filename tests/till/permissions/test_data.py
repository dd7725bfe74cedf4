"""What data needs."""

from till.permissions._data import DATA
from till.permissions.documents import actions
from till.permissions.needs import HERE, NAMED, TAGGED


def test_a_key_is_used_under_the_stacks_tags_only() -> None:
    """Keys have no name in their ARN, so the tags say whose they are."""
    use = [need for needs in DATA.values() for need in needs if "kms:Decrypt" in actions(need)]
    assert use
    assert all(need.condition is TAGGED for need in use)


def test_a_refresh_may_list_a_topic_s_subscriptions() -> None:
    """The AWS provider looks for a subscription among its topic's, since 5.94.0."""
    asked = [
        need
        for need in DATA["aws:sns/topicSubscription:TopicSubscription"]
        if "sns:ListSubscriptionsByTopic" in actions(need)
    ]
    (resource,) = asked[0].resources
    assert resource.endswith(f":sns:{HERE}:{NAMED}")
