"""A queue without a key of ours is a violation; everything else is none of this rule's business."""

import pulumi
import pulumi_aws as aws
import pytest
from pulumi_policy import PolicyCustomTimeouts, PolicyResourceOptions, ResourceValidationArgs

from policies.pci.at_rest import check_queue_key

QUEUE = str(pulumi.get_type_token(aws.sqs.Queue))
TOPIC = str(pulumi.get_type_token(aws.sns.Topic))
KEY = "arn:aws:kms:eu-central-1:111122223333:key/1"


def violations(resource_type: str, props: dict[str, str]) -> list[str]:
    """What the rule reports of one resource."""
    found: list[str] = []
    options = PolicyResourceOptions(
        protect=False,
        ignore_changes=[],
        delete_before_replace=None,
        aliases=[],
        custom_timeouts=PolicyCustomTimeouts(0, 0, 0),
        additional_secret_outputs=[],
        parent=None,
    )
    args = ResourceValidationArgs(resource_type, props, "urn:1", "one", options, None)

    def report(message: str, urn: str | None = None) -> None:
        assert urn is None
        found.append(message)

    check_queue_key(args, report)
    return found


@pytest.mark.parametrize("key", ["", "alias/aws/sqs"])
def test_a_queue_without_a_key_of_ours_is_reported(key: str) -> None:
    """Unset and AWS-managed fail, and the message says what to write."""
    props = {"kmsMasterKeyId": key} if key else {}
    assert ["kms_master_key_id" in message for message in violations(QUEUE, props)] == [True]


def test_a_queue_with_a_key_of_ours_passes() -> None:
    """A customer-managed key is what the rule asks for."""
    assert violations(QUEUE, {"kmsMasterKeyId": KEY}) == []


def test_other_resources_are_not_judged() -> None:
    """The rule knows one resource class."""
    assert violations(TOPIC, {}) == []
