"""What is asked of a finished run."""

import pulumi
import pulumi_aws as aws
import pytest

from local.program.recorder import record


def declare() -> None:
    """A key, a queue with it, a policy on the queue, and a topic apart."""
    key = aws.kms.Key("key")
    queue = aws.sqs.Queue("queue", kms_master_key_id=key.arn)
    aws.sqs.QueuePolicy("policy", queue_url=queue.url, policy="{}")
    aws.sns.Topic("topic", opts=pulumi.ResourceOptions(depends_on=[key]))


def test_resources_are_found_by_class_and_by_name() -> None:
    """A class finds all of its type; a name finds one, or it is an error."""
    recording = record(declare)
    assert recording.of(aws.sqs.Queue) == [recording.named("queue")]
    assert recording.of(aws.sqs.RedrivePolicy) == []
    with pytest.raises(ValueError, match="unpack"):
        recording.named("nobody")


def test_what_exists_before_is_found_however_far_away() -> None:
    """Over every edge, and nothing that is beside."""
    recording = record(declare)
    found = {name: recording.named(name) for name in ("key", "queue", "policy", "topic")}
    urns = {name: each.urn for name, each in found.items()}
    assert recording.before(found["policy"]) == {urns["queue"], urns["key"]}
    assert recording.before(found["topic"]) == {urns["key"]}
    assert recording.before(found["key"]) == set()
